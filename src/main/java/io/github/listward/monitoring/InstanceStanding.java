package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.monitoring.Standing.Status;
import java.time.Instant;

/**
 * How a Marketo instance stands.
 *
 * @param instance munchkin id
 * @param waiting changes that have not been delivered and are not held; null before anybody has looked
 * @param oldestUndelivered when the first of them was queued, or null if there is none
 * @param restingUntil until when changes gather for full calls, at the longest; null if none do
 */
public record InstanceStanding(
        String instance, @JsonUnwrapped Standing standing, Long waiting, Instant oldestUndelivered, Instant restingUntil, Calls budget) {

    /**
     * Of the day, as the process reckons that speaks to the instance.
     *
     * @param used our calls so far
     * @param left of our share
     * @param dailyCalls our share of the daily quota
     * @param summary in words
     */
    public record Calls(Level level, int used, int left, int dailyCalls, String summary) {

        static Calls of(InstanceBudget budget) {
            return new Calls(budget.level(), budget.used(), budget.left(), budget.dailyCalls(), budget.summary());
        }
    }

    /** Whether anything is delivered. */
    @JsonProperty
    public boolean delivering() {
        return standing.status() == Status.UP || standing.status() == Status.DEGRADED;
    }

    InstanceStanding with(Standing other) {
        return new InstanceStanding(instance, other, waiting, oldestUndelivered, restingUntil, budget);
    }
}
