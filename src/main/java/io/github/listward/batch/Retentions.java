package io.github.listward.batch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** How long Kafka keeps the records of Listward's own topics, by age: somebody may have changed it. */
public class Retentions {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Asked again then. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private record Known(Optional<Duration> retention, long at) {

        boolean isFresh() {
            return System.nanoTime() - at < FRESH.toNanos();
        }
    }

    private final KafkaCluster cluster;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Retentions(KafkaCluster ownCluster) {
        cluster = ownCluster;
    }

    /**
     * Empty if it keeps them for good.
     *
     * @throws IllegalStateException if Kafka does not answer in time, or does not say
     */
    public Optional<Duration> of(String topic) {
        return known.compute(topic, (name, before) -> before != null && before.isFresh() ? before : new Known(ask(name), System.nanoTime())).retention();
    }

    private Optional<Duration> ask(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            ConfigEntry entry = admin.describeConfigs(List.of(resource)).values().get(resource).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(TopicConfig.RETENTION_MS_CONFIG);
            long millis = entry == null ? -1 : Long.parseLong(entry.value());
            return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("Kafka does not say how long it keeps " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
