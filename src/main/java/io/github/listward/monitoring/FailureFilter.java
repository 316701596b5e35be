package io.github.listward.monitoring;

import java.time.Instant;

/**
 * Which failures are asked for; a null term asks for all. Origin, dataflow, audience and identity together name one.
 *
 * @param from first moment of interest
 * @param to first moment no longer of interest
 */
public record FailureFilter(
        String origin, String dataflow, String audience, String identity, String reason, FailureState state, Instant from, Instant to) {

    /** Every failure there is. */
    public static final FailureFilter ALL = new FailureFilter(null, null, null, null, null, null, null, null);

    /** @throws RangeRefusedException if it ends before it begins */
    public FailureFilter {
        if (from != null && to != null && from.isAfter(to)) {
            throw new RangeRefusedException("from must not be after to");
        }
    }
}
