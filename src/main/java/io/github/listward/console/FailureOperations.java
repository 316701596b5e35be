package io.github.listward.console;

import io.github.listward.monitoring.FailureFilter;
import io.github.listward.monitoring.Failures;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** What can be done about failures, for Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=Failures", description = "What failed: send it again, or make the report again")
public class FailureOperations {

    private final Failures failures;
    private final Clock clock;

    FailureOperations(Failures failures, Clock clock) {
        this.failures = failures;
        this.clock = clock;
    }

    @ManagedOperation(description = "Has failed changes sent again, within seconds; an empty parameter asks for all")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow, or empty")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience, or empty")
    @ManagedOperationParameter(name = "reason", description = "Reason code, e.g. INVALID_VALUE, or empty")
    @ManagedOperationParameter(name = "from", description = "First moment of interest, e.g. 2026-11-23T00:00:00Z, or empty")
    @ManagedOperationParameter(name = "to", description = "First moment no longer of interest, or empty")
    public String replay(String dataflow, String audience, String reason, String from, String to) {
        return replay(new FailureFilter(null, orNull(dataflow), orNull(audience), null, orNull(reason), instant(from), instant(to)));
    }

    @ManagedOperation(description = "Has one failed change sent again, within seconds")
    @ManagedOperationParameter(name = "origin", description = "The event, topic-partition@offset")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    @ManagedOperationParameter(name = "identity", description = "Keyed hash of the identity")
    public String replayOne(String origin, String dataflow, String audience, String identity) {
        return replay(new FailureFilter(origin, dataflow, audience, identity, null, null, null));
    }

    @ManagedOperation(description = "Has the failure report made again of the dead-letter topic, from its beginning")
    public void rebuild() {
        failures.requestRebuild();
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
