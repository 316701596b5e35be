package io.github.listward.delivery;

import io.github.listward.delivery.SourceMarks.Mark;
import io.github.listward.delivery.SourceMarks.Partition;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code counted_source}. */
@Repository
class SourceMarkTable {

    private final JdbcClient jdbc;

    SourceMarkTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    SourceMarks of(String changeTopic) {
        Map<Partition, Mark> marks = new HashMap<>();
        jdbc.sql("select source_topic, source_partition, source_offset, sequence from counted_source where change_topic = ?")
                .param(changeTopic)
                .query((row, n) -> marks.put(new Partition(row.getString(1), row.getInt(2)), new Mark(row.getLong(3), row.getInt(4))))
                .list();
        return new SourceMarks(marks);
    }

    void put(String changeTopic, SourceMarks marks) {
        marks.moved().forEach((partition, mark) -> {
            int updated = jdbc.sql("update counted_source set source_offset = ?, sequence = ? where change_topic = ? and source_topic = ? and source_partition = ?")
                    .params(mark.offset(), mark.sequence(), changeTopic, partition.topic(), partition.partition())
                    .update();
            if (updated == 0) {
                jdbc.sql("insert into counted_source (source_offset, sequence, change_topic, source_topic, source_partition) values (?, ?, ?, ?, ?)")
                        .params(mark.offset(), mark.sequence(), changeTopic, partition.topic(), partition.partition())
                        .update();
            }
        });
    }
}
