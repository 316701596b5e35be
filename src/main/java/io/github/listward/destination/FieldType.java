package io.github.listward.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.listward.destination.FieldValue.Accepted;
import io.github.listward.destination.FieldValue.Refused;
import io.github.listward.profile.EventTime;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How values of each type of Marketo field are written. Marketo skips a whole record for one value of the wrong form, so that is found here.
 * Source: Marketo REST API, "Field Types" and "Leads"; which XDM type goes where: AEP "Marketo Engage Person Sync".
 */
public enum FieldType {

    /** {@code string}, {@code text}, {@code url}, {@code phone}, {@code reference}, and any type that is new. */
    TEXT {
        @Override
        FieldValue convert(JsonNode value) {
            return new Accepted(TextNode.valueOf(value.asText()));
        }
    },

    EMAIL {
        @Override
        FieldValue convert(JsonNode value) {
            String address = value.asText().strip();
            if (!StandardCharsets.US_ASCII.newEncoder().canEncode(address)) {
                return new Refused("has characters outside ASCII, which Marketo does not take in an e-mail address");
            }
            return address.length() <= LONGEST_ADDRESS && ADDRESS.matcher(address).matches()
                    ? new Accepted(TextNode.valueOf(address))
                    : new Refused("is not an e-mail address");
        }
    },

    INTEGER {
        @Override
        FieldValue convert(JsonNode value) {
            BigDecimal number = number(value);
            if (number == null || number.stripTrailingZeros().scale() > 0) {
                return new Refused("is not a whole number");
            }
            return number.compareTo(SMALLEST_INTEGER) < 0 || number.compareTo(LARGEST_INTEGER) > 0
                    ? new Refused("is too large for an integer field")
                    : new Accepted(IntNode.valueOf(number.intValue()));
        }
    },

    /** {@code float}, {@code currency} and {@code percent}. */
    NUMBER {
        @Override
        FieldValue convert(JsonNode value) {
            BigDecimal number = number(value);
            return number == null ? new Refused("is not a number") : new Accepted(DecimalNode.valueOf(number));
        }
    },

    BOOLEAN {
        @Override
        FieldValue convert(JsonNode value) {
            return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
                case "true" -> new Accepted(BooleanNode.TRUE);
                case "false" -> new Accepted(BooleanNode.FALSE);
                default -> new Refused("is neither true nor false");
            };
        }
    },

    /** {@code YYYY-MM-DD}; of a date-time, its date as written. */
    DATE {
        @Override
        FieldValue convert(JsonNode value) {
            String text = value.asText().strip();
            boolean isDateTime = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == 'T' && EventTime.parse(text) != null;
            try {
                return new Accepted(TextNode.valueOf(LocalDate.parse(isDateTime ? text.substring(0, DATE_LENGTH) : text).toString()));
            } catch (DateTimeException e) {
                return new Refused("is not a date of the form YYYY-MM-DD");
            }
        }
    },

    /** ISO-8601 in UTC, in whole seconds, which is all that Marketo keeps. */
    DATETIME {
        @Override
        FieldValue convert(JsonNode value) {
            Instant moment = value.isTextual() && value.textValue().indexOf('T') < 0 ? null : EventTime.parse(value);
            return moment == null
                    ? new Refused("is not a date-time of the form YYYY-MM-DDThh:mm:ss+hh:mm")
                    : new Accepted(TextNode.valueOf(moment.truncatedTo(ChronoUnit.SECONDS).toString()));
        }
    };

    private static final int DATE_LENGTH = 10;

    /** Longest address that can be delivered to. Source: RFC 5321, 4.5.3.1. */
    private static final int LONGEST_ADDRESS = 254;

    /** As HTML defines it, with at least one dot in the domain. Never has a comma, which a lookup by e-mail cannot express. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@"
            + "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    /** Bounded, since the digits of 1e999999999 would fill the memory. */
    private static final Pattern NUMBER_TEXT = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");

    private static final BigDecimal SMALLEST_INTEGER = BigDecimal.valueOf(Integer.MIN_VALUE);
    private static final BigDecimal LARGEST_INTEGER = BigDecimal.valueOf(Integer.MAX_VALUE);

    /** @param dataType as Describe names it */
    public static FieldType of(String dataType) {
        return switch (dataType.toLowerCase(Locale.ROOT)) {
            case "email" -> EMAIL;
            case "integer" -> INTEGER;
            case "float", "currency", "percent" -> NUMBER;
            case "boolean" -> BOOLEAN;
            case "date" -> DATE;
            case "datetime" -> DATETIME;
            default -> TEXT;
        };
    }

    /** @param value of an attribute or identity; neither absent nor JSON null */
    public static FieldValue convert(JsonNode value, Describe.Field field) {
        if (!value.isValueNode()) {
            return new Refused(value.isArray() ? "is a list; a Marketo field holds one value" : "is an object; a Marketo field holds one value");
        }
        FieldValue converted = of(field.type()).convert(value);
        if (field.length() != null && converted instanceof Accepted accepted && accepted.value().isTextual()) {
            int length = accepted.value().textValue().length();
            if (length > field.length()) {
                return new Refused("has " + length + " characters; the field takes " + field.length());
            }
        }
        return converted;
    }

    abstract FieldValue convert(JsonNode value);

    private static BigDecimal number(JsonNode value) {
        String text = value.asText().strip();
        return (value.isNumber() || value.isTextual()) && NUMBER_TEXT.matcher(text).matches() ? new BigDecimal(text) : null;
    }
}
