package io.github.listward.marketo;

import java.time.Duration;

/**
 * The calls of one Marketo day of an instance, at one moment. A bucket holds a tenth of the share at midnight and is filled evenly over
 * the day with the rest, less the reserve; what is not used stays in it until the day ends, so a quiet night makes a rich morning.
 *
 * @param dailyQuota calls Marketo takes from all users of the instance together
 * @param dailyCalls our share of them
 * @param reserve the last calls of the share, which only removals may use
 * @param used our calls so far
 * @param othersUsed calls of the instance's other users so far, as last read
 * @param gone how much of the day has passed, from 0 to 1
 * @param length of the day: 24 hours, or 23 or 25
 */
public record DayBudget(int dailyQuota, int dailyCalls, int reserve, int used, int othersUsed, double gone, Duration length) {

    /** No rest is longer while the bucket is not overdrawn. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);

    /** Nor than this one, of a bucket that is overdrawn by its size: waiting longer is better than having nothing left before the day ends. */
    private static final Duration LONGEST_REST_OVERDRAWN = Duration.ofMinutes(10);

    /** A bucket is a tenth of the share, but no smaller: a small share would be a matter of single calls. */
    private static final int SMALLEST_BUCKET = 100;

    private static final int BUCKETS = 10;

    /** The alarm comes when a fifth is left. */
    private static final int PARTS_TO_ALARM = 5;

    /** From plenty to nothing. */
    public enum Level {
        /** More than a fifth of the share is left. */
        AMPLE,
        /** A fifth or less is left. */
        LOW,
        /** Only the reserve is left: additions wait, removals go on. */
        RESERVE,
        /** Nothing is left. */
        USED
    }

    static DayBudget of(Instance instance, int used, int othersUsed, double gone, Duration length) {
        int reserve = (int) ((long) instance.dailyCalls() * instance.removalsReserve() / 100);
        return new DayBudget(instance.dailyQuota(), instance.dailyCalls(), reserve, used, othersUsed, gone, length);
    }

    /** What can be had of the share: less than it where others leave less of the quota. */
    public int share() {
        return Math.max(0, Math.min(dailyCalls, dailyQuota - othersUsed));
    }

    public int left() {
        return Math.max(0, share() - used);
    }

    /** What all but removals may use of the day. */
    int forAdditions() {
        return Math.max(0, share() - reserve);
    }

    public int bucket() {
        return Math.min(forAdditions(), Math.max(dailyCalls / BUCKETS, SMALLEST_BUCKET));
    }

    /** Calls that may be used by now. */
    public int allowance() {
        return (int) (bucket() + (forAdditions() - bucket()) * gone);
    }

    /** Calls in the bucket; below zero where more were used than there should have been by now. */
    public int available() {
        return allowance() - used;
    }

    public double refillPerHour() {
        return refillPerSecond() * Duration.ofHours(1).toSeconds();
    }

    private double refillPerSecond() {
        return (double) (forAdditions() - bucket()) / length.toSeconds();
    }

    /** Whether whatever puts people on lists has to wait: only the reserve is left. */
    public boolean holdsAdditions() {
        return used >= forAdditions();
    }

    /** Whether so many are left beyond the reserve that it is worth ending what {@link #holdsAdditions} began. */
    public boolean takesAdditionsAgain() {
        return !holdsAdditions() && 4L * (forAdditions() - used) >= bucket();
    }

    /** Whether others leave less of the quota than our share. */
    public boolean isCutByOthers() {
        return share() < dailyCalls;
    }

    public Level level() {
        if (left() == 0) {
            return Level.USED;
        }
        if (holdsAdditions()) {
            return Level.RESERVE;
        }
        return (long) left() * PARTS_TO_ALARM <= dailyCalls ? Level.LOW : Level.AMPLE;
    }

    /** In words, for whoever may act. */
    public String summary() {
        String others = isCutByOthers() ? ", since others have used " + othersUsed + " of the quota of " + dailyQuota : "";
        String numbers = "%d of %d calls of the day are left%s".formatted(left(), dailyCalls, others);
        return switch (level()) {
            case AMPLE -> numbers;
            case LOW -> numbers + ". The last " + reserve + " are for removals only; additions are held then until midnight US Central";
            case RESERVE -> numbers + ", for removals only. Additions are held until midnight US Central, or until daily-calls or daily-quota is raised";
            case USED -> used < dailyCalls
                    ? numbers + ". Additions are held until midnight US Central, or until daily-quota is raised; removals go on while Marketo takes them"
                    : numbers + ". Nothing is delivered until midnight US Central, or until daily-calls or daily-quota is raised";
        };
    }

    /** A quarter of the bucket stays for live changes, which {@link #rest} before they need it while there is time. */
    boolean sparesForJobs() {
        return !holdsAdditions() && 4L * available() >= bucket();
    }

    /**
     * How long to rest after a flush: not at all while the bucket is half full, then the longer the emptier it is, and when a quarter is
     * left until it has the flush's calls again; 60 seconds at most, and more, up to 10 minutes, the more it is overdrawn. Resting spends
     * less, since what comes meanwhile shares its calls. Changes that come all day settle at that quarter: jobs need it, and would have no
     * turn before midnight.
     *
     * @param calls of the flush
     */
    public Duration rest(int calls) {
        double quarter = bucket() / 4.0;
        if (calls == 0 || available() >= 2 * quarter) {
            return Duration.ZERO;
        }
        double above = available() - quarter;
        double seconds = above > 0
                ? secondsToRefill(calls) * (1 - above / quarter)
                : secondsToRefill(calls - above);
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private double secondsToRefill(double calls) {
        double overdrawn = available() >= 0 ? 0 : Math.min(1, -available() / (double) bucket());
        double longest = LONGEST_REST.toSeconds() + overdrawn * (LONGEST_REST_OVERDRAWN.toSeconds() - LONGEST_REST.toSeconds());
        return Math.min(calls / refillPerSecond(), longest);
    }
}
