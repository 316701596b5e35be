package io.github.listward.console;

import io.github.listward.monitoring.FailureFilter;
import io.github.listward.monitoring.FailureState;
import io.github.listward.monitoring.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** What can be done about failures, for Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=Failures", description = "What failed: send it again, or make the report again")
public class FailureOperations {

    /** To count a million takes half a second, and Hawtio reads each attribute every few. */
    private static final Duration COUNTED_FOR = Duration.ofSeconds(10);

    private final Failures failures;
    private final Clock clock;
    private Map<FailureState, Long> counts = Map.of();
    private Instant countedAt;

    FailureOperations(Failures failures, Clock clock) {
        this.failures = failures;
        this.clock = clock;
    }

    @ManagedAttribute(description = "Failures that nobody has had sent again")
    public long getOpen() {
        return count(FailureState.OPEN);
    }

    @ManagedAttribute(description = "Failures that are to be sent again, as somebody asked for")
    public long getReplayRequested() {
        return count(FailureState.REPLAY_REQUESTED);
    }

    @ManagedAttribute(description = "Failures that were sent again, and have not ended since")
    public long getReplayed() {
        return count(FailureState.REPLAYED);
    }

    @ManagedAttribute(description = "Failures that were activated or excluded when sent again")
    public long getResolved() {
        return count(FailureState.RESOLVED);
    }

    @ManagedOperation(description = "Has failed changes sent again, within seconds; an empty parameter asks for all that are not resolved")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow, or empty")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience, or empty")
    @ManagedOperationParameter(name = "reason", description = "Reason code, e.g. INVALID_VALUE, or empty")
    @ManagedOperationParameter(name = "from", description = "First moment of interest, e.g. 2026-11-23T00:00:00Z, or empty")
    @ManagedOperationParameter(name = "to", description = "First moment no longer of interest, or empty")
    public String replay(String dataflow, String audience, String reason, String from, String to) {
        return replay(new FailureFilter(null, orNull(dataflow), orNull(audience), null, orNull(reason), null, instant(from), instant(to)));
    }

    @ManagedOperation(description = "Has one failed change sent again, within seconds")
    @ManagedOperationParameter(name = "origin", description = "The event, topic-partition@offset")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    @ManagedOperationParameter(name = "identity", description = "Keyed hash of the identity")
    public String replayOne(String origin, String dataflow, String audience, String identity) {
        return replay(new FailureFilter(origin, dataflow, audience, identity, null, null, null, null));
    }

    @ManagedOperation(description = "Has the failure report made again of the dead-letter topic, from its beginning")
    public void rebuild() {
        failures.requestRebuild();
    }

    private synchronized long count(FailureState state) {
        if (countedAt == null || Duration.between(countedAt, clock.instant()).compareTo(COUNTED_FOR) >= 0) {
            counts = failures.countByState();
            countedAt = clock.instant();
        }
        return counts.getOrDefault(state, 0L);
    }

    private String replay(FailureFilter filter) {
        return failures.requestReplay(filter, clock.instant()).inWords();
    }

    private static String orNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static Instant instant(String text) {
        return orNull(text) == null ? null : Instant.parse(text.strip());
    }
}
