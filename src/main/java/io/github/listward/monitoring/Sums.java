package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted in some time.
 *
 * @param profilesReceived profile events; all else counts changes
 * @param failed less those of earlier hours that a replay has ended otherwise since; below zero where they are more
 * @param heldChange came to be held, less what was released; below zero where more was released
 * @param effects of the activated: what changed in Marketo
 * @param calls to Marketo. One carries people of several audiences: a share of them by changes.
 */
record Sums(
        long profilesReceived,
        long received,
        long activated,
        long excluded,
        long failed,
        long heldChange,
        Effects effects,
        Map<String, Long> excludedReasons,
        Map<String, Long> failedReasons,
        long calls) {

    record Effects(long created, long updated, long added, long removed, long imported) {}

    /** The activated, by the way they took. */
    record Lanes(long sync, @JsonProperty("import") long imported) {}

    Lanes lanes() {
        return new Lanes(activated - effects.imported(), effects.imported());
    }

    /** Of what has ended, the part that was activated; null if nothing has. A failure of an earlier hour that is taken back is no end of this one. */
    Double activationRate() {
        long ended = activated + excluded + failedReasons.values().stream().mapToLong(amount -> Math.max(0, amount)).sum();
        return ended == 0 ? null : (double) activated / ended;
    }

    /** Adds up rows of counters. */
    static final class Adding {

        private final Map<String, Long> outcomes = new TreeMap<>();
        private final Map<String, Long> effects = new TreeMap<>();
        private final Map<String, Long> excludedReasons = new TreeMap<>();
        private final Map<String, Long> failedReasons = new TreeMap<>();

        void add(String outcome, String reason, long amount) {
            outcomes.merge(outcome, amount, Long::sum);
            switch (outcome) {
                case "activated" -> effects.merge(reason, amount, Long::sum);
                case "excluded" -> excludedReasons.merge(reason, amount, Long::sum);
                case "failed" -> failedReasons.merge(reason, amount, Long::sum);
                default -> { /* has no reasons */ }
            }
        }

        Sums sums() {
            excludedReasons.values().removeIf(amount -> amount == 0);
            failedReasons.values().removeIf(amount -> amount == 0);
            return new Sums(of("profiles"), of("received"), of("activated"), of("excluded"), of("failed"), of("held"),
                    new Effects(effect("created"), effect("updated"), effect("added"), effect("removed"), effect("imported")),
                    excludedReasons, failedReasons, of("calls"));
        }

        /** Of how many audiences something was counted; only the rows of a run say so. */
        int audiences() {
            return (int) of("audiences");
        }

        private long of(String outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        private long effect(String effect) {
            return effects.getOrDefault(effect, 0L);
        }
    }
}
