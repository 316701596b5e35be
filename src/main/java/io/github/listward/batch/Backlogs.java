package io.github.listward.batch;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much of Listward's own topics has not been delivered yet. */
public class Backlogs {

    /**
     * @param records behind the last one whose outcome is counted
     * @param oldest when the first of them was written, or null if there is none
     */
    public record Backlog(long records, Instant oldest) {

        Backlog and(Backlog other) {
            Instant first = oldest == null || other.oldest != null && other.oldest.isBefore(oldest) ? other.oldest : oldest;
            return new Backlog(records + other.records, first);
        }
    }

    private final RecordReader reader;
    private final JdbcClient jdbc;

    Backlogs(RecordReader reader, JdbcClient jdbc) {
        this.reader = reader;
        this.jdbc = jdbc;
    }

    /** Records behind the last one whose outcome is counted; those no longer kept are left out. */
    public long of(String topic) {
        Map<Integer, Long> beginnings = reader.beginningOffsets(topic);
        long backlog = 0;
        for (Map.Entry<Integer, Long> end : reader.endOffsets(topic).entrySet()) {
            long next = counted(topic, end.getKey()) + 1;
            backlog += Math.max(0, end.getValue() - Math.max(next, beginnings.get(end.getKey())));
        }
        return backlog;
    }

    /** The backlog of each, and since when it has waited, over one connection to Kafka. */
    public Map<String, Backlog> of(Collection<String> topics) {
        return reader.backlogs(topics, partition -> counted(partition.topic(), partition.partition()) + 1);
    }

    private long counted(String topic, int partition) {
        return jdbc.sql("select record_offset from counted where topic = ? and partition_id = ?")
                .params(topic, partition)
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }
}
