package io.github.listward.destination;

import java.time.Instant;

/**
 * Whether a destination can be delivered to.
 *
 * @param problem what Marketo refuses, or null unless it is down
 * @param since when it came to be so, or null as long as it is unchecked
 */
public record DestinationState(Status status, Problem problem, Instant since) {

    /** Unchecked until Marketo was asked; down while Marketo refuses what it is configured with. */
    public enum Status { UNCHECKED, UP, DOWN }

    static final DestinationState UNCHECKED = new DestinationState(Status.UNCHECKED, null, null);

    /** The same state later is still since the first moment. */
    DestinationState followedBy(DestinationState next) {
        boolean same = status == next.status && (problem == null ? next.problem == null : problem.equals(next.problem));
        return same ? this : next;
    }
}
