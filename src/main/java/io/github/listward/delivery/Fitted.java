package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.delivery.Outcome.Failed;
import java.util.List;
import java.util.Map;

/**
 * A person's values as Marketo takes them.
 *
 * @param fields in the order of their names
 * @param refusal why one that is left out does not fit, or null
 */
record Fitted(List<MatchKey> keys, Map<String, JsonNode> fields, Failed refusal) {

    /** Without the values: they are personal data. */
    @Override
    public String toString() {
        return "Fitted[" + keys.size() + " keys, " + fields.size() + " fields]";
    }
}
