package io.github.listward.batch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sees to it that a topic is read on from where it was left, or not at all: what Kafka has lost, or another topic of the same name, is
 * never passed over in silence.
 */
class TopicGuard {

    private static final Logger LOG = LoggerFactory.getLogger(TopicGuard.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a topic rests that somebody has to look after. */
    private static final Duration UNTIL_LOOKED_AT = Duration.ofSeconds(30);

    private static final Duration FIRST_TRY = Duration.ofSeconds(2);

    /** A topic as it was when it was first read. */
    private record Known(String id, int partitions) {}

    private final String cluster;
    private final KafkaClusterProperties settings;
    private final JdbcClient jdbc;
    private final StateId stateId;
    private final Rests rests;
    private final ApplicationEventPublisher events;

    /** @param cluster {@code kafka} or {@code kafka-source}, as in URIs */
    TopicGuard(String cluster, KafkaClusterProperties settings, JdbcClient jdbc, StateId stateId, Rests rests, ApplicationEventPublisher events) {
        this.cluster = cluster;
        this.settings = settings;
        this.jdbc = jdbc;
        this.stateId = stateId;
        this.rests = rests;
        this.events = events;
    }

    boolean isResting(String topic) {
        return rests.isResting(topic);
    }

    /**
     * Before a group reads on in these partitions.
     *
     * @throws TopicRefusedException if they are no longer the ones that were read, or if a Listward of another database reads them, too
     */
    void inspect(String group, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        List<String> topics = partitions.stream().map(TopicPartition::topic).distinct().toList();
        try (Admin admin = Admin.create(Map.copyOf(settings.clientSettings()))) {
            Map<String, TopicDescription> found = admin.describeTopics(topics).allTopicNames().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            found.values().forEach(this::compare);
            refuseForeigners(admin, group);
        } catch (ExecutionException e) {
            if (isOwn() || !(e.getCause() instanceof UnsupportedVersionException || e.getCause() instanceof AuthorizationException)) {
                throw new KafkaException("Kafka does not say what " + topics + " are", e);
            }
            LOG.debug("The source does not describe its topics", e);
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not say what " + topics + " are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private void compare(TopicDescription topic) {
        Uuid id = topic.topicId();
        if (id == null || id.equals(Uuid.ZERO_UUID)) {
            return; // not everything that speaks Kafka's protocol has topic ids
        }
        int partitions = topic.partitions().size();
        Optional<Known> known = jdbc.sql("select topic_id, partitions from known_topic where cluster = ? and topic = ?")
                .params(cluster, topic.name())
                .query((row, n) -> new Known(row.getString(1), row.getInt(2)))
                .optional();
        if (known.isEmpty()) {
            jdbc.sql("insert into known_topic (cluster, topic, topic_id, partitions) values (?, ?, ?, ?) on conflict do nothing")
                    .params(cluster, topic.name(), id.toString(), partitions)
                    .update();
        } else if (!known.get().id().equals(id.toString())) {
            throw new TopicRefusedException(topic.name(), "is not the topic that was read before: it was deleted and created anew, and what was in it is gone");
        } else if (known.get().partitions() != partitions && isOwn()) {
            throw new TopicRefusedException(topic.name(), "has " + partitions + " partitions, and had " + known.get().partitions()
                    + ": records of one key may stand in two of them, in no order");
        } else if (known.get().partitions() != partitions) {
            LOG.warn("Topic {} has {} partitions, and had {}: events of one profile may stand in two of them. Their times order them; where these are equal, or absent, nothing does",
                    topic.name(), partitions, known.get().partitions());
            jdbc.sql("update known_topic set partitions = ? where cluster = ? and topic = ?").params(partitions, cluster, topic.name()).update();
        }
    }

    private void refuseForeigners(Admin admin, String group) throws ExecutionException, InterruptedException, TimeoutException {
        if (!isOwn()) {
            return; // whoever provides the events need not let us see the group
        }
        List<String> foreign = admin.describeConsumerGroups(List.of(group)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .get(group).members().stream()
                .filter(member -> stateId.isForeign(member.clientId()))
                .map(member -> member.host())
                .toList();
        if (!foreign.isEmpty()) {
            throw new TopicRefusedException("of group " + group, "is also read by a Listward that keeps its state in another database, at "
                    + String.join(", ", foreign) + ": replicas share one PostgreSQL (spring.datasource.url), and a second Listward has groups and topics of its own"
                    + " (listward.source.group-id, listward.topics)");
        }
    }

    private boolean isOwn() {
        return cluster.equals(KafkaClusters.OWN);
    }

    /** Where a group begins that has committed nothing: after what the database has counted, else at the first record there is. */
    long firstOffset(TopicPartition partition, LongSupplier beginning) {
        return jdbc.sql("select record_offset from counted where topic = ? and partition_id = ?")
                .params(partition.topic(), partition.partition())
                .query(Long.class)
                .optional()
                .map(counted -> counted + 1)
                .orElseGet(beginning::getAsLong);
    }

    void assigned(Collection<TopicPartition> partitions) {
        topics(partitions).forEach(topic -> events.publishEvent(new PartitionsMoved(topic, true)));
    }

    void revoked(Collection<TopicPartition> partitions) {
        topics(partitions).forEach(topic -> events.publishEvent(new PartitionsMoved(topic, false)));
    }

    private static Collection<String> topics(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** Says why these topics are not read, and has them rest before that is looked at again. */
    void refuse(Collection<String> topics, RuntimeException failure) {
        RuntimeException said = failure;
        if (failure instanceof OffsetOutOfRangeException gone) {
            said = new TopicRefusedException(gone.partitions().toString(), "no longer has the records to read next, at "
                    + gone.offsetOutOfRangePartitions().values() + ": they fell out of its retention, or were deleted");
        }
        String why = said instanceof KafkaException ? said.getMessage() : "The state database is away: " + said.getClass().getSimpleName();
        if (said instanceof TopicRefusedException) {
            LOG.error("{} Nothing is read of {} meanwhile", why, topics);
            topics.forEach(topic -> rests.rest(topic, UNTIL_LOOKED_AT, why));
        } else {
            LOG.warn("{} cannot be read now, and are tried again soon: {}", topics, why);
            topics.forEach(topic -> rests.restLonger(topic, FIRST_TRY, why));
        }
        LOG.debug("The cause", failure);
    }
}
