package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/**
 * A dataflow run: what was counted of a dataflow in an hour, and how that goes together with the hours before: {@code carriedOver + received
 * = activated + excluded + failed + heldChange + inFlight}.
 *
 * @param id its hour, e.g. {@code 2026-11-24T10}, in UTC
 * @param end exclusive
 * @param audiences of how many audiences something was counted
 * @param carriedOver what was in flight when the hour began
 * @param inFlight at its end, or now: received, and neither ended nor held. Below zero for a moment where delivery has counted a change
 *     before activation has.
 * @param activationRate of what ended; null if nothing did
 */
public record Run(
        String id,
        String dataflow,
        Instant start,
        Instant end,
        Status status,
        int audiences,
        long carriedOver,
        @JsonUnwrapped Sums sums,
        long inFlight,
        Sums.Lanes lanes,
        Double activationRate) {

    /** {@code PROCESSING}: its hour is not over, or something that was received until its end has not ended. */
    enum Status { PROCESSING, COMPLETED }
}
