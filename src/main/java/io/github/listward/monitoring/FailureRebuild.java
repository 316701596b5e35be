package io.github.listward.monitoring;

import io.github.listward.activation.DeadLetter;
import io.github.listward.batch.RecordReader;
import io.github.listward.profile.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the dead-letter topic into the failure report once more, a chunk at a time. Rows that are there keep when they were
 * replayed, and what is older than the report keeps its rows does not come back. How far it is goes with the rows, so it goes on
 * after a kill where it was.
 */
@Component("failureRebuild")
class FailureRebuild {

    private static final int CHUNK = 1_000;
    private static final int NOT_BEGUN = -1;
    private static final Logger LOG = LoggerFactory.getLogger(FailureRebuild.class);

    /** What is left of a partition. */
    private record Rest(int partition, long next, long end) {}

    private final JdbcClient jdbc;
    private final RecordReader reader;
    private final Failures failures;
    private final String topic;
    private final Duration keep;
    private final Clock clock;

    FailureRebuild(
            JdbcClient jdbc,
            RecordReader reader,
            Failures failures,
            @Value("${listward.topics.dead-letters}") String topic,
            KeepProperties keep,
            Clock clock) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.failures = failures;
        this.topic = topic;
        this.keep = keep.failures();
        this.clock = clock;
    }

    /** Whether somebody asked for it and it is not done. */
    boolean isOpen() {
        return !rests().isEmpty();
    }

    /** Begins, or reads the next chunk. */
    @Transactional
    public void goOn() {
        List<Rest> rests = rests();
        if (rests.isEmpty()) {
            return;
        }
        Rest first = rests.get(0);
        if (!lock(first)) {
            return;
        }
        if (first.partition() == NOT_BEGUN) {
            begin();
        } else {
            read(first);
        }
        if (rests().isEmpty()) {
            LOG.info("The failure report has been read from {} again", topic);
        }
    }

    /** Another replica may be at it. */
    private boolean lock(Rest rest) {
        return jdbc.sql("select next_offset from failure_rebuild where dead_letter_partition = ? and next_offset = ? for update skip locked")
                .params(rest.partition(), rest.next())
                .query(Long.class)
                .optional()
                .isPresent();
    }

    private void begin() {
        Map<Integer, Long> ends = reader.endOffsets(topic);
        remove(NOT_BEGUN);
        reader.beginningOffsets(topic).forEach((partition, beginning) -> {
            if (beginning < ends.get(partition)) {
                jdbc.sql("insert into failure_rebuild (dead_letter_partition, next_offset, end_offset) values (?, ?, ?)")
                        .params(partition, beginning, ends.get(partition))
                        .update();
            }
        });
    }

    private void read(Rest rest) {
        List<ConsumerRecord<byte[], byte[]>> records = reader.recordsFrom(topic, rest.partition(), rest.next(), CHUNK);
        Instant oldest = clock.instant().minus(keep);
        failures.addAgain(records.stream().map(FailureRebuild::failure).filter(failure -> !failure.occurredAt().isBefore(oldest)).toList());
        long next = records.isEmpty() ? rest.end() : records.get(records.size() - 1).offset() + 1;
        if (next >= rest.end()) {
            remove(rest.partition());
        } else {
            jdbc.sql("update failure_rebuild set next_offset = ? where dead_letter_partition = ?").params(next, rest.partition()).update();
        }
    }

    private static Failure failure(ConsumerRecord<byte[], byte[]> record) {
        DeadLetter letter = DeadLetter.read(name -> {
            Header header = record.headers().lastHeader(name);
            return header == null ? null : header.value();
        });
        return FailureReports.failure(letter, new Position(record.topic(), record.partition(), record.offset()), Instant.ofEpochMilli(record.timestamp()));
    }

    private List<Rest> rests() {
        return jdbc.sql("select dead_letter_partition, next_offset, end_offset from failure_rebuild order by dead_letter_partition")
                .query((row, number) -> new Rest(row.getInt(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    private void remove(int partition) {
        jdbc.sql("delete from failure_rebuild where dead_letter_partition = ?").param(partition).update();
    }
}
