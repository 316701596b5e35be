package io.github.listward.delivery;

import java.util.List;

/**
 * What somebody wants to know the cost of. Whatever is null has a default, which the plan says.
 *
 * @param audiences those to be activated, or how those that are will grow
 * @param knownLeads share of the people whose lead ids are known, as after a warm-up; by default 0
 * @param attributesChange share of those of them who qualify with attributes other than last sent; by default 1
 * @param latencySeconds how long a change may wait at most; by default as the budget affords
 */
public record PlanRequest(List<PlannedAudience> audiences, Double knownLeads, Double attributesChange, Integer latencySeconds) {

    private static final int MOST_AUDIENCES = 1_000;
    private static final long MOST_PEOPLE = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;

    /**
     * @param audience id of one of the dataflow's, or null for one that is yet to be added
     * @param members who is in it at the beginning
     * @param qualifiedPerDay people a day; by default a hundredth of the members
     * @param exitedPerDay people a day; by default as many as qualify
     */
    public record PlannedAudience(String audience, Long members, Long qualifiedPerDay, Long exitedPerDay) {

        Turnout firstSync() {
            return new Turnout(members, 0);
        }

        Turnout perDay() {
            double qualified = qualifiedPerDay == null ? members / 100.0 : qualifiedPerDay;
            return new Turnout(qualified, exitedPerDay == null ? qualified : exitedPerDay);
        }
    }

    /** People who qualify for, and who exit, one audience in some time; fractions where it is an average. */
    record Turnout(double qualified, double exited) {

        Turnout times(double factor) {
            return new Turnout(qualified * factor, exited * factor);
        }
    }

    double known() {
        return knownLeads == null ? 0 : knownLeads;
    }

    double changing() {
        return attributesChange == null ? 1 : attributesChange;
    }

    /** @throws PlanRefusedException if a number is out of range, or one that is needed is missing */
    void check() {
        if (audiences == null || audiences.isEmpty() || audiences.size() > MOST_AUDIENCES) {
            throw new PlanRefusedException("audiences must be 1 to " + MOST_AUDIENCES);
        }
        for (PlannedAudience each : audiences) {
            if (each == null || each.members() == null) {
                throw new PlanRefusedException("members of each audience is required");
            }
            people("members", each.members());
            people("qualifiedPerDay", each.qualifiedPerDay());
            people("exitedPerDay", each.exitedPerDay());
        }
        share("knownLeads", knownLeads);
        share("attributesChange", attributesChange);
        if (latencySeconds != null && (latencySeconds < 1 || latencySeconds > SECONDS_PER_DAY)) {
            throw new PlanRefusedException("latencySeconds must be from 1 to " + SECONDS_PER_DAY);
        }
    }

    private static void people(String name, Long value) {
        if (value != null && (value < 0 || value > MOST_PEOPLE)) {
            throw new PlanRefusedException(name + " must be from 0 to " + MOST_PEOPLE);
        }
    }

    private static void share(String name, Double value) {
        if (value != null && !(value >= 0 && value <= 1)) {
            throw new PlanRefusedException(name + " must be from 0 to 1");
        }
    }
}
