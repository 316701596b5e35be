package io.github.listward.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A window over the hours that are kept.
 *
 * @param from its first hour
 * @param to the hour after its last one
 */
record Hours(Instant from, Instant to) {

    private static final Duration UNLESS_ASKED = Duration.ofHours(24);

    /** The clock of another replica may be ahead. */
    private static final Duration LEEWAY = Duration.ofHours(1);

    /**
     * Every hour of which something is asked for. What is no longer kept, or still to come, is left out.
     *
     * @param from null: a day before the end
     * @param to exclusive; null: now
     * @throws RangeRefusedException if it does not begin before it ends
     */
    static Hours of(Instant from, Instant to, Clock clock, Duration kept) {
        Instant now = clock.instant();
        Instant until = to == null ? now : to;
        if (from != null && !from.isBefore(until)) {
            throw new RangeRefusedException("from must be before " + (to == null ? "now" : "to"));
        }
        Instant first = firstKept(now, kept);
        Instant last = later(first, until.isAfter(now.plus(LEEWAY)) ? now.plus(LEEWAY) : until);
        Instant start = from == null ? last.minus(UNLESS_ASKED) : from;
        Instant end = to == null ? Hours.of(now.truncatedTo(ChronoUnit.HOURS)).to() : upToFullHour(last);
        return new Hours(later(first, start).truncatedTo(ChronoUnit.HOURS), end);
    }

    /** The hour from this one on. */
    static Hours of(Instant start) {
        return new Hours(start, start.plus(1, ChronoUnit.HOURS));
    }

    static Instant firstKept(Instant now, Duration kept) {
        return now.minus(kept).truncatedTo(ChronoUnit.HOURS);
    }

    private static Instant upToFullHour(Instant moment) {
        Instant hour = moment.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(moment) ? hour : Hours.of(hour).to();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    OffsetDateTime first() {
        return from.atOffset(ZoneOffset.UTC);
    }

    OffsetDateTime end() {
        return to.atOffset(ZoneOffset.UTC);
    }

    /** How many they are. */
    long count() {
        return from.until(to, ChronoUnit.HOURS);
    }
}
