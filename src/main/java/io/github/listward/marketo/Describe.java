package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lead fields of an instance. Source: Marketo "Leads", Describe.
 *
 * @param fields by REST name, whose case counts
 * @param searchable REST names that leads can be looked up by, each alone
 */
public record Describe(Map<String, Field> fields, Set<String> searchable) {

    /**
     * @param dataType as Marketo spells it, e.g. {@code string}, {@code email}, {@code datetime}
     * @param length in characters, or null
     */
    public record Field(String name, String displayName, String dataType, Integer length, boolean updateable) {}

    public static MarketoRequest request(String instance) {
        return MarketoRequest.get(instance, "describe", "/rest/v1/leads/describe2.json", List.of());
    }

    public static Describe of(MarketoAnswer answer) {
        Map<String, Field> fields = new LinkedHashMap<>();
        Set<String> searchable = new LinkedHashSet<>();
        for (JsonNode lead : answer.rows()) {
            for (JsonNode field : lead.path("fields")) {
                String name = field.path("name").asText();
                fields.put(name, new Field(
                        name,
                        field.path("displayName").asText(name),
                        field.path("dataType").asText(),
                        field.path("length").isInt() ? field.path("length").intValue() : null,
                        field.path("updateable").asBoolean()));
            }
            for (JsonNode key : lead.path("searchableFields")) {
                if (key.size() == 1) {
                    searchable.add(key.get(0).asText());
                }
            }
        }
        return new Describe(fields, searchable);
    }
}
