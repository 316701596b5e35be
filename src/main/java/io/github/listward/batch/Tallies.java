package io.github.listward.batch;

import io.github.listward.batch.Counted.Count;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what batches count: table {@code counter}, moved together with how far was counted, table {@code counted}. */
@Component("tallies")
public class Tallies {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Tallies(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    Tally open(List<SourceRecord> records) {
        List<String> topics = records.stream().map(record -> record.position().topic()).distinct().toList();
        Map<TopicPartition, Long> counted = new HashMap<>();
        for (String topic : topics) {
            jdbc.sql("select partition_id, record_offset from counted where topic = ?")
                    .param(topic)
                    .query((row, n) -> counted.put(new TopicPartition(topic, row.getInt(1)), row.getLong(2)))
                    .list();
        }
        return new Tally(counted, records);
    }

    /** For routes: records the counts of a batch that counts nothing else. */
    @Transactional
    public void record(Exchange exchange) {
        Batch batch = Batch.of(exchange);
        batch.closeCounts();
        record(batch.tally());
    }

    /**
     * Adds the counts and moves how far was counted. Joins the caller's transaction.
     *
     * @throws BatchFailedException if somebody else has counted these partitions meanwhile; read again
     */
    @Transactional
    public void record(Tally tally) {
        tally.upTo().forEach((partition, offset) -> {
            Long before = tally.before().get(partition);
            if (before == null || offset > before) {
                move(partition, before, offset);
            }
        });
        Timestamp hour = Timestamp.from(Instant.now(clock).truncatedTo(ChronoUnit.HOURS));
        // In one order always, so that two replicas never wait for each other's rows.
        new TreeMap<>(tally.amounts()).forEach((key, amount) -> add(key, hour, amount));
        events.publishEvent(new Counted(tally.amounts().entrySet().stream()
                .collect(Collectors.toMap(each -> Count.of(each.getKey()), Map.Entry::getValue, Long::sum))));
    }

    /** Counts what is part of no batch. Joins the caller's transaction. */
    @Transactional
    public void add(String dataflow, String audience, Tally.Outcome outcome, String reason, long amount) {
        Tally.Key key = new Tally.Key(dataflow, audience, outcome, reason);
        add(key, Timestamp.from(Instant.now(clock).truncatedTo(ChronoUnit.HOURS)), amount);
        events.publishEvent(new Counted(Map.of(Count.of(key), amount)));
    }

    private void move(TopicPartition partition, Long before, Long offset) {
        int moved = before == null
                ? jdbc.sql("insert into counted (topic, partition_id, record_offset) values (?, ?, ?) on conflict do nothing")
                        .params(partition.topic(), partition.partition(), offset)
                        .update()
                : jdbc.sql("update counted set record_offset = ? where topic = ? and partition_id = ? and record_offset = ?")
                        .params(offset, partition.topic(), partition.partition(), before)
                        .update();
        if (moved == 0) {
            throw new BatchFailedException(partition + " was counted by somebody else meanwhile; the batch is read again");
        }
    }

    private void add(Tally.Key key, Timestamp hour, long amount) {
        if (!update(key, hour, amount) && !insert(key, hour, amount)) {
            update(key, hour, amount); // somebody else was the first of this hour, meanwhile
        }
    }

    private boolean update(Tally.Key key, Timestamp hour, long amount) {
        return jdbc.sql("update counter set amount = amount + ? where dataflow = ? and audience = ? and hour_start = ? and outcome = ? and reason = ?")
                .params(amount, key.dataflow(), key.audience(), hour, outcome(key), key.reason())
                .update() > 0;
    }

    private boolean insert(Tally.Key key, Timestamp hour, long amount) {
        return jdbc.sql("insert into counter (dataflow, audience, hour_start, outcome, reason, amount) values (?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(key.dataflow(), key.audience(), hour, outcome(key), key.reason(), amount)
                .update() > 0;
    }

    private static String outcome(Tally.Key key) {
        return key.outcome().name().toLowerCase(Locale.ROOT);
    }
}
