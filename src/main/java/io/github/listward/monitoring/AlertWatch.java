package io.github.listward.monitoring;

import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens an alert when a check finds something, and resolves it when its judge no longer does. Runs in every replica; the table sees to
 * it that each alert is opened, repeated and resolved once (docs/adr/0023-alerts.md). The log is told here, other receivers by notices.
 */
@Component("alertWatch")
class AlertWatch {

    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    private final List<AlertCheck> checks;
    private final AlertTable table;
    private final Definitions definitions;
    private final Clock clock;

    AlertWatch(List<AlertCheck> checks, AlertTable table, Definitions definitions, Clock clock) {
        this.checks = checks;
        this.table = table;
        this.definitions = definitions;
        this.clock = clock;
    }

    List<AlertCheck> checks() {
        return checks;
    }

    /** A check that fails keeps no other from being made, and judges nothing. */
    void look(@Body AlertCheck check) {
        Instant now = clock.instant();
        List<Breach> breaches = check.look(now);
        breaches.forEach(breach -> table.see(breach, now).ifPresent(kind -> LOG.warn("Alert {}{}: {}", kind == Notice.Kind.REPEATED ? "still " : "",
                breach.key(), breach.message())));
        Set<String> found = breaches.stream().map(Breach::key).collect(Collectors.toSet());
        for (Alert alert : table.open(check.rules())) {
            if (!found.contains(alert.rule() + " " + alert.subject()) && check.judges(alert)) {
                calm(alert, now);
            }
        }
    }

    /** Alerts of what is no longer configured have no other judge. */
    void resolveWhatIsGone() {
        Instant now = clock.instant();
        Set<String> instances = definitions.destinations().stream().map(Destination::instance).collect(Collectors.toSet());
        for (Alert alert : table.open(EnumSet.allOf(AlertRule.class))) {
            boolean gone = alert.instance() != null && !instances.contains(alert.instance())
                    || alert.dataflow() != null && definitions.dataflow(alert.dataflow()) == null
                    || alert.audience() != null && definitions.activation(alert.dataflow(), alert.audience()) == null;
            if (gone) {
                calm(alert, now);
            }
        }
    }

    private void calm(Alert alert, Instant now) {
        if (table.calm(alert, now)) {
            LOG.info("Alert {} {}, open since {}, is resolved", alert.rule(), alert.subject(), alert.since());
        }
    }
}
