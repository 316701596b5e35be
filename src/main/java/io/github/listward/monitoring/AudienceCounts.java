package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What became of the changes of one audience in one dataflow.
 *
 * @param dataflow empty when no dataflow activates the audience
 * @param held waiting for their list or their destination: see the holds
 * @param reasons the excluded and failed, by reason code
 * @param paused whether somebody has paused it
 */
public record AudienceCounts(
        String dataflow, String audience, long received, long activated, long excluded, long failed, long held, Map<String, Long> reasons, boolean paused) {

    /** Received, and neither ended nor held: queued. */
    @JsonProperty
    public long inFlight() {
        return received - activated - excluded - failed - held;
    }
}
