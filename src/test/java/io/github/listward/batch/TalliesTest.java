package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.listward.batch.Tally.Outcome;
import io.github.listward.profile.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TalliesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:34:56Z");

    private final JdbcDataSource database = new JdbcDataSource();
    private JdbcClient jdbc;
    private Tallies tallies;

    @BeforeEach
    void migrate() {
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        tallies = new Tallies(jdbc, Clock.fixed(NOW, ZoneOffset.UTC), event -> {});
    }

    @Test
    void countARecordOnceWhateverIsReadAgain() {
        count(0, 1, 2, 3);
        count(0, 1, 2, 3);
        count(0, 2, 3, 4);
        count(0, 1);
        count(0, 5);

        assertThat(counts()).containsOnly(entry("received ", 5L));
        assertThat(countedUpTo(0)).isEqualTo(5);
    }

    @Test
    void countEachPartitionForItself() {
        count(0, 1, 2);
        count(1, 1, 2);

        assertThat(counts()).containsOnly(entry("received ", 4L));
        assertThat(countedUpTo(1)).isEqualTo(2);
    }

    @Test
    void addUpByTheHour() {
        count(0, 1);
        new Tallies(jdbc, Clock.fixed(NOW.plusSeconds(3_600), ZoneOffset.UTC), event -> {}).record(received(tallies.open(records(0, 2)), records(0, 2)));

        assertThat(jdbc.sql("select count(*) from counter").query(Integer.class).single()).isEqualTo(2);
        assertThat(counts()).containsOnly(entry("received ", 2L));
    }

    @Test
    void refuseWhatSomebodyElseCountedMeanwhile() {
        List<SourceRecord> records = records(0, 2);
        Tally ofANewPartition = received(tallies.open(records), records);
        count(0, 1, 2);
        Tally ofAKnownPartition = received(tallies.open(records(0, 3)), records(0, 3));
        count(0, 3, 4);

        assertThatThrownBy(() -> tallies.record(ofANewPartition)).isInstanceOf(BatchFailedException.class).hasMessageContaining("somebody else");
        assertThatThrownBy(() -> tallies.record(ofAKnownPartition)).isInstanceOf(BatchFailedException.class).hasMessageContaining("somebody else");
        assertThat(counts()).containsOnly(entry("received ", 4L));
    }

    @Test
    void letManyCountTheSameForTheFirstTimeAtTheSameTime() throws Exception {
        int many = 8;
        var together = new CyclicBarrier(many);
        var threads = Executors.newFixedThreadPool(many);

        List<Future<Void>> all = threads.invokeAll(IntStream.range(0, many).<Callable<Void>>mapToObj(partition -> () -> {
            together.await();
            count(partition, 1, 2);
            return null;
        }).toList());
        threads.shutdown();

        for (Future<Void> each : all) {
            each.get();
        }
        assertThat(counts()).containsOnly(entry("received ", 2L * many));
    }

    private void count(int partition, long... offsets) {
        List<SourceRecord> records = records(partition, offsets);
        tallies.record(received(tallies.open(records), records));
    }

    private static Tally received(Tally tally, List<SourceRecord> records) {
        records.forEach(record -> tally.add(record.position(), "eu-nurture", "vip", Outcome.RECEIVED, "", 1));
        return tally;
    }

    private static List<SourceRecord> records(int partition, long... offsets) {
        return Arrays.stream(offsets).mapToObj(offset -> new SourceRecord(new Position("profiles", partition, offset), NOW, null, null)).toList();
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("select outcome, reason, sum(amount) from counter group by outcome, reason")
                .query((row, n) -> counts.put(row.getString(1) + " " + row.getString(2), row.getLong(3)))
                .list();
        return counts;
    }

    private long countedUpTo(int partition) {
        return jdbc.sql("select record_offset from counted where topic = 'profiles' and partition_id = ?").param(partition).query(Long.class).single();
    }
}
