package io.github.listward.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic that AEP would feed, and how far Listward is behind. */
final class ProfileTopic implements AutoCloseable {

    private static final String TOPIC = "profiles";
    private static final int PARTITIONS = 3;
    private static final int LARGEST_EVENT = 8 * 1024 * 1024;

    /** Consumer groups of Listward as application.yaml names them: activation's, and delivery's of the one instance. */
    private static final List<String> GROUPS = List.of("listward", "listward." + Landscape.MUNCHKIN_ID);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    private ProfileTopic(KafkaProducer<byte[], byte[]> producer, Admin admin) {
        this.producer = producer;
        this.admin = admin;
    }

    static ProfileTopic create(String bootstrapServers) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("max.request.size", LARGEST_EVENT);
        settings.put("linger.ms", 5);
        ProfileTopic topic = new ProfileTopic(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
                Admin.create(Map.of("bootstrap.servers", bootstrapServers)));
        topic.await(() -> topic.admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get());
        return topic;
    }

    /** Sends an event and returns when Kafka has it. */
    void send(String key, String event) {
        await(() -> producer.send(record(key, event)).get());
    }

    /** Sends an event; {@link #flush} returns when Kafka has it. */
    void sendLater(String key, String event) {
        producer.send(record(key, event));
    }

    void flush() {
        producer.flush();
    }

    /** Records that wait in Kafka: events, and changes on their way to Marketo. */
    long waiting() {
        return GROUPS.stream().mapToLong(this::lag).sum();
    }

    private long lag(String group) {
        return await(() -> {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            String topic = group.equals(GROUPS.get(0)) ? TOPIC : "listward.changes." + Landscape.MUNCHKIN_ID;
            int partitions = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
            Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
            long lag = 0;
            for (var end : admin.listOffsets(latest).all().get().entrySet()) {
                OffsetAndMetadata position = committed.get(end.getKey());
                lag += end.getValue().offset() - (position == null ? 0 : position.offset());
            }
            return lag;
        });
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String event) {
        return new ProducerRecord<>(TOPIC, key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8), event.getBytes(StandardCharsets.UTF_8));
    }

    private interface KafkaCall<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    private <T> T await(KafkaCall<T> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refused", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
