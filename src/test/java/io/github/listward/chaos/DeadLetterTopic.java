package io.github.listward.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of dead letters, read from its beginning. */
final class DeadLetterTopic {

    private static final TopicPartition TOPIC = new TopicPartition("listward.dead-letters", 0);

    private DeadLetterTopic() {}

    /** How many changes are in it, each counted once however often it was written. */
    static long distinct(String bootstrapServers) {
        Set<List<String>> changes = new HashSet<>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            long end = consumer.endOffsets(List.of(TOPIC)).get(TOPIC);
            while (consumer.position(TOPIC) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> changes.add(Stream.of("origin", "dataflow", "audience", "identity").map(name -> header(record, name)).toList()));
            }
        }
        return changes.size();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader("listward-" + name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
