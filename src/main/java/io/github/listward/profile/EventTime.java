package io.github.listward.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

/**
 * A moment in any of the forms AEP's own samples show: ISO-8601 with {@code Z}, with an offset with or without colon, with or
 * without fraction; seconds, milliseconds or microseconds since 1970, as number or string. A date-time without offset is UTC.
 * Source: AEP "Destinations: HTTP API", "Message format", "Segmentation field group", "Audiences API".
 */
public final class EventTime {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .parseCaseInsensitive()
            .appendPattern("[XXX][XX][X]") // +02:00, +0200, +02; each also as Z
            .toFormatter();

    /** As milliseconds, 1973; as seconds, the year 5138: what is smaller was meant as seconds. */
    private static final long SMALLEST_MILLIS = 100_000_000_000L;

    /** As microseconds, 1973; as milliseconds, the year 5138: what is larger was meant as microseconds. */
    private static final long SMALLEST_MICROS = 100_000_000_000_000L;

    /** What lies outside is no moment anybody meant, and may not fit a database column. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private EventTime() {}

    /** @return the moment, or null if the value is absent or none */
    public static Instant parse(JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isTextual()) {
            return parse(value.textValue());
        }
        return value.isNumber() && value.canConvertToLong() ? ofEpoch(value.longValue()) : null;
    }

    /** @return the moment, or null if the text is none */
    public static Instant parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return null;
        }
        try {
            return isDigits(trimmed) ? ofEpoch(Long.parseLong(trimmed)) : ofIso(trimmed);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Instant ofIso(String text) {
        TemporalAccessor parsed = FORMAT.parseBest(text, Instant::from, LocalDateTime::from);
        return within(parsed instanceof Instant instant ? instant : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC));
    }

    private static Instant ofEpoch(long value) {
        if (value >= SMALLEST_MICROS) {
            return within(Instant.EPOCH.plus(value, ChronoUnit.MICROS));
        }
        return within(value >= SMALLEST_MILLIS ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value));
    }

    private static Instant within(Instant instant) {
        return instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST) ? null : instant;
    }
}
