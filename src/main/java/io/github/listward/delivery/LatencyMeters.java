package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import io.github.listward.delivery.Outcome.Activated;
import io.github.listward.destination.Definitions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Meter of how long it took from the time of the event's record in the profile topic until Marketo had confirmed the membership and that was
 * recorded (docs/metrics.md). What was held, replayed or settled is left out: how long that waited is not delivery's doing.
 */
@Component
class LatencyMeters {

    private static final Duration[] BUCKETS = Stream.of("0.5s", "1s", "2s", "5s", "10s", "30s", "1m", "2m", "5m", "10m", "30m", "60m")
            .map(each -> Duration.parse("PT" + each))
            .toArray(Duration[]::new);

    private enum Lane { SYNC, IMPORT }

    private final MeterRegistry registry;
    private final Definitions definitions;
    private final Clock clock;
    private final Map<Lane, Map<String, Timer>> timers = Map.of(Lane.SYNC, new ConcurrentHashMap<>(), Lane.IMPORT, new ConcurrentHashMap<>());

    LatencyMeters(MeterRegistry registry, Definitions definitions, Clock clock) {
        this.registry = registry;
        this.definitions = definitions;
        this.clock = clock;
        definitions.dataflows().forEach(dataflow -> timer(Lane.SYNC, dataflow.id()));
    }

    /** In the transaction that records the flush; nothing is measured of one that is rolled back. */
    void delivered(Flush flush) {
        afterCommit(now -> flush.moves().stream()
                .filter(move -> move.isNew() && move.outcome() instanceof Activated)
                .forEach(move -> record(Lane.SYNC, move.change(), now)));
    }

    /** In the transaction that records who was imported; they came from a hold, but were held for being imported only. */
    void imported(List<MembershipChange> changes) {
        afterCommit(now -> changes.forEach(change -> change.people().forEach(person -> record(Lane.IMPORT, change, now))));
    }

    private void record(Lane lane, MembershipChange change, Instant now) {
        if (change.requeue() == null) {
            timer(lane, change.dataflow()).record(Duration.between(change.recordedAt(), now)); // below zero counts for nothing
        }
    }

    private Timer timer(Lane lane, String dataflow) {
        return timers.get(lane).computeIfAbsent(dataflow, key -> Timer.builder("listward.latency")
                .tag("dataflow", definitions.dataflow(dataflow) == null ? "other" : dataflow)
                .tag("lane", lane.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }

    private void afterCommit(Consumer<Instant> measure) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                measure.accept(clock.instant());
            }
        });
    }
}
