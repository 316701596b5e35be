package io.github.listward.batch;

import io.github.listward.profile.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads single records of Listward's own topics, wherever they stand. No consumer group takes notice. */
public class RecordReader {

    /** What Kafka sends in one go: reading on to a record this near is cheaper than going there. */
    private static final int NEAR = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Milliseconds Kafka waits for a next record before it says that there is none. */
    private static final int MOST_WAIT_AT_THE_END = 20;

    private final KafkaCluster cluster;

    RecordReader(KafkaCluster ownCluster) {
        cluster = ownCluster;
    }

    /**
     * Opens a connection for this one reading.
     *
     * @return the records by position, without those that Kafka no longer keeps
     * @throws IllegalStateException if Kafka does not answer in time
     */
    public Map<Position, SourceRecord> read(Collection<Position> positions) {
        Map<Position, SourceRecord> found = new TreeMap<>();
        read(positions, record -> found.put(record.position(), record));
        return found;
    }

    /** As {@link #read(Collection)}, one by one, so that they need not all be in memory. */
    public void read(Collection<Position> positions, Consumer<SourceRecord> found) {
        Map<TopicPartition, TreeSet<Long>> wanted = new HashMap<>();
        positions.forEach(position -> wanted
                .computeIfAbsent(new TopicPartition(position.topic(), position.partition()), key -> new TreeSet<>())
                .add(position.offset()));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            wanted.forEach((partition, offsets) -> read(consumer, partition, offsets, found));
        }
    }

    /**
     * Reads on from an offset, in order.
     *
     * @return at most so many, and none only at the end of the partition; records that Kafka no longer keeps are left out
     * @throws IllegalStateException if Kafka does not answer in time
     */
    public List<SourceRecord> readFrom(String topic, int partition, long offset, int most) {
        return recordsFrom(topic, partition, offset, most).stream().map(RecordReader::sourceRecord).toList();
    }

    /** As {@link #readFrom}, with their headers. */
    public List<ConsumerRecord<byte[], byte[]>> recordsFrom(String topic, int partition, long offset, int most) {
        TopicPartition from = new TopicPartition(topic, partition);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(from));
            long last = consumer.endOffsets(List.of(from), PATIENCE).get(from);
            consumer.seek(from, Math.max(offset, consumer.beginningOffsets(List.of(from), PATIENCE).get(from)));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (found.size() < most && consumer.position(from, PATIENCE) < last) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (found.size() < most) {
                        found.add(record);
                    }
                    end = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("Kafka sent nothing of " + from + " for " + PATIENCE.toSeconds() + " s");
                }
            }
        }
        return found;
    }

    /** The offset after the last record, per partition; empty if there is no such topic. */
    public Map<Integer, Long> endOffsets(String topic) {
        return offsets(topic, (consumer, partitions) -> consumer.endOffsets(partitions, PATIENCE));
    }

    /** The offset of the first record that is still kept, per partition; empty if there is no such topic. */
    public Map<Integer, Long> beginningOffsets(String topic) {
        return offsets(topic, (consumer, partitions) -> consumer.beginningOffsets(partitions, PATIENCE));
    }

    /**
     * What lies behind an offset of each partition, over one connection for all topics.
     *
     * @param next the offset to begin at; where that is no longer kept, the first one that is
     * @throws IllegalStateException if Kafka does not answer in time
     */
    Map<String, Backlogs.Backlog> backlogs(Collection<String> topics, ToLongFunction<TopicPartition> next) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            Map<TopicPartition, Long> froms = new HashMap<>();
            consumer.beginningOffsets(partitions, PATIENCE).forEach((partition, beginning) -> {
                long from = Math.max(beginning, next.applyAsLong(partition));
                if (from < ends.get(partition)) {
                    froms.put(partition, from);
                }
            });
            Map<TopicPartition, Instant> firsts = firsts(consumer, froms, ends);
            Map<String, Backlogs.Backlog> backlogs = new HashMap<>();
            topics.forEach(topic -> backlogs.put(topic, new Backlogs.Backlog(0, null)));
            froms.forEach((partition, from) ->
                    backlogs.merge(partition.topic(), new Backlogs.Backlog(ends.get(partition) - from, firsts.get(partition)), Backlogs.Backlog::and));
            return backlogs;
        }
    }

    /** When the first record was written at or after each offset; a partition is missing that has none. */
    private static Map<TopicPartition, Instant> firsts(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> froms, Map<TopicPartition, Long> ends) {
        consumer.assign(froms.keySet());
        froms.forEach(consumer::seek);
        Map<TopicPartition, Instant> firsts = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>(froms.keySet());
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                firsts.putIfAbsent(new TopicPartition(record.topic(), record.partition()), Instant.ofEpochMilli(record.timestamp()));
            }
            open.removeIf(partition -> firsts.containsKey(partition) || consumer.position(partition, PATIENCE) >= ends.get(partition));
            consumer.pause(firsts.keySet());
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Kafka sent nothing of " + open + " for " + PATIENCE.toSeconds() + " s");
            }
        }
        return firsts;
    }

    private Map<Integer, Long> offsets(
            String topic, BiFunction<KafkaConsumer<byte[], byte[]>, List<TopicPartition>, Map<TopicPartition, Long>> question) {
        Map<Integer, Long> offsets = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            question.apply(consumer, partitions).forEach((partition, offset) -> offsets.put(partition.partition(), offset));
        }
        return offsets;
    }

    private static SourceRecord sourceRecord(ConsumerRecord<byte[], byte[]> record) {
        return new SourceRecord(new Position(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()), record.key(), record.value());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = cluster.clientSettings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, NEAR);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MOST_WAIT_AT_THE_END); // it reads ahead, and closing waits for that
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, TreeSet<Long> offsets, Consumer<SourceRecord> found) {
        consumer.assign(List.of(partition));
        offsets.headSet(consumer.beginningOffsets(List.of(partition), PATIENCE).get(partition)).clear();
        offsets.tailSet(consumer.endOffsets(List.of(partition), PATIENCE).get(partition)).clear();
        long end = System.nanoTime() + PATIENCE.toNanos();
        long position = Long.MIN_VALUE;
        while (!offsets.isEmpty()) {
            if (offsets.first() - position > NEAR || position == Long.MIN_VALUE) {
                consumer.seek(partition, offsets.first());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                if (offsets.contains(record.offset())) {
                    found.accept(sourceRecord(record));
                }
                end = System.nanoTime() + PATIENCE.toNanos();
            }
            position = consumer.position(partition, PATIENCE);
            offsets.headSet(position).clear(); // read, or no longer there
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Kafka sent nothing of " + partition + " for " + PATIENCE.toSeconds() + " s");
            }
        }
    }
}
