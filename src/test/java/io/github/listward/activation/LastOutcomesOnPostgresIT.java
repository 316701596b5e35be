package io.github.listward.activation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.LastOutcomes.LastOutcome;
import io.github.listward.activation.LastOutcomes.Weight;
import io.github.listward.profile.Position;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Activation of several replicas and delivery, writing of the same people at the same time. */
class LastOutcomesOnPostgresIT {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final int PEOPLE = 3_000;
    private static final int ROUNDS = 5;

    @Test
    void areWrittenByManyOfTheSamePeopleAtTheSameTime() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(); Threads threads = new Threads()) {
            DataSource database = postgres.getPostgresDatabase();
            Flyway.configure().dataSource(database).load().migrate();
            JdbcTemplate jdbc = new JdbcTemplate(database);
            JdbcTransactionManager transactions = new JdbcTransactionManager(database);
            LastOutcomes outcomes = new LastOutcomes(jdbc, transactions, Clock.systemUTC());
            TransactionTemplate transaction = new TransactionTemplate(transactions);
            for (int round = 0; round < ROUNDS; round++) {
                CyclicBarrier together = new CyclicBarrier(2);
                List<Future<?>> both = new ArrayList<>();
                for (int replica = 0; replica < 2; replica++) {
                    List<LastOutcome> rows = rows(round, replica);
                    both.add(threads.service.submit(() -> {
                        together.await();
                        transaction.executeWithoutResult(status -> outcomes.put(rows));
                        return null;
                    }));
                }
                for (Future<?> each : both) {
                    each.get();
                }
            }

            assertThat(jdbc.queryForObject("select count(*) from last_outcome", Integer.class)).isEqualTo(PEOPLE * (ROUNDS + 1) / 2);
            assertThat(jdbc.queryForList("select distinct source_partition from last_outcome", Integer.class)).as("the newer of both").containsExactly(1);
        }
    }

    /** Half of them known from the round before. */
    private static List<LastOutcome> rows(int round, int replica) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(i -> new LastOutcome("person" + (i + round * PEOPLE / 2), "eu-nurture", "vip", true, "excluded", "PAUSED", null, null, Weight.WAITS,
                        TEN.plusSeconds(round), new Position("profiles", replica, i), 0, 0))
                .toList();
    }

    private static final class Threads implements AutoCloseable {

        private final ExecutorService service = Executors.newFixedThreadPool(2);

        @Override
        public void close() {
            service.shutdownNow();
        }
    }
}
