package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.destination.Destination;
import io.github.listward.destination.FieldType;
import io.github.listward.destination.FieldValue;
import io.github.listward.marketo.Describe;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What the checks have learnt of each instance: its fields, partitions and folders. */
@Component
class DestinationFacts {

    /**
     * @param partitions ids by name
     * @param folders ids by workspace and path, see {@link #folderKey}
     */
    record Facts(Describe describe, Map<String, Long> partitions, Map<String, Long> folders) {}

    private final Map<String, Facts> byInstance = new ConcurrentHashMap<>();

    void learn(String instance, Facts facts) {
        byInstance.put(instance, facts);
    }

    /** The value as Marketo takes it in this field, or why it does not. */
    FieldValue fit(Destination destination, String field, JsonNode value) {
        return FieldType.convert(value, of(destination).describe().field(field));
    }

    /** Whether a check has told what the instance is like. */
    boolean areKnown(String instance) {
        return byInstance.containsKey(instance);
    }

    boolean hasField(String instance, String restName) {
        return byInstance.get(instance).describe().field(restName) != null;
    }

    /** @return the id of the destination's partition, or null if it names none */
    Long partition(Destination destination) {
        return destination.partition() == null ? null : of(destination).partitions().get(destination.partition());
    }

    long folder(Destination destination, String path) {
        return of(destination).folders().get(folderKey(destination.workspace(), path));
    }

    static String folderKey(String workspace, String path) {
        return workspace + ":" + path;
    }

    private Facts of(Destination destination) {
        Facts facts = byInstance.get(destination.instance());
        if (facts == null) {
            throw new IllegalStateException("Destination " + destination.id() + " has not been checked yet");
        }
        return facts;
    }
}
