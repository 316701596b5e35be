package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** The failure report's statements on the other database. */
class FailuresOnPostgresIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int ROWS = 4_500;

    @Test
    void addsReadsReplaysAndForgets() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
            Failures failures = new Failures(postgres.getPostgresDatabase());
            failures.add(LongStream.range(0, ROWS).mapToObj(FailuresOnPostgresIT::failure).toList());
            failures.addAgain(List.of(failure(7)));

            List<Failure> all = new ArrayList<>();
            failures.forEachChunk(new FailureFilter(null, "eu-nurture", null, null, "INVALID_VALUE", FailureState.OPEN, null, null), all::addAll);
            assertThat(all).extracting(Failure::deadLetterOffset).hasSize(ROWS).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
            assertThat(failures.count(FailureFilter.ALL)).hasValue(ROWS);

            failures.requestReplay(new FailureFilter("profiles-0@9", null, null, null, null, null, null, null), NOON);
            failures.replayed(failures.toReplay(10), NOON.plusSeconds(ROWS));
            failures.requestReplay(new FailureFilter("profiles-0@10", null, null, null, null, null, null, null), NOON);
            assertThat(failures.countByState())
                    .containsOnly(entry(FailureState.OPEN, ROWS - 2L), entry(FailureState.REPLAYED, 1L), entry(FailureState.REPLAY_REQUESTED, 1L));
            assertThat(failures.forget(NOON.plusSeconds(ROWS), ROWS)).isEqualTo(ROWS - 2);
            assertThat(failures.page(FailureFilter.ALL, 10, 0)).hasSize(2);
        }
    }

    private static Failure failure(long second) {
        return new Failure("profiles-0@" + second, "eu-nurture", "vip", "person", "INVALID_VALUE", null, null, null,
                NOON.plusSeconds(second), 0, second, null, null, 0, 0, FailureState.OPEN, null, null);
    }
}
