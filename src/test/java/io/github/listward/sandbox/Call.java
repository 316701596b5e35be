package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One call that passed the gate, as its handler sees it.
 *
 * @param ids those in the path, in order
 * @param parameters query and form parameters, decoded; a parameter may repeat
 * @param json JSON body, or null
 * @param upload file, or null
 * @param user who calls
 * @param range the header, or null
 */
record Call(List<String> ids, Map<String, List<String>> parameters, JsonNode json, Upload upload, String user, String range) {

    /** Rows of one Lead Database call. Source: Marketo "Lead Database", batch size. */
    static final int MAX_ROWS = 300;

    long id() {
        return toLong(ids.get(0));
    }

    /** The id as it is. */
    String text() {
        return ids.get(0);
    }

    /** The parameter's value, or null if it is absent or blank. */
    String parameter(String name) {
        String value = parameters.getOrDefault(name, List.of("")).get(0);
        return value.isBlank() ? null : value;
    }

    /** @throws Refusal 1002 if it is absent or blank. Source: Marketo "Error Codes", 1002. */
    String required(String name) {
        String value = parameter(name);
        if (value == null) {
            throw new Refusal("1002", "Missing value for required parameter '" + name + "'");
        }
        return value;
    }

    /** Every value of a parameter that may be a comma list, may repeat, or both. */
    List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (String list : parameters.getOrDefault(name, List.of())) {
            for (String value : list.split(",")) {
                if (!value.isBlank()) {
                    values.add(value.trim());
                }
            }
        }
        return values;
    }

    /** @throws Refusal 1001 if it is no number, 1003 if it is out of range */
    int number(String name, int absent, int min, int max) {
        String value = parameter(name);
        if (value == null) {
            return absent;
        }
        long number = toLong(value);
        if (number < min || number > max) {
            throw new Refusal("1003", "Invalid value '" + value + "' for parameter '" + name + "'");
        }
        return (int) number;
    }

    /**
     * The rows of {@code input}.
     *
     * @throws Refusal 1002 without rows, 1003 with more than 300
     */
    ArrayNode input() {
        JsonNode input = json == null ? null : json.get("input");
        if (input == null || !input.isArray() || input.isEmpty()) {
            throw new Refusal("1002", "Missing value for required parameter 'input'");
        }
        requireAtMost(MAX_ROWS, input.size());
        return (ArrayNode) input;
    }

    /** @throws Refusal 1001. Source: Marketo "Error Codes", 1001 (invalid value, required of type). */
    static long toLong(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new Refusal("1001", "Invalid value '" + value + "'. Required of type 'Long'");
        }
    }

    static void requireAtMost(int max, int rows) {
        if (rows > max) {
            throw new Refusal("1003", "Too many rows: " + rows + " of at most " + max);
        }
    }
}
