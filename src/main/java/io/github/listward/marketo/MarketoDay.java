package io.github.listward.marketo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The day the daily quota counts by: it starts at midnight US Central. Source: Marketo "Error Codes", 607. */
final class MarketoDay {

    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");

    /** Marketo writes "CST"; whether its midnight moves with daylight time is not said, so it may come an hour before or after ours. */
    private static final Duration UNSURE = Duration.ofHours(1);

    private static final Duration BETWEEN_PROBES = Duration.ofMinutes(1);

    private MarketoDay() {}

    static LocalDate of(Instant instant) {
        return LocalDate.ofInstant(instant, CENTRAL);
    }

    /** From the instant to the next midnight. */
    static Duration left(Instant instant) {
        ZonedDateTime now = instant.atZone(CENTRAL);
        return Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(CENTRAL));
    }

    static Duration length(Instant instant) {
        LocalDate day = of(instant);
        return Duration.between(day.atStartOfDay(CENTRAL), day.plusDays(1).atStartOfDay(CENTRAL));
    }

    /** How much of the day has passed, from 0 to 1. */
    static double gone(Instant instant) {
        return 1 - (double) left(instant).toMillis() / length(instant).toMillis();
    }

    /** How long to wait when Marketo says its quota is used: to the hour before midnight, and a minute in the two hours around it. */
    static Duration untilProbe(Instant instant) {
        ZonedDateTime now = instant.atZone(CENTRAL);
        Duration gone = Duration.between(now.toLocalDate().atStartOfDay(CENTRAL), now);
        Duration left = left(instant);
        return gone.compareTo(UNSURE) <= 0 || left.compareTo(UNSURE) < 0 ? BETWEEN_PROBES : left.minus(UNSURE);
    }
}
