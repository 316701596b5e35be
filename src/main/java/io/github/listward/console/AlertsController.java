package io.github.listward.console;

import io.github.listward.monitoring.Alert;
import io.github.listward.monitoring.AlertRule;
import io.github.listward.monitoring.Alerts;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What somebody has to know of. */
@RestController
class AlertsController {

    private static final String OPEN = "open";

    record Answer(List<Alert> alerts) {}

    private final Alerts alerts;

    AlertsController(Alerts alerts) {
        this.alerts = alerts;
    }

    @GetMapping("/api/alerts")
    Answer alerts(
            @RequestParam(required = false) @Pattern(regexp = "open|resolved", message = "must be open or resolved") String state,
            @RequestParam(required = false) AlertRule rule,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
        return new Answer(alerts.newest(state == null ? null : state.equals(OPEN), rule, limit));
    }
}
