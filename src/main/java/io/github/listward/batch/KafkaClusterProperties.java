package io.github.listward.batch;

import jakarta.validation.constraints.NotBlank;
import java.util.HashMap;
import java.util.Map;

/**
 * A Kafka cluster.
 *
 * @param bootstrapServers Hosts and ports, separated by commas.
 * @param properties Further settings of its clients under Kafka's own names, e.g. security.protocol.
 */
record KafkaClusterProperties(@NotBlank String bootstrapServers, Map<String, String> properties) {

    public KafkaClusterProperties {
        properties = properties == null ? Map.of() : Map.copyOf(properties);
    }

    /** Settings for a client that is not Camel's. */
    Map<String, Object> clientSettings() {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }
}
