package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.listward.batch.Tally.Outcome;
import io.github.listward.profile.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TalliesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:34:56Z");

    private DataSource database;
    private JdbcClient jdbc;
    private TransactionTemplate transaction;
    private Tallies tallies;

    @BeforeEach
    void migrate() {
        database = database();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        tallies = at(NOW);
    }

    /** An empty one. */
    DataSource database() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        return h2;
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
        at(NOW.plusSeconds(3_600)).record(received(tallies.open(records(0, 2)), records(0, 2)));

        assertThat(rows("counter")).isEqualTo(2);
        assertThat(rows("run_counter")).isEqualTo(2);
        assertThat(rows("run_audience")).isEqualTo(2);
        assertThat(rows("counter_total")).isOne();
        assertThat(counts()).containsOnly(entry("received ", 2L));
        assertSumsAgree();
    }

    @Test
    void sumUpADataflowOverItsAudiencesAndAProfileInSeveralOfThemOnce() {
        List<SourceRecord> records = records(0, 1, 2);
        Tally tally = tallies.open(records);
        Position first = records.get(0).position();
        tally.addProfile(first, "eu-nurture", List.of("gold", "news", "vip"));
        tally.addProfile(first, "eu-winback", List.of("vip"));
        tally.addProfile(records.get(1).position(), "eu-nurture", List.of("vip"));
        tally.add("eu-nurture", "vip", Outcome.RECEIVED, "", 2);
        tally.add("eu-nurture", "news", Outcome.RECEIVED, "", 1);

        tallies.record(tally);
        tallies.record(read(records, again -> again.addProfile(first, "eu-nurture", List.of("vip"))));

        assertThat(amounts("run_counter", "dataflow, outcome")).containsOnly(
                entry("eu-nurture profiles", 2L), entry("eu-winback profiles", 1L), entry("eu-nurture received", 3L));
        assertThat(amounts("counter_total", "dataflow, audience, outcome")).containsOnly(
                entry("eu-nurture gold profiles", 1L), entry("eu-nurture news profiles", 1L), entry("eu-nurture vip profiles", 2L),
                entry("eu-winback vip profiles", 1L), entry("eu-nurture news received", 1L), entry("eu-nurture vip received", 2L));
        assertThat(rows("run_audience")).isEqualTo(4);
        assertSumsAgree();
    }

    @Test
    void takeBackWhatWasHeld() {
        Tally held = Tally.ofNoBatch();
        held.add("eu-nurture", "vip", Outcome.HELD, "", 3);
        Tally released = Tally.ofNoBatch();
        released.add("eu-nurture", "vip", Outcome.HELD, "", -3);

        tallies.record(held);
        at(NOW.plusSeconds(3_600)).record(released);

        assertThat(amounts("counter_total", "outcome")).containsOnly(entry("held", 0L));
        assertThat(amounts("run_counter", "hour_start")).hasSize(2).containsValues(3L, -3L);
        assertSumsAgree();
    }

    @Test
    void keepNothingOfWhatIsRolledBack() {
        List<SourceRecord> records = records(0, 1);
        transaction.executeWithoutResult(status -> {
            tallies.record(received(tallies.open(records), records));
            status.setRollbackOnly();
        });

        assertThat(List.of(rows("counter"), rows("counter_total"), rows("run_counter"), rows("run_audience"), rows("counted"))).containsOnly(0);
    }

    /** Each counts the audiences of all others, some for the first time, in an order of its own. */
    @Test
    void letReplicasCountTheSameAudiencesInAnyOrderWithoutADeadlock() throws Exception {
        int replicas = 4;
        int polls = 50;
        var threads = Executors.newFixedThreadPool(replicas);

        List<Future<Void>> all = threads.invokeAll(IntStream.range(0, replicas).<Callable<Void>>mapToObj(replica -> () -> {
            Random order = new Random(replica);
            for (int i = 0; i < polls; i++) {
                List<SourceRecord> records = records(replica, i);
                List<Integer> audiences = new ArrayList<>(IntStream.range(0, 6 + i / 5).boxed().toList());
                Collections.shuffle(audiences, order);
                transaction.executeWithoutResult(status -> tallies.record(read(records, tally -> audiences.forEach(audience -> {
                    tally.add("flow-" + audience % 2, "audience-" + audience, Outcome.RECEIVED, "", 1);
                    tally.add("flow-" + audience % 2, "audience-" + audience, Outcome.ACTIVATED, "added", 1);
                }))));
            }
            return null;
        }).toList());
        threads.shutdown();

        for (Future<Void> each : all) {
            each.get();
        }
        long expected = replicas * IntStream.range(0, polls).mapToLong(i -> 6 + i / 5).sum();
        assertThat(counts()).containsOnly(entry("received ", expected), entry("activated added", expected));
        assertSumsAgree();
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

    private Tallies at(Instant now) {
        return new Tallies(new JdbcTemplate(database), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Tally read(List<SourceRecord> records, Consumer<Tally> counting) {
        Tally tally = tallies.open(records);
        counting.accept(tally);
        return tally;
    }

    /** Totals are the sums of the hours, and the sums of a dataflow those of its audiences. */
    private void assertSumsAgree() {
        assertThat(amounts("counter_total", "dataflow, audience, outcome, reason")).isEqualTo(amounts("counter", "dataflow, audience, outcome, reason"));
        String changes = "(select * from %s where outcome <> 'profiles') t";
        assertThat(amounts(changes.formatted("run_counter"), "dataflow, hour_start, outcome, reason"))
                .isEqualTo(amounts(changes.formatted("counter"), "dataflow, hour_start, outcome, reason"));
        assertThat(rows("run_audience")).isEqualTo(rows("(select distinct dataflow, hour_start, audience from counter) t"));
    }

    private int rows(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private Map<String, Long> amounts(String table, String by) {
        Map<String, Long> amounts = new TreeMap<>();
        int columns = by.split(", ").length;
        jdbc.sql("select " + by + ", sum(amount) from " + table + " group by " + by).query(row -> {
            List<String> key = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                key.add(row.getString(i));
            }
            amounts.put(String.join(" ", key).strip(), row.getLong(columns + 1));
        });
        return amounts;
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
