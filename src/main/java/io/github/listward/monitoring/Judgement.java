package io.github.listward.monitoring;

import io.github.listward.monitoring.Standing.Status;
import java.time.Instant;

/**
 * How something is found to stand at a moment.
 *
 * @param cause null while it is up
 */
record Judgement(Status status, String cause) {

    static final Judgement UP = new Judgement(Status.UP, null);

    private static final int LONGEST_CAUSE = 2000;

    Judgement {
        cause = cause == null || cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE - 1) + "…";
    }

    static Judgement degraded(String cause) {
        return new Judgement(Status.DEGRADED, cause);
    }

    static Judgement down(String cause) {
        return new Judgement(Status.DOWN, cause);
    }

    static Judgement unknown(String cause) {
        return new Judgement(Status.UNKNOWN, cause);
    }

    /**
     * The same status is still since the first moment, whatever else it is for by now.
     *
     * @param before how it stood last, or null if that is not known
     */
    Standing at(Instant now, Standing before) {
        return new Standing(status, cause, before != null && before.status() == status ? before.since() : now);
    }
}
