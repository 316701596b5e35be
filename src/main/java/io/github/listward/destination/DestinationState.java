package io.github.listward.destination;

import java.time.Instant;
import java.util.List;

/**
 * Whether a destination can be delivered to.
 *
 * @param problems what Marketo refuses; empty unless it is down
 * @param since when it came to be so, or null as long as it is unchecked
 */
public record DestinationState(Status status, List<Problem> problems, Instant since) {

    /** Unchecked until Marketo was asked; down while Marketo refuses what it is configured with. */
    public enum Status { UNCHECKED, UP, DOWN }

    static final DestinationState UNCHECKED = new DestinationState(Status.UNCHECKED, List.of(), null);

    /** The same state later is still since the first moment. */
    DestinationState followedBy(DestinationState next) {
        boolean same = status == next.status && problems.equals(next.problems);
        return same ? this : next;
    }
}
