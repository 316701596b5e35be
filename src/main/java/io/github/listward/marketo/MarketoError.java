package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code errors} or {@code reasons}.
 *
 * @param code as text, whether Marketo sent text or a number
 * @param message what Marketo said, free of record values: Marketo quotes the value it did not like
 * @param field the field it spoke of, or null
 */
record MarketoError(String code, String message, String field) {

    static final Comparator<MarketoError> MOST_URGENT_FIRST = Comparator.comparing(MarketoError::reaction);

    private static final int LONGEST_MESSAGE = 200;
    private static final Pattern FIELD = Pattern.compile("\\bfield\\s+(?:'([\\w.-]{1,100})'|\"([\\w.-]{1,100})\")", Pattern.CASE_INSENSITIVE);

    /** From the word "value" to the end: a value may itself hold quotes, so its end cannot be told. */
    private static final Pattern VALUE = Pattern.compile("\\bvalue\\b(?!\\s+for\\b)\\s*\\S.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("(\\bfield\\s+)?(['\"])(.*?)\\2", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** An e-mail address, or a number as long as a phone number or an ECID. */
    private static final Pattern IDENTITY = Pattern.compile("\\S*@\\S*|\\+?\\d{10,}");

    Reaction reaction() {
        return ErrorCodes.of(code).reaction();
    }

    /** The entries of an array or the one object, which some of Marketo's own descriptions show; empty for anything else. */
    static List<MarketoError> allOf(JsonNode entries) {
        List<MarketoError> errors = new ArrayList<>();
        if (entries.isObject()) {
            errors.add(of(entries));
        }
        if (entries.isArray()) {
            entries.forEach(entry -> errors.add(of(entry)));
        }
        return errors;
    }

    private static MarketoError of(JsonNode entry) {
        String code = entry.path("code").asText().strip();
        String said = entry.path("message").asText();
        Matcher field = FIELD.matcher(said);
        return new MarketoError(
                code.matches("\\d{1,6}") ? code : ErrorCodes.NO_CODE,
                withoutValues(said),
                field.find() ? field.group(1) != null ? field.group(1) : field.group(2) : null);
    }

    private static String withoutValues(String said) {
        String shown = VALUE.matcher(said).replaceFirst("value ***");
        shown = QUOTED.matcher(shown).replaceAll(quoted -> Matcher.quoteReplacement(tellsNoValue(quoted) ? quoted.group() : "'***'"));
        shown = IDENTITY.matcher(shown).replaceAll("***").strip();
        return shown.length() <= LONGEST_MESSAGE ? shown : shown.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** The name of a field, or a number as small as a limit. */
    private static boolean tellsNoValue(MatchResult quoted) {
        return quoted.group(1) != null && quoted.group(3).matches("[\\w.-]+") || quoted.group(3).matches("\\d{1,4}");
    }
}
