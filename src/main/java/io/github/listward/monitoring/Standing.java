package io.github.listward.monitoring;

import java.time.Instant;

/**
 * How an instance, a destination or a dataflow stands.
 *
 * @param cause what is wrong and what to do, free of personal data; null while it is up
 * @param since when it came to have this status; null where nobody knows
 */
public record Standing(Status status, String cause, Instant since) {

    /** By what is delivered, from everything to nothing. */
    public enum Status {
        /** Everything is delivered. */
        UP,
        /** Something is delivered, and something is not, or somebody has to look. */
        DEGRADED,
        /** Nothing is delivered. */
        DOWN,
        /** No process has said so lately. */
        UNKNOWN
    }

    /** What is up is not when something of it is held; what is not up anyway stays as it is. */
    Standing unless(Standing worse) {
        return status == Status.UP && worse != null ? worse : this;
    }
}
