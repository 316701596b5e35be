package io.github.listward.monitoring;

import java.time.Instant;

/** Something kept for people to look back at, and no longer than they need it. */
interface History {

    /** What it is, for the log, e.g. {@code dataflow runs}. */
    String name();

    /**
     * Forgets what has been kept for long enough, a bounded number of rows at a time.
     *
     * @return how many rows; none: nothing is left to forget
     */
    int forget(Instant now);
}
