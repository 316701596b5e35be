package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.listward.batch.Counts;
import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.destination.Definitions;
import io.github.listward.marketo.PassingTime;
import io.github.listward.monitoring.Run.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RunsTest {

    private static final Duration KEPT = Duration.ofDays(90);
    private static final KeepProperties KEEP = new KeepProperties(KEPT, KEPT, KEPT, KEPT);
    private static final Definitions NOTHING_DEFINED = new Definitions(List.of(), List.of());
    private static final String FLOW = "eu-nurture";

    private final PassingTime clock = new PassingTime("2026-11-24T10:20:00Z");
    private JdbcClient jdbc;
    private Tallies tallies;
    private Runs runs;

    @BeforeEach
    void migrate() {
        DataSource database = database();
        Flyway.configure().dataSource(database).load().migrate();
        jdbc = JdbcClient.create(database);
        tallies = Counts.tallies(database, clock);
        runs = new Runs(jdbc, NOTHING_DEFINED, KEEP, clock);
    }

    /** An empty one. */
    DataSource database() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        return h2;
    }

    @Test
    void carryOverWhatIsInFlight() {
        count("vip", Outcome.RECEIVED, "", 10);
        count("vip", Outcome.ACTIVATED, "created", 4);
        nextHour();
        count("news", Outcome.RECEIVED, "", 5);
        count("vip", Outcome.ACTIVATED, "removed", 1);
        count("vip", Outcome.EXCLUDED, "STALE", 2);
        count("vip", Outcome.FAILED, "INVALID_VALUE", 1);
        count("news", Outcome.HELD, "", 5);
        nextHour();
        count("news", Outcome.HELD, "", -5);
        count("news", Outcome.ACTIVATED, "imported", 5);

        List<Run> all = newestFirst();

        assertThat(all).extracting(Run::id).containsExactly("2026-11-24T12", "2026-11-24T11", "2026-11-24T10");
        assertThat(all).extracting(Run::carriedOver).containsExactly(2L, 6L, 0L);
        assertThat(all).extracting(Run::inFlight).containsExactly(2L, 2L, 6L);
        assertThat(all).extracting(Run::audiences).containsExactly(1, 2, 1);
        assertThat(all).extracting(run -> run.sums().heldChange()).containsExactly(-5L, 5L, 0L);
        assertThat(all).extracting(Run::activationRate).containsExactly(1.0, 0.25, 1.0);
        assertThat(all.get(0).lanes()).isEqualTo(new Sums.Lanes(0, 5));
        assertThat(all.get(1).sums().excludedReasons()).isEqualTo(Map.of("STALE", 2L));
        assertThat(all.get(1).sums().failedReasons()).isEqualTo(Map.of("INVALID_VALUE", 1L));
        RunBalance.assertHolds(jdbc);
    }

    @Test
    void takeBackFailuresOfEarlierHoursThatWereReplayed() {
        count("vip", Outcome.RECEIVED, "", 10);
        count("vip", Outcome.FAILED, "REFUSED", 10);
        nextHour();
        count("vip", Outcome.RECEIVED, "", 4);
        count("vip", Outcome.FAILED, "REFUSED", -10);
        count("vip", Outcome.ACTIVATED, "added", 12);
        count("vip", Outcome.FAILED, "INVALID_VALUE", 2);
        count("vip", Outcome.FAILED, "ACCESS_DENIED", 1);
        count("vip", Outcome.FAILED, "ACCESS_DENIED", -1);
        count("vip", Outcome.EXCLUDED, "CONSENT", 2);
        count("vip", Outcome.RECEIVED, "", 2);

        Run replayed = newestFirst().get(0);

        assertThat(replayed.sums().failed()).isEqualTo(-8);
        assertThat(replayed.sums().failedReasons()).as("without those that come to nothing").isEqualTo(Map.of("REFUSED", -10L, "INVALID_VALUE", 2L));
        assertThat(replayed.activationRate()).isEqualTo(12.0 / 16);
        assertThat(new Audiences(jdbc).counts()).singleElement().satisfies(vip -> {
            assertThat(vip.reasons()).isEqualTo(Map.of("INVALID_VALUE", 2L, "CONSENT", 2L));
            assertThat(new Audiences(jdbc).of(FLOW, "vip")).isEqualTo(vip);
        });
        RunBalance.assertHolds(jdbc);
    }

    @Test
    void areCompletedWhenAllThatWasReceivedUntilTheirEndHasEnded() {
        count("vip", Outcome.RECEIVED, "", 2);
        nextHour();
        count("vip", Outcome.RECEIVED, "", 1);
        count("vip", Outcome.ACTIVATED, "added", 1);
        nextHour();
        assertThat(newestFirst()).extracting(Run::status).containsExactly(Status.PROCESSING, Status.PROCESSING);

        count("vip", Outcome.HELD, "", 1);
        nextHour();
        assertThat(newestFirst()).extracting(Run::status).as("one of the second is under way").containsExactly(Status.PROCESSING, Status.PROCESSING, Status.COMPLETED);

        count("vip", Outcome.EXCLUDED, "UNCHANGED", 1);
        assertThat(newestFirst()).extracting(Run::status).as("an hour that is not over may bring more")
                .containsExactly(Status.PROCESSING, Status.COMPLETED, Status.COMPLETED, Status.COMPLETED);
    }

    @Test
    void stayExactWhenOlderOnesAreForgotten() {
        count("vip", Outcome.RECEIVED, "", 10);
        count("vip", Outcome.ACTIVATED, "added", 3);
        clock.passes(KEPT);
        count("vip", Outcome.RECEIVED, "", 1);
        clock.passes(Duration.ofHours(2));
        Run before = newestFirst().get(0);

        forget();

        assertThat(newestFirst()).containsExactly(before);
        assertThat(before.carriedOver()).isEqualTo(7);
        assertThat(before.inFlight()).isEqualTo(8);
        assertThat(runs.detail(FLOW, "2026-11-24T10")).isEmpty();
        for (String table : List.of("counter", "run_counter", "run_audience")) {
            assertThat(jdbc.sql("select count(distinct hour_start) from " + table).query(Integer.class).single()).as(table).isOne();
        }
        assertThat(new Audiences(jdbc).counts()).singleElement().extracting(AudienceCounts::received, AudienceCounts::inFlight).containsExactly(11L, 8L);
    }

    @Test
    void areForgottenInBoundedSteps() {
        Tally many = Tally.ofNoBatch();
        for (int i = 0; i < 450; i++) {
            many.add("", "unheard-of-" + i, Outcome.RECEIVED, "", 1);
            many.add("", "unheard-of-" + i, Outcome.EXCLUDED, "AUDIENCE_NOT_ACTIVATED", 1);
        }
        tallies.record(many);
        RunHistory history = new RunHistory(jdbc, KEEP);
        assertThat(history.forget(clock.instant())).as("nothing is that old").isZero();
        clock.passes(KEPT.plusHours(1));

        assertThat(history.forget(clock.instant())).isEqualTo(600);
        assertThat(history.forget(clock.instant())).isEqualTo(600);
        assertThat(history.forget(clock.instant())).isEqualTo(150 + 3);
        assertThat(history.forget(clock.instant())).isZero();
        assertThat(jdbc.sql("select count(*) from counter").query(Integer.class).single()).isZero();
    }

    @Test
    void areLimitedToTheNewest() {
        for (int i = 0; i < 5; i++) {
            count("vip", Outcome.RECEIVED, "", 1);
            nextHour();
        }

        assertThat(runs.of(FLOW, null, null, 2).orElseThrow()).extracting(Run::id).containsExactly("2026-11-24T14", "2026-11-24T13");
        List<Run> first = runs.of(FLOW, Instant.parse("2026-11-24T10:30:00Z"), Instant.parse("2026-11-24T11:30:00Z"), 24).orElseThrow();
        assertThat(first).extracting(Run::id).as("those of whose hour something is asked for").containsExactly("2026-11-24T11", "2026-11-24T10");
        assertThat(first).extracting(Run::inFlight).containsExactly(2L, 1L);
    }

    @Test
    void areNoneOfAnUnknownDataflow() {
        assertThat(runs.of("unheard-of", null, null, 24)).isEmpty();
        count("vip", Outcome.RECEIVED, "", 1);
        clock.passes(Duration.ofDays(2));
        assertThat(newestFirst()).as("known, and quiet").isEmpty();
    }

    @Test
    void refuseATimeThatEndsBeforeItBegins() {
        Instant now = clock.instant();

        assertThatThrownBy(() -> runs.of(FLOW, now, now, 24)).isInstanceOf(RangeRefusedException.class).hasMessage("from must be before to");
        assertThatThrownBy(() -> runs.of(FLOW, now.plusSeconds(1), null, 24)).isInstanceOf(RangeRefusedException.class).hasMessage("from must be before now");
        assertThat(runs.of(FLOW, Instant.MIN, Instant.MAX, 24)).isEmpty();
    }

    @Test
    void haveThePointsOfAnAudience() {
        count("vip", Outcome.RECEIVED, "", 3);
        count("vip", Outcome.CALLS, "", 2);
        clock.passes(Duration.ofDays(1));
        count("vip", Outcome.ACTIVATED, "added", 1);
        nextHour();
        count("vip", Outcome.ACTIVATED, "added", 1);
        AudienceHours hours = new AudienceHours(jdbc, NOTHING_DEFINED, KEEP, clock);

        AudienceMetrics day = hours.of("vip", null, null, null, ChronoUnit.HOURS).orElseThrow();
        AudienceMetrics all = hours.of("vip", FLOW, Instant.EPOCH, null, ChronoUnit.DAYS).orElseThrow();

        assertThat(day.dataflows()).singleElement().satisfies(each -> {
            assertThat(each.inFlight()).isOne();
            assertThat(each.received()).as("ever").isEqualTo(3);
            assertThat(each.window().received()).isZero();
            assertThat(each.points()).extracting(AudienceMetrics.Point::activated).containsExactly(1L, 1L);
        });
        assertThat(all.dataflows().get(0).points()).extracting(point -> point.start().toString(), AudienceMetrics.Point::received, AudienceMetrics.Point::activated)
                .containsExactly(tuple("2026-11-24T00:00:00Z", 3L, 0L), tuple("2026-11-25T00:00:00Z", 0L, 2L));
        assertThat(all.dataflows().get(0).window().calls()).isEqualTo(2);
        assertThat(hours.of("news", null, null, null, ChronoUnit.HOURS)).isEmpty();
        assertThat(hours.of("vip", "unheard-of", null, null, ChronoUnit.HOURS)).isEmpty();
    }

    @Test
    void refuseTooManyHoursAtOnce() {
        Tally many = Tally.ofNoBatch();
        for (int i = 0; i < 5; i++) {
            many.add("flow-" + i, "vip", Outcome.RECEIVED, "", 1);
        }
        tallies.record(many);
        AudienceHours hours = new AudienceHours(jdbc, NOTHING_DEFINED, KEEP, clock);

        assertThatThrownBy(() -> hours.of("vip", null, Instant.EPOCH, null, ChronoUnit.DAYS)).isInstanceOf(RangeRefusedException.class)
                .hasMessageStartingWith("dataflow must be named, or from be later: 5 dataflows");
        assertThat(hours.of("vip", "flow-3", Instant.EPOCH, null, ChronoUnit.DAYS).orElseThrow().dataflows()).hasSize(1);
        assertThat(hours.of("vip", null, null, null, ChronoUnit.DAYS).orElseThrow().dataflows()).hasSize(5);
    }

    private List<Run> newestFirst() {
        return runs.of(FLOW, null, null, 24).orElseThrow();
    }

    private void forget() {
        RunHistory history = new RunHistory(jdbc, KEEP);
        while (history.forget(clock.instant()) > 0) {
            // the next step
        }
    }

    private void nextHour() {
        clock.passes(Duration.ofHours(1));
    }

    private void count(String audience, Outcome outcome, String reason, long amount) {
        Tally tally = Tally.ofNoBatch();
        tally.add(FLOW, audience, outcome, reason, amount);
        tallies.record(tally);
    }
}
