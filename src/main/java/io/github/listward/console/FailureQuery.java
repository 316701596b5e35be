package io.github.listward.console;

import io.github.listward.monitoring.FailureFilter;
import io.github.listward.monitoring.FailureState;
import io.github.listward.monitoring.RangeRefusedException;
import java.time.Instant;

/** Which failures a request asks for: its parameters, of which any may be missing. */
record FailureQuery(
        String origin, String dataflow, String audience, String identity, String reason, FailureState state, Instant from, Instant to) {

    /** @throws RangeRefusedException if the time ends before it begins */
    FailureFilter filter() {
        return new FailureFilter(origin, dataflow, audience, identity, reason, state, from, to);
    }
}
