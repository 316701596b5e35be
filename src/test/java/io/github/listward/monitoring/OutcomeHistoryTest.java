package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class OutcomeHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration KEPT = Duration.ofDays(30);

    private final JdbcClient jdbc = JdbcClient.create(FailureTable.migrated());
    private final OutcomeHistory history = new OutcomeHistory(jdbc, new KeepProperties(Duration.ofDays(1), KEPT, Duration.ofDays(1), Duration.ofDays(1)));

    @Test
    void forgetsWhatHasBeenKeptForLongEnoughAndNothingElse() {
        outcome("old", NOW.minus(KEPT).minusSeconds(1));
        outcome("young", NOW.minus(KEPT));

        assertThat(history.forget(NOW)).isOne();
        assertThat(history.forget(NOW)).isZero();

        assertThat(jdbc.sql("select person from last_outcome").query(String.class).list()).containsExactly("young");
    }

    private void outcome(String person, Instant at) {
        jdbc.sql("""
                        insert into last_outcome (person, dataflow, audience, qualified, outcome, reason, recorded_at, decided, wished_at, source_topic,
                          source_partition, source_offset, settling, attempt)
                        values (?, 'eu-nurture', 'vip', true, 'activated', 'added', ?, true, 0, 'profiles', 0, 1, 0, 0)""")
                .params(person, at.getEpochSecond() * 1_000_000)
                .update();
    }
}
