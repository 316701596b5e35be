package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Reason;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import io.github.listward.destination.FieldValue;
import io.github.listward.destination.FieldValue.Accepted;
import io.github.listward.destination.FieldValue.Refused;
import io.github.listward.profile.IdentityHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Fits values to the types of their Marketo fields; one that does not fit is left out and reported. */
@Component
class Fitting {

    private final DestinationFacts facts;
    private final IdentityHash hash;

    Fitting(DestinationFacts facts, IdentityHash hash) {
        this.facts = facts;
        this.hash = hash;
    }

    Fitted of(Destination destination, List<MatchKey> keys, Map<String, JsonNode> fields) {
        Failed refusal = null;
        List<MatchKey> fittingKeys = new ArrayList<>();
        for (MatchKey key : keys) {
            FieldValue value = facts.fit(destination, key.field(), TextNode.valueOf(key.value()));
            if (value instanceof Refused refused) {
                refusal = invalid(key.field(), refused);
            } else if (value instanceof Accepted accepted) {
                fittingKeys.add(new MatchKey(key.field(), accepted.value().asText()));
            }
        }
        Map<String, JsonNode> fitting = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            FieldValue value = facts.fit(destination, field.getKey(), field.getValue());
            if (value instanceof Refused refused) {
                refusal = invalid(field.getKey(), refused);
            } else if (value instanceof Accepted accepted) {
                fitting.put(field.getKey(), accepted.value());
            }
        }
        return new Fitted(fittingKeys, fitting, refusal);
    }

    private static Failed invalid(String field, Refused refused) {
        return Failed.of(Reason.INVALID_VALUE, "The value of " + field + " " + refused.reason());
    }

    /** Stands in for attributes as they are sent. */
    String hashOf(Map<String, JsonNode> fields) {
        return hash.of("attributes", fields.toString());
    }
}
