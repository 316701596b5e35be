package io.github.listward.batch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads topics that a test keeps in memory. */
public final class SentRecords extends RecordReader {

    private final int partitions;
    private final Function<String, List<SourceRecord>> topics;

    /** @param topics the records of a topic, in the order they were sent */
    public SentRecords(int partitions, Function<String, List<SourceRecord>> topics) {
        super(null);
        this.partitions = partitions;
        this.topics = topics;
    }

    @Override
    public List<SourceRecord> readFrom(String topic, int partition, long offset, int most) {
        return of(topic, partition).stream().filter(record -> record.position().offset() >= offset).limit(most).toList();
    }

    @Override
    public Map<Integer, Long> endOffsets(String topic) {
        Map<Integer, Long> ends = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            List<SourceRecord> records = of(topic, partition);
            ends.put(partition, records.isEmpty() ? 0 : records.get(records.size() - 1).position().offset() + 1);
        }
        return ends;
    }

    @Override
    public Map<Integer, Long> beginningOffsets(String topic) {
        Map<Integer, Long> beginnings = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            beginnings.put(partition, 0L);
        }
        return beginnings;
    }

    public Backlogs backlogs(JdbcClient jdbc) {
        return new Backlogs(this, jdbc);
    }

    private List<SourceRecord> of(String topic, int partition) {
        return topics.apply(topic).stream().filter(record -> record.position().partition() == partition).toList();
    }
}
