package io.github.listward.activation;

/**
 * As what a change is in its topic once more. It keeps its place in the order of wishes, so that a newer one wins.
 *
 * @param job number of the hold or of the settling; 0 for a replay
 * @param number rises within a job in the order of queueing, so that what a killed job queued twice is counted once. Released: the
 *     offset it was held at; replayed: how often it has been
 */
public record Requeue(Kind kind, long job, long number) {

    /** Found to be wanted by a settling, sent on after a hold, or failed and sent again. */
    public enum Kind { SETTLED, RELEASED, REPLAYED }
}
