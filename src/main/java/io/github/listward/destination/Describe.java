package io.github.listward.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an instance says about its person fields.
 * Source: Marketo REST API, "Leads", Describe2.
 *
 * @param fields by REST name, whose case counts
 * @param searchable REST names a person can be looked up by alone
 */
public record Describe(Map<String, Field> fields, Set<String> searchable) {

    /**
     * A person field.
     *
     * @param name REST name
     * @param type {@code dataType} as Marketo names it, e.g. {@code string}
     * @param length most characters it holds, or null when Marketo names none
     * @param updateable whether a value may be written
     */
    public record Field(String name, String type, Integer length, boolean updateable) {}

    public Describe {
        fields = Map.copyOf(fields);
        searchable = Set.copyOf(searchable);
    }

    /** @param result the one row of the answer to {@code describe2.json}, or what {@link #toJson} made of it */
    public static Describe of(JsonNode result) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (JsonNode field : result.path("fields")) {
            String name = field.path("name").asText();
            Integer length = field.hasNonNull("length") ? field.get("length").intValue() : null;
            fields.put(name, new Field(name, field.path("dataType").asText(), length, field.path("updateable").asBoolean()));
        }
        Set<String> searchable = new LinkedHashSet<>();
        for (JsonNode key : result.path("searchableFields")) {
            // A key of several fields does not make each of them one.
            if (key.size() == 1) {
                searchable.add(key.get(0).asText());
            }
        }
        return new Describe(fields, searchable);
    }

    /** @return null if the instance has no such field */
    public Field field(String restName) {
        return fields.get(restName);
    }

    public boolean isSearchable(String restName) {
        return searchable.contains(restName);
    }

    /** In the shape of Marketo's answer, without what is not used here; for keeping. */
    public JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = json.putArray("searchableFields");
        searchable.stream().sorted().forEach(name -> keys.addArray().add(name));
        ArrayNode all = json.putArray("fields");
        fields.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(field -> {
            ObjectNode row = all.addObject().put("name", field.name()).put("dataType", field.type());
            if (field.length() != null) {
                row.put("length", field.length());
            }
            row.put("updateable", field.updateable());
        });
        return json;
    }
}
