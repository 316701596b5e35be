package io.github.listward.delivery;

import java.time.Instant;

/**
 * An audience of a dataflow that is to be settled, is being, or was: what is remembered of it is held against what was delivered.
 *
 * @param number rises with time
 * @param reason why, e.g. {@code RESUMED}
 * @param memberships of the audience that were found so far
 * @param finishedAt when all of them were queued, or null
 */
public record Settling(
        long number,
        String dataflow,
        String audience,
        String instance,
        String reason,
        Instant requestedAt,
        State state,
        long memberships,
        Instant finishedAt) {

    /** {@code DONE}: its changes are queued, and delivered like any others. */
    public enum State { WAITING, RUNNING, DONE }
}
