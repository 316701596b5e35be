package io.github.listward.monitoring;

import io.github.listward.batch.Counted;
import io.github.listward.batch.Counted.Count;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Meter of what became of changes (docs/metrics.md): moved when the counts it shows are committed, so that it shows no more than they do; a process
 * that is killed in between shows less. No label is an audience or comes from an event: audiences are many, and those that are not
 * activated are anybody's.
 */
@Component
class ChangeMeters {

    private final MeterRegistry registry;
    private final Definitions definitions;
    private final Map<Count, Counter> gained = new ConcurrentHashMap<>();
    private final Map<Count, Counter> lost = new ConcurrentHashMap<>();

    ChangeMeters(MeterRegistry registry, Definitions definitions) {
        this.registry = registry;
        this.definitions = definitions;
        for (Dataflow dataflow : definitions.dataflows()) {
            Stream.of(Outcome.values()).filter(Outcome::isOfChanges).forEach(outcome -> counter(dataflow.id(), label(outcome), ""));
        }
    }

    @TransactionalEventListener
    void counted(Counted counted) {
        counted.amounts().forEach((count, amount) -> {
            if (amount >= 0) {
                gained.computeIfAbsent(count, each -> counter(each.dataflow(), label(each.outcome()), each.reason())).increment(amount);
            } else {
                lost.computeIfAbsent(count, each -> counter(each.dataflow(), takenBack(each.outcome()), each.reason())).increment(-amount);
            }
        });
    }

    private Counter counter(String dataflow, String outcome, String reason) {
        String known = dataflow.isEmpty() ? "none" : definitions.dataflow(dataflow) == null ? "other" : dataflow;
        return registry.counter("listward.changes", "dataflow", known, "outcome", outcome, "reason", reason.isEmpty() ? "none" : reason);
    }

    /** Held no longer, or, once a replay has ended otherwise, failed no longer. */
    private static String takenBack(Outcome outcome) {
        return outcome == Outcome.HELD ? "released" : "resolved";
    }

    private static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
