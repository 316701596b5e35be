package io.github.listward.monitoring;

import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.github.listward.monitoring.AlertSettings.Thresholds;
import io.github.listward.monitoring.EndedChanges.Ends;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Looks how many of a dataflow's changes were excluded or failed. Anybody sees that. */
@Component
class RateCheck implements AlertCheck {

    private static final String NO_DATAFLOW = "";

    private final EndedChanges ended;
    private final Definitions definitions;
    private final AlertSettings settings;

    RateCheck(EndedChanges ended, Definitions definitions, AlertSettings settings) {
        this.ended = ended;
        this.definitions = definitions;
        this.settings = settings;
    }

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.EXCLUDED_RATE, AlertRule.FAILED_RATE);
    }

    @Override
    public List<Breach> look(Instant now) {
        Map<Instant, Map<String, Ends>> byBeginning = new HashMap<>();
        List<Breach> breaches = new ArrayList<>();
        for (Dataflow dataflow : definitions.dataflows()) {
            Thresholds limits = settings.of(dataflow.id());
            Instant since = EndedChanges.beginning(now, limits.window());
            Ends ends = byBeginning.computeIfAbsent(since, ended::since).getOrDefault(dataflow.id(), Ends.NONE);
            String subject = "dataflow " + dataflow.id();
            if (ends.all() >= limits.leastChanges() && limits.excludedRate().isExceededBy(ends.excluded(), ends.all())) {
                breaches.add(breach(AlertRule.EXCLUDED_RATE, subject, dataflow.id(), ends.excluded(), ends.all(), limits.excludedRate(), since, "excluded",
                        "See its reasons in /api/audiences"));
            }
            if (ends.all() >= limits.leastChanges() && limits.failedRate().isExceededBy(ends.failed(), ends.all())) {
                breaches.add(breach(AlertRule.FAILED_RATE, subject, dataflow.id(), ends.failed(), ends.all(), limits.failedRate(), since, "failed",
                        "See /api/failures?dataflow=" + dataflow.id()));
            }
        }
        ofNoDataflow(now, byBeginning, breaches);
        return breaches;
    }

    /** Events that cannot be read belong to no dataflow: they are held against all changes. */
    private void ofNoDataflow(Instant now, Map<Instant, Map<String, Ends>> byBeginning, List<Breach> breaches) {
        Thresholds limits = settings.of(null);
        Instant since = EndedChanges.beginning(now, limits.window());
        Map<String, Ends> all = byBeginning.computeIfAbsent(since, ended::since);
        long failed = all.getOrDefault(NO_DATAFLOW, Ends.NONE).failed();
        long whole = all.values().stream().mapToLong(Ends::all).sum();
        if (whole >= limits.leastChanges() && limits.failedRate().isExceededBy(failed, whole)) {
            breaches.add(breach(AlertRule.FAILED_RATE, "events of no dataflow", null, failed, whole, limits.failedRate(), since, "could not be read",
                    "See /api/failures?reason=UNREADABLE"));
        }
    }

    private static Breach breach(
            AlertRule rule, String subject, String dataflow, long part, long whole, Percent limit, Instant since, String ending, String remedy) {
        double value = 100.0 * part / whole;
        return new Breach(rule, subject, null, dataflow, null, value, limit.value(),
                "%d of %d changes since %s %s: %s, over %s. %s".formatted(part, whole, since, ending, Percent.text(value), limit, remedy));
    }

    @Override
    public boolean judges(Alert alert) {
        return true;
    }
}
