package io.github.listward.console;

import io.github.listward.monitoring.Failure;
import io.github.listward.monitoring.FailureAttempt;
import io.github.listward.monitoring.FailureFilter;
import io.github.listward.monitoring.Failures;
import io.github.listward.monitoring.ReplayRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The failure report. */
@RestController
class FailuresController {

    private static final CSVFormat CSV = CSVFormat.RFC4180.builder()
            .setHeader("origin", "dataflow", "audience", "identity", "reason", "message", "marketoCode", "requestId", "occurredAt",
                    "deadLetterPartition", "deadLetterOffset", "replayRequestedAt", "replayedAt", "attempt", "replays")
            .get();

    record Page(List<Failure> failures) {}

    record Attempts(List<FailureAttempt> attempts) {}

    private final Failures failures;
    private final Clock clock;

    FailuresController(Failures failures, Clock clock) {
        this.failures = failures;
        this.clock = clock;
    }

    @GetMapping("/api/failures")
    Page page(
            @RequestParam(required = false) String origin,
            @RequestParam(required = false) String dataflow,
            @RequestParam(required = false) String audience,
            @RequestParam(required = false) String identity,
            @RequestParam(required = false) String reason,
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit,
            @RequestParam(defaultValue = "0") @Min(0) long offset) {
        return new Page(failures.page(new FailureFilter(origin, dataflow, audience, identity, reason, from, to), limit, offset));
    }

    @PostMapping("/api/failures/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayRequest replay(
            @RequestParam(required = false) String origin,
            @RequestParam(required = false) String dataflow,
            @RequestParam(required = false) String audience,
            @RequestParam(required = false) String identity,
            @RequestParam(required = false) String reason,
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to) {
        return failures.requestReplay(new FailureFilter(origin, dataflow, audience, identity, reason, from, to), clock.instant());
    }

    @GetMapping("/api/failures/attempts")
    Attempts attempts(
            @RequestParam String origin,
            @RequestParam(required = false) String dataflow,
            @RequestParam(required = false) String audience,
            @RequestParam(required = false) String identity) {
        return new Attempts(failures.attempts(origin, dataflow, audience, identity));
    }

    @PostMapping("/api/failures/rebuild")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void rebuild() {
        failures.requestRebuild();
    }

    /** Written line by line as the rows arrive, so that any number of failures takes the same memory. */
    @GetMapping(path = "/api/failures.csv", produces = "text/csv")
    void csv(
            @RequestParam(required = false) String origin,
            @RequestParam(required = false) String dataflow,
            @RequestParam(required = false) String audience,
            @RequestParam(required = false) String identity,
            @RequestParam(required = false) String reason,
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to,
            HttpServletResponse response)
            throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"failures.csv\"");
        CSVPrinter lines = CSV.print(response.getWriter());
        failures.forEach(new FailureFilter(origin, dataflow, audience, identity, reason, from, to), failure -> print(failure, lines));
        lines.flush();
    }

    private static void print(Failure failure, CSVPrinter lines) {
        try {
            lines.printRecord(
                    failure.origin(),
                    failure.dataflow(),
                    failure.audience(),
                    failure.identity(),
                    failure.reason(),
                    failure.message(),
                    failure.marketoCode(),
                    failure.requestId(),
                    failure.occurredAt(),
                    failure.deadLetterPartition(),
                    failure.deadLetterOffset(),
                    failure.replayRequestedAt(),
                    failure.replayedAt(),
                    failure.attempt(),
                    failure.replays());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
