package io.github.listward.destination;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.marketo.Describe;

/** stub */
public record FieldValue(JsonNode value, String problem) {
    public boolean fits() { return problem == null; }
    public static FieldValue fit(Describe.Field field, JsonNode value) { return new FieldValue(value, null); }
}
