package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * A person in the file of a bulk import.
 *
 * @param offset of its change in the change topic
 * @param keyHash of the match key as it is in the file
 * @param attributesAt the source record's time
 */
record ImportRow(long offset, String person, String keyHash, String attributesHash, Instant attributesAt) {

    /**
     * What is in the file.
     *
     * @param fields without the match key
     */
    record Values(String keyField, String key, Map<String, JsonNode> fields) {

        /** Without the values: they are personal data. */
        @Override
        public String toString() {
            return "Values[" + keyField + " and " + fields.keySet() + "]";
        }
    }
}
