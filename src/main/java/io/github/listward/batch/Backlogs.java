package io.github.listward.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much of Listward's own topics has not been delivered yet. */
public class Backlogs {

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

    /** When the first record was written that is behind the last one whose outcome is counted; empty if there is none. */
    public Optional<Instant> oldest(String topic) {
        List<Instant> firsts = new ArrayList<>();
        reader.endOffsets(topic).keySet().forEach(partition -> reader.readFrom(topic, partition, counted(topic, partition) + 1, 1)
                .forEach(record -> firsts.add(record.at())));
        return firsts.stream().min(Comparator.naturalOrder());
    }

    private long counted(String topic, int partition) {
        return jdbc.sql("select record_offset from counted where topic = ? and partition_id = ?")
                .params(topic, partition)
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }
}
