package io.github.listward.batch;

import java.util.Map;

/**
 * Published in the transaction that records counts; what is made of it is to wait until that has committed.
 *
 * @param amounts below zero where changes are counted as held, or as failed, no longer
 */
public record Counted(Map<Count, Long> amounts) {

    /**
     * What is counted together, whatever audience it is of.
     *
     * @param reason empty where the outcome has none; of what was activated, what that changed
     */
    public record Count(String dataflow, Tally.Outcome outcome, String reason) {

        static Count of(Tally.Key key) {
            return new Count(key.dataflow(), key.outcome(), key.reason());
        }
    }
}
