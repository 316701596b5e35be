package io.github.listward.console;

import io.github.listward.delivery.PlanRefusedException;
import io.github.listward.delivery.WarmUpRefusedException;
import io.github.listward.monitoring.PeopleUnknownException;
import io.github.listward.monitoring.RangeRefusedException;
import io.github.listward.monitoring.ReplayRefusedException;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** What is wrong with a request, as an RFC 9457 problem. Spring's own answers are that already, but do not say which parameter is out of range. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    @ExceptionHandler(UnknownAudienceException.class)
    ProblemDetail unknownAudience(UnknownAudienceException exception) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, exception.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unknownDataflow(UnknownDataflowException exception) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, exception.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unknownRun(UnknownRunException exception) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, exception.getMessage());
    }

    @ExceptionHandler
    ProblemDetail refusedRange(RangeRefusedException refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail refusedPlan(PlanRefusedException refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail refusedWarmUp(WarmUpRefusedException refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail handle(ReplayRefusedException refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail permissionMissing(PermissionMissingException missing) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, missing.getMessage());
    }

    @ExceptionHandler
    ProblemDetail peopleUnknown(PeopleUnknownException unknown) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, unknown.getMessage());
    }

    /** Of parameters that are taken together, as a record. */
    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        exception.getBody().setDetail(exception.getFieldErrors().stream()
                .map(error -> "Failed to convert '%s' with value: '%s'".formatted(error.getField(), error.getRejectedValue()))
                .collect(Collectors.joining(", ")));
        return super.handleMethodArgumentNotValid(exception, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        exception.getBody().setDetail(exception.getParameterValidationResults().stream()
                .map(result -> result.getMethodParameter().getParameterName() + " "
                        + result.getResolvableErrors().get(0).getDefaultMessage())
                .collect(Collectors.joining(", ")));
        return super.handleHandlerMethodValidationException(exception, headers, status, request);
    }
}
