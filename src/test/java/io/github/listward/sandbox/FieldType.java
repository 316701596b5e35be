package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A Marketo data type and what a value of it may look like. Where Marketo's documentation is silent (a number for a string, a
 * numeric string for a number, a string that is too long) the value is refused, never bent.
 * Source: Marketo "Field Types".
 */
enum FieldType {
    STRING,
    EMAIL,
    TEXT,
    PHONE,
    URL,
    INTEGER,
    SCORE,
    PERCENT,
    FLOAT,
    CURRENCY,
    BOOLEAN,
    DATE,
    DATETIME,
    REFERENCE;

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;]+@[^\\s@,;]+\\.[^\\s@,;]+");
    private static final int MAX_TEXT_BYTES = 30_000;

    static FieldType of(String dataType) {
        return valueOf(dataType.toUpperCase(Locale.ROOT));
    }

    /** As Describe spells it. */
    String dataType() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is kept of the value, or null if it is no value of this type. */
    Object accept(JsonNode value, Integer length) {
        return switch (this) {
            case STRING, PHONE, URL -> fits(value, length) ? value.textValue() : null;
            // Non-ASCII addresses are refused. Source: Marketo "Leads".
            case EMAIL -> fits(value, length) && isAscii(value.textValue()) && ADDRESS.matcher(value.textValue()).matches()
                    ? value.textValue()
                    : null;
            case TEXT -> value.isTextual() && value.textValue().getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES
                    ? value.textValue()
                    : null;
            case INTEGER, SCORE, PERCENT -> value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : null;
            case FLOAT, CURRENCY -> value.isNumber() ? value.doubleValue() : null;
            case BOOLEAN -> value.isBoolean() ? value.booleanValue() : null;
            case DATE -> value.isTextual() ? date(value.textValue()) : null;
            case DATETIME -> value.isTextual() ? dateTime(value.textValue()) : null;
            case REFERENCE -> null;
        };
    }

    private static boolean fits(JsonNode value, Integer length) {
        return value.isTextual() && (length == null || value.textValue().length() <= length);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private static String date(String text) {
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Milliseconds are dropped: what was written as {@code ...48.000Z} reads back as {@code ...48Z} (recorded). */
    private static String dateTime(String text) {
        try {
            return written(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A moment as the Lead Database API writes it. */
    static String written(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
