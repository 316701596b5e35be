package io.github.listward.monitoring;

/** Where a failed change stands. */
public enum FailureState {
    /** Somebody may act. */
    OPEN,
    /** Somebody asked for it to be sent again. */
    REPLAY_REQUESTED,
    /** It was sent again, and has not ended since. */
    REPLAYED,
    /** Sent again, it was activated or excluded. */
    RESOLVED
}
