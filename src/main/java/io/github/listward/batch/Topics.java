package io.github.listward.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates Listward's own topics where they are missing, before any route reads or writes them. */
public class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final short BROKER_DEFAULT = -1;

    /** 8 MiB, as much as the routes that write them may send, and as managed clusters allow at most. */
    private static final String LARGEST_RECORD = "8388608";

    private final KafkaCluster cluster;
    private final List<NewTopic> wanted = new ArrayList<>();
    private final Set<String> ordered = new TreeSet<>();

    public Topics(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    /** A topic whose records are kept for so long. */
    public Topics kept(String name, int partitions, Duration retention) {
        wanted.add(new NewTopic(name, partitions, BROKER_DEFAULT).configs(Map.of(
                "retention.ms", Long.toString(retention.toMillis()),
                "max.message.bytes", LARGEST_RECORD)));
        return this;
    }

    /** As {@link #kept}, with one partition, and with no more even if somebody else has created it: its records have one order. */
    public Topics ordered(String name, Duration retention) {
        ordered.add(name);
        return kept(name, 1, retention);
    }

    /** A topic that keeps the last record of each key. */
    public Topics compacted(String name, int partitions) {
        wanted.add(new NewTopic(name, partitions, BROKER_DEFAULT).configs(Map.of(
                "cleanup.policy", "compact",
                "max.message.bytes", LARGEST_RECORD)));
        return this;
    }

    /** @throws StartRefusedException if Kafka does not answer in time, or has a topic with too many partitions */
    public void create() {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            Set<String> present = admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            for (NewTopic topic : wanted) {
                if (!present.contains(topic.name())) {
                    create(admin, topic);
                }
            }
            Set<String> toCount = new TreeSet<>(ordered);
            toCount.retainAll(present);
            admin.describeTopics(toCount).allTopicNames().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).values().forEach(Topics::requireOnePartition);
        } catch (TimeoutException | ExecutionException e) {
            throw new StartRefusedException("Kafka does not answer at listward.kafka.bootstrap-servers=" + cluster.clientSettings().get("bootstrap.servers") + ".",
                    "Start it, or set the property to where it is.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void requireOnePartition(TopicDescription topic) {
        if (topic.partitions().size() != 1) {
            throw new StartRefusedException("Topic " + topic.name() + " has " + topic.partitions().size() + " partitions, and a change topic has one:"
                    + " with more, one Marketo instance would have several writers.",
                    "Delete it if nothing in it is needed, and Listward creates it; or name other topics in listward.topics.changes.", null);
        }
    }

    private static void create(Admin admin, NewTopic topic) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.createTopics(List.of(topic)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            LOG.info("Created topic {}", topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
