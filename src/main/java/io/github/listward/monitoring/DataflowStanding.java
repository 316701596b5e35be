package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * How a dataflow stands: as its destination does, and degraded when some of its audiences are held. Counts are of all its audiences and of all time.
 *
 * @param dataflow its id
 * @param instance munchkin id of its destination's Marketo instance
 * @param audiences how many it activates
 * @param paused how many of them are paused
 * @param inFlight received, and neither ended nor held
 * @param oldestUndelivered the instance's while anything is in flight: none of its changes has been waiting for longer; null if none is
 */
public record DataflowStanding(
        String dataflow,
        String destination,
        String instance,
        @JsonUnwrapped Standing standing,
        int audiences,
        int paused,
        long received,
        long activated,
        long excluded,
        long failed,
        long held,
        long inFlight,
        Instant oldestUndelivered) {}
