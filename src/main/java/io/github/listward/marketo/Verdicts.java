package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Judges what came back from Marketo, as a whole; its rows are judged by {@link RowVerdict}. */
@Component
class Verdicts {

    /** The rate is counted over 20 seconds. Source: Marketo "REST API", Limits. */
    private static final Duration RATE_WINDOW = Duration.ofSeconds(20);

    /** Imports and exports take minutes: how long until another may be asked for. */
    private static final Duration FOR_JOBS = Duration.ofSeconds(30);

    private static final String TIMED_OUT = "604";

    private final ObjectMapper json;
    private final Clock clock;
    private final Alarms alarms;

    Verdicts(ObjectMapper json, Clock clock, Alarms alarms) {
        this.json = json;
        this.clock = clock;
        this.alarms = alarms;
    }

    /**
     * Takes the envelope off.
     *
     * @param body the response's bytes; may be empty or anything
     * @throws MarketoThrottledException if a limit of the instance is reached
     * @throws AccessTokenRejectedException if the call needs a new access token
     * @throws MarketoUnavailableException if the call is to be sent again later
     * @throws MarketoRefusedException if it never will be accepted as it is
     */
    public MarketoAnswer judge(
            @ExchangeProperty(CallGate.REQUEST) MarketoRequest request,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Body byte[] body) {
        if (status < 200 || status > 299) {
            // Marketo says no with HTTP 200; any other status is a gateway's, and so is the body.
            return judge(request, List.of(new MarketoError("http-" + status, "HTTP status " + status, null)), null);
        }
        JsonNode envelope = read(body);
        JsonNode success = envelope.path("success");
        String requestId = envelope.path("requestId").isTextual() ? shortened(envelope.path("requestId").asText()) : null;
        LogContext.answered(requestId);
        if (request.download() != null && !success.isBoolean() && isFile(body)) {
            alarms.over(request);
            return MarketoAnswer.file(body == null ? new byte[0] : body);
        }
        if (!success.isBoolean()) {
            throw new MarketoUnavailableException(
                    "No answer of Marketo to " + request + ": HTTP " + status + " with " + size(body)
                            + " bytes that are no complete envelope. The outcome is unknown; the call can be sent again.",
                    ErrorCodes.NO_ENVELOPE, requestId, null);
        }
        List<MarketoError> errors = MarketoError.allOf(envelope.path("errors"));
        if (success.asBoolean() && errors.isEmpty()) {
            alarms.over(request);
            String nextPage = envelope.path("nextPageToken").asText("");
            return MarketoAnswer.of(requestId, rows(envelope.path("result")), nextPage.isEmpty() ? null : nextPage);
        }
        return judge(request, errors, requestId);
    }

    /**
     * The call ended without an answer: connection refused or broken, time-out.
     *
     * @throws MarketoUnavailableException always
     */
    public void noAnswer(@ExchangeProperty(CallGate.REQUEST) MarketoRequest request, @ExchangeException IOException cause) {
        throw new MarketoUnavailableException(
                "No answer of Marketo to " + request + ": " + cause.getClass().getSimpleName()
                        + ". The outcome is unknown; the call can be sent again.",
                ErrorCodes.NO_ANSWER, null, cause);
    }

    private MarketoAnswer judge(MarketoRequest request, List<MarketoError> errors, String requestId) {
        MarketoError error = errors.stream()
                .filter(candidate -> !request.tolerated().contains(candidate.code()))
                .min(MarketoError.MOST_URGENT_FIRST)
                .orElse(null);
        if (error == null && !errors.isEmpty()) {
            alarms.over(request);
            return MarketoAnswer.refused(requestId, errors.get(0).code());
        }
        if (error == null) {
            error = new MarketoError(ErrorCodes.NO_CODE, "no error named", null);
        }
        String said = "Marketo refused " + request + ": " + error.code() + " " + error.message() + " ("
                + ErrorCodes.of(error.code()).meaning() + (requestId == null ? "" : ", requestId " + requestId) + "). ";
        return switch (error.reaction()) {
            case DONE -> {
                if (ErrorCodes.of(error.code()).levels().contains(ErrorCode.Level.ROW)) {
                    // One record of the call is done with; which one, and what of the others, it does not say.
                    throw new MarketoRefusedException(said + "It is so of one of its records.", error.code(), error.message(), requestId);
                }
                yield MarketoAnswer.refused(requestId, error.code());
            }
            case THROTTLE -> {
                Duration wait = wait(error.code());
                throw new MarketoThrottledException(said + "It can be sent again in " + wait.toSeconds() + " s.", error.code(), wait);
            }
            case REFRESH_TOKEN -> throw new AccessTokenRejectedException(
                    said + "It is sent once more with a new token; if that is rejected too, look whether the custom service of"
                            + " client-id still exists in Marketo under Admin > LaunchPoint.",
                    error.code(), error.message(), requestId);
            case UNAVAILABLE, UNKNOWN -> throw error.code().equals(TIMED_OUT)
                    ? new MarketoTimedOutException(said + "It can be sent again.", error.code(), requestId)
                    : new MarketoUnavailableException(said + "It can be sent again.", error.code(), requestId, null);
            case REFUSE_SETUP, REFUSE_FORM, REFUSE_LIST, REFUSE_CALL, REFUSE_RECORD -> throw new MarketoRefusedException(
                    said + "It will not be accepted as it is.", error.code(), error.message(), requestId);
        };
    }

    private Duration wait(String code) {
        return switch (code) {
            case "607" -> MarketoDay.untilProbe(clock.instant());
            // Calls of others end at any time: soon, and not all who were refused together at once.
            case "615" -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000, 3_000));
            case "1016", "1019", "1029" -> FOR_JOBS;
            default -> RATE_WINDOW;
        };
    }

    /** The parser's complaint is not kept: it quotes what it could not read. */
    private JsonNode read(byte[] body) {
        if (body == null) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode envelope = json.readTree(body);
            return envelope == null ? MissingNode.getInstance() : envelope;
        } catch (IOException unreadable) {
            return MissingNode.getInstance();
        }
    }

    /** {@code result} is an array, by some descriptions one object, and absent when an asset search finds nothing. */
    private static List<JsonNode> rows(JsonNode result) {
        List<JsonNode> rows = new ArrayList<>();
        if (result.isArray()) {
            result.forEach(rows::add);
        } else if (result.isObject()) {
            rows.add(result);
        }
        return List.copyOf(rows);
    }

    /** A file is CSV: what begins as JSON or HTML is an envelope cut short, or a gateway's page. */
    private static boolean isFile(byte[] body) {
        int first = 0;
        while (body != null && first < body.length && Character.isWhitespace(body[first])) {
            first++;
        }
        return size(body) == first || body[first] != '{' && body[first] != '<';
    }

    private static int size(byte[] body) {
        return body == null ? 0 : body.length;
    }

    private static String shortened(String requestId) {
        return requestId.length() <= 60 ? requestId : requestId.substring(0, 60);
    }
}
