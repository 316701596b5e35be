package io.github.listward.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.listward.monitoring.FailedPeople;
import io.github.listward.monitoring.FailureAttempt;
import io.github.listward.monitoring.FailureFilter;
import io.github.listward.monitoring.Failures;
import io.github.listward.monitoring.IdentityView;
import io.github.listward.monitoring.ReplayRequest;
import io.github.listward.monitoring.ReportedFailure;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The failure report. */
@RestController
class FailuresController {

    /** Neither this name nor x-ndjson is registered with IANA; this one is the name of the file. Source: OpenAPI "Media Type Registry". */
    private static final String JSON_LINES = "application/jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(FailuresController.class);

    /** @param total how many match, on this page or not; null if they are too many to be counted each time */
    record Page(List<ReportedFailure> failures, Integer total) {}

    record Attempts(List<FailureAttempt> attempts) {}

    /** Takes one row of a download. */
    private interface Line {

        void write(ReportedFailure row) throws IOException;
    }

    private final Failures failures;
    private final FailedPeople people;
    private final ObjectWriter json;
    private final Clock clock;

    FailuresController(Failures failures, FailedPeople people, ObjectMapper json, Clock clock) {
        this.failures = failures;
        this.people = people;
        this.json = json.writer();
        this.clock = clock;
    }

    @GetMapping("/api/failures")
    Page page(
            FailureQuery query,
            @RequestParam(defaultValue = "masked") IdentityView identities,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit,
            @RequestParam(defaultValue = "0") @Min(0) long offset,
            Authentication login) {
        permit(identities, login);
        FailureFilter filter = query.filter();
        List<ReportedFailure> page = people.of(failures.page(filter, limit, offset), identities);
        log(identities, login, page.size());
        return new Page(page, offset == 0 && page.size() < limit ? Integer.valueOf(page.size()) : total(filter));
    }

    private Integer total(FailureFilter filter) {
        OptionalInt total = failures.count(filter);
        return total.isPresent() ? total.getAsInt() : null;
    }

    @PostMapping("/api/failures/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ReplayRequest replay(FailureQuery query) {
        return failures.requestReplay(query.filter(), clock.instant());
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

    @GetMapping(path = "/api/failures.csv", produces = "text/csv")
    void csv(FailureQuery query, @RequestParam(defaultValue = "masked") IdentityView identities, Authentication login, HttpServletResponse response)
            throws IOException {
        permit(identities, login);
        FailureFilter filter = query.filter();
        Writer lines = attachment("failures.csv", "text/csv", response);
        FailureSheet sheet = new FailureSheet(lines);
        download(filter, identities, login, response, sheet::add);
        lines.flush();
    }

    @GetMapping(path = "/api/failures.jsonl", produces = JSON_LINES)
    void jsonLines(FailureQuery query, @RequestParam(defaultValue = "masked") IdentityView identities, Authentication login, HttpServletResponse response)
            throws IOException {
        permit(identities, login);
        FailureFilter filter = query.filter();
        Writer lines = attachment("failures.jsonl", JSON_LINES, response);
        download(filter, identities, login, response, row -> lines.append(json.writeValueAsString(row)).append('\n'));
        lines.flush();
    }

    /** Nothing reaches the response before the first rows do: until then it can still become a problem. */
    private static Writer attachment(String name, String type, HttpServletResponse response) throws IOException {
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        return new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Written line by line as the rows arrive, so that any number of failures takes the same memory. */
    private void download(FailureFilter filter, IdentityView identities, Authentication login, HttpServletResponse response, Line line) {
        long[] rows = {0};
        try {
            failures.forEachChunk(filter, chunk -> write(people.of(chunk, identities), line, rows));
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                response.reset(); // a problem is no attachment
            }
            throw e;
        } finally {
            log(identities, login, rows[0]);
        }
    }

    private static void write(List<ReportedFailure> chunk, Line line, long[] rows) {
        try {
            for (ReportedFailure row : chunk) {
                line.write(row);
                rows[0]++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void permit(IdentityView identities, Authentication login) {
        if (identities == IdentityView.CLEAR) {
            Permission.VIEW_PROFILES.require(login);
        }
    }

    /** What was handed out is on record, also of a download that broke off. */
    private static void log(IdentityView identities, Authentication login, long rows) {
        if (identities == IdentityView.CLEAR) {
            LOG.info("{} was shown {} failures with identities in clear", login.getName(), rows);
        }
    }
}
