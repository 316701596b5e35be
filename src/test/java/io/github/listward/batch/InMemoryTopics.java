package io.github.listward.batch;

import io.github.listward.profile.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Topics of one partition, for tests without a broker. */
public final class InMemoryTopics extends RecordReader {

    private final Map<String, TreeMap<Long, SourceRecord>> topics = new TreeMap<>();
    private final Map<String, Long> ends = new TreeMap<>();
    private int readingsLeft = Integer.MAX_VALUE;
    private boolean away;

    public InMemoryTopics() {
        super(null);
    }

    public void put(SourceRecord record) {
        topics.computeIfAbsent(record.position().topic(), topic -> new TreeMap<>()).put(record.position().offset(), record);
        ends.merge(record.position().topic(), record.position().offset() + 1, Math::max);
    }

    /** As retention does. */
    public void forgetBefore(String topic, long offset) {
        topics.get(topic).headMap(offset).clear();
    }

    /** The reading after so many more fails, once: as if the process was killed there. */
    public void failsAfter(int readings) {
        readingsLeft = readings;
    }

    /** Whether single records can be read. */
    public void areAway(boolean away) {
        this.away = away;
    }

    @Override
    public void read(Collection<Position> positions, Consumer<SourceRecord> found) {
        if (away) {
            throw new IllegalStateException("Kafka is away");
        }
        positions.stream()
                .map(position -> topics.getOrDefault(position.topic(), new TreeMap<>()).get(position.offset()))
                .filter(Objects::nonNull)
                .forEach(found);
    }

    @Override
    public List<SourceRecord> readFrom(String topic, int partition, long offset, int most) {
        if (readingsLeft-- == 0) {
            readingsLeft = Integer.MAX_VALUE;
            throw new IllegalStateException("Kafka is away");
        }
        return new ArrayList<>(topics.getOrDefault(topic, new TreeMap<>()).tailMap(offset).values().stream().limit(most).toList());
    }

    @Override
    public Map<Integer, Long> endOffsets(String topic) {
        return Map.of(0, ends.getOrDefault(topic, 0L));
    }

    @Override
    public Map<Integer, Long> beginningOffsets(String topic) {
        TreeMap<Long, SourceRecord> records = topics.getOrDefault(topic, new TreeMap<>());
        return Map.of(0, records.isEmpty() ? ends.getOrDefault(topic, 0L) : records.firstKey());
    }

    @Override
    Map<String, Backlogs.Backlog> backlogs(Collection<String> names, ToLongFunction<TopicPartition> next) {
        Map<String, Backlogs.Backlog> backlogs = new TreeMap<>();
        for (String topic : names) {
            var waiting = topics.getOrDefault(topic, new TreeMap<>()).tailMap(next.applyAsLong(new TopicPartition(topic, 0)));
            backlogs.put(topic, new Backlogs.Backlog(waiting.size(), waiting.isEmpty() ? null : waiting.get(waiting.firstKey()).at()));
        }
        return backlogs;
    }

    public Backlogs backlogs(JdbcClient jdbc) {
        return new Backlogs(this, jdbc);
    }
}
