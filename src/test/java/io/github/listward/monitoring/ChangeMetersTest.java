package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

class ChangeMetersTest {

    private static final Dataflow NURTURE = new Dataflow("eu-nurture", null, "europe", true, Dataflow.Identities.ALL, List.of(), List.of());

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private Tallies tallies;
    private TransactionTemplate transaction;

    @BeforeEach
    void start() {
        DataSource database = FailureTable.migrated();
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(MeterRegistry.class, () -> registry);
        context.registerBean(Definitions.class, () -> new Definitions(List.of(), List.of(NURTURE)));
        context.register(Transactions.class, Tallies.class, ChangeMeters.class);
        context.refresh();
        tallies = context.getBean(Tallies.class);
        transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void countsWhatIsCommitted() {
        transaction.executeWithoutResult(status -> {
            count("eu-nurture", "vip", Outcome.ACTIVATED, "added", 3);
            assertThat(amount("activated", "added")).as("not before").isZero();
        });

        assertThat(amount("activated", "added")).isEqualTo(3);
    }

    @Test
    void countsNothingThatIsRolledBack() {
        transaction.executeWithoutResult(status -> {
            count("eu-nurture", "vip", Outcome.ACTIVATED, "added", 3);
            status.setRollbackOnly();
        });

        assertThat(amount("activated", "added")).isZero();
    }

    @Test
    void neverGoesDown() {
        count("eu-nurture", "vip", Outcome.HELD, "", 5);
        count("eu-nurture", "vip", Outcome.HELD, "", -4);

        assertThat(amount("held", "none")).isEqualTo(5);
        assertThat(amount("released", "none")).isEqualTo(4);
    }

    @Test
    void saysWhatAReplayHasResolved() {
        count("eu-nurture", "vip", Outcome.FAILED, "INVALID_VALUE", 2);
        count("eu-nurture", "vip", Outcome.FAILED, "INVALID_VALUE", -1);

        assertThat(amount("failed", "INVALID_VALUE")).isEqualTo(2);
        assertThat(amount("resolved", "INVALID_VALUE")).isEqualTo(1);
    }

    @Test
    void hasAsManySeriesWhateverEventsSay() {
        count("", "somebody's", Outcome.EXCLUDED, "AUDIENCE_NOT_ACTIVATED", 1);
        count("gone", "vip", Outcome.FAILED, "DEFINITION_GONE", 1);
        int before = registry.getMeters().size();

        IntStream.range(0, 1_000).forEach(i -> {
            count("", "ada" + i + "@example.com", Outcome.EXCLUDED, "AUDIENCE_NOT_ACTIVATED", 1);
            count("gone" + i, "vip" + i, Outcome.FAILED, "DEFINITION_GONE", 1);
        });

        assertThat(registry.getMeters()).hasSize(before);
        assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> assertThat(id.toString()).doesNotContain("@", "vip", "gone"));
    }

    private double amount(String outcome, String reason) {
        return registry.find("listward.changes").tags("dataflow", "eu-nurture", "outcome", outcome, "reason", reason).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @EnableTransactionManagement
    static class Transactions {}

    private void count(String dataflow, String audience, Outcome outcome, String reason, int amount) {
        Tally tally = Tally.ofNoBatch();
        tally.add(dataflow, audience, outcome, reason, amount);
        tallies.record(tally);
    }
}
