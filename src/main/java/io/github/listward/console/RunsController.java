package io.github.listward.console;

import io.github.listward.monitoring.AudienceHours;
import io.github.listward.monitoring.AudienceMetrics;
import io.github.listward.monitoring.Run;
import io.github.listward.monitoring.RunDetail;
import io.github.listward.monitoring.Runs;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of the changes, hour by hour. */
@RestController
class RunsController {

    private static final String DAY = "day";

    record Answer(String dataflow, List<Run> runs) {}

    private final Runs runs;
    private final AudienceHours hours;

    RunsController(Runs runs, AudienceHours hours) {
        this.runs = runs;
        this.hours = hours;
    }

    @GetMapping("/api/dataflows/{dataflow}/runs")
    Answer runs(
            @PathVariable String dataflow,
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to,
            @RequestParam(defaultValue = "24") @Min(1) @Max(2160) int limit) {
        return new Answer(dataflow, runs.of(dataflow, from, to, limit).orElseThrow(() -> new UnknownDataflowException(dataflow)));
    }

    @GetMapping("/api/dataflows/{dataflow}/runs/{run}")
    RunDetail run(@PathVariable String dataflow, @PathVariable String run) {
        return runs.detail(dataflow, run).orElseThrow(() -> new UnknownRunException(dataflow, run));
    }

    @GetMapping("/api/audiences/{audience}/metrics")
    AudienceMetrics metrics(
            @PathVariable String audience,
            @RequestParam(required = false) String dataflow,
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to,
            @RequestParam(defaultValue = "hour") @Pattern(regexp = "hour|day", message = "must be hour or day") String step) {
        return hours.of(audience, dataflow, from, to, step.equals(DAY) ? ChronoUnit.DAYS : ChronoUnit.HOURS)
                .orElseThrow(() -> dataflow == null ? new UnknownAudienceException(audience) : new UnknownAudienceException(dataflow, audience));
    }
}
