package io.github.listward.batch;

import static io.github.listward.batch.CounterTable.Column.AUDIENCE;
import static io.github.listward.batch.CounterTable.Column.DATAFLOW;
import static io.github.listward.batch.CounterTable.Column.HOUR;
import static io.github.listward.batch.CounterTable.Column.OUTCOME;
import static io.github.listward.batch.CounterTable.Column.REASON;

import io.github.listward.batch.CounterTable.Row;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps what batches count, and moves how far was counted with it: table {@code counter} by audience and hour, {@code counter_total} by
 * audience, {@code run_counter} by dataflow and hour, {@code run_audience} for the audiences of an hour; table {@code counted} for how far.
 */
@Component("tallies")
public class Tallies {

    private final JdbcClient jdbc;
    private final CounterTable totals;
    private final CounterTable counters;
    private final CounterTable audiences;
    private final CounterTable runs;
    private final Clock clock;

    Tallies(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = JdbcClient.create(jdbc);
        this.totals = CounterTable.ofAmounts(jdbc, "counter_total", DATAFLOW, AUDIENCE, OUTCOME, REASON);
        this.counters = CounterTable.ofAmounts(jdbc, "counter", DATAFLOW, AUDIENCE, HOUR, OUTCOME, REASON);
        this.audiences = CounterTable.ofKeys(jdbc, "run_audience", DATAFLOW, HOUR, AUDIENCE);
        this.runs = CounterTable.ofAmounts(jdbc, "run_counter", DATAFLOW, HOUR, OUTCOME, REASON);
        this.clock = clock;
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
     * Adds the counts and moves how far was counted. Joins the caller's transaction, in which it is best called once and last: of what
     * two calls write, the order is not one.
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
        OffsetDateTime hour = clock.instant().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC);
        // In one order always, of tables and of rows, so that two replicas never wait for each other's.
        List<Row> ofAudiences = rows(tally.amounts(), key -> key.isOfDataflow() ? null : key, hour);
        List<Row> ofRuns = rows(tally.amounts(), Tally.Key::ofDataflow, hour);
        if (!ofAudiences.isEmpty()) {
            totals.add(ofAudiences);
            if (counters.add(ofAudiences) > 0) {
                audiences.insert(rows(tally.amounts(), key -> key.isOfDataflow() ? null : key.ofAudience(), hour));
            }
        }
        if (!ofRuns.isEmpty()) {
            runs.add(ofRuns);
        }
    }

    /** @param to what an amount is added up under, or null if it is not */
    private static List<Row> rows(Map<Tally.Key, Long> amounts, UnaryOperator<Tally.Key> to, OffsetDateTime hour) {
        SortedMap<Tally.Key, Long> sums = new TreeMap<>();
        amounts.forEach((key, amount) -> {
            Tally.Key target = to.apply(key);
            if (target != null) {
                sums.merge(target, amount, Long::sum);
            }
        });
        return sums.entrySet().stream().map(each -> new Row(each.getKey(), hour, each.getValue())).toList();
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
}
