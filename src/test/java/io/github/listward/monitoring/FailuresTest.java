package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class FailuresTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final DataSource database = FailureTable.migrated();
    private final Failures failures = new Failures(database);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # dataflow   | audience | reason        | from                 | to                   | offsets
            -            | -        | -             | -                    | -                    | 3 2 1
            eu-nurture   | -        | -             | -                    | -                    | 2 1
            -            | vip      | -             | -                    | -                    | 3 1
            -            | -        | ACCESS_DENIED | -                    | -                    | 2
            eu-nurture   | vip      | INVALID_VALUE | -                    | -                    | 1
            -            | -        | -             | 2026-11-23T12:00:02Z | -                    | 3 2
            -            | -        | -             | -                    | 2026-11-23T12:00:02Z | 1
            nobodys      | -        | -             | -                    | -                    |
            """)
    void findsWhatTheFilterAsksFor(String dataflow, String audience, String reason, Instant from, Instant to, String offsets) {
        failures.add(List.of(
                failure("eu-nurture", "vip", "INVALID_VALUE", 1),
                failure("eu-nurture", "lapsed", "ACCESS_DENIED", 2),
                failure("us-nurture", "vip", "INVALID_VALUE", 3)));

        List<Failure> found = failures.page(new FailureFilter(null, dataflow, audience, null, reason, null, from, to), 10, 0);

        assertThat(offsets(found)).isEqualTo(offsets == null ? "" : offsets);
    }

    @Test
    void pagesThroughThemNewestFirst() {
        failures.add(LongStream.range(0, 5).mapToObj(n -> failure("eu-nurture", "vip", "INVALID_VALUE", n)).toList());

        assertThat(offsets(failures.page(FailureFilter.ALL, 2, 0))).isEqualTo("4 3");
        assertThat(offsets(failures.page(FailureFilter.ALL, 2, 4))).isEqualTo("0");
    }

    @Test
    void handsOverEveryOne() {
        failures.add(LongStream.range(0, 4_321).mapToObj(n -> failure("eu-nurture", "vip", "INVALID_VALUE", n)).toList());

        List<Failure> seen = new ArrayList<>();
        failures.forEachChunk(FailureFilter.ALL, seen::addAll);

        assertThat(seen).hasSize(4_321);
        assertThat(seen).extracting(Failure::deadLetterOffset).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    }

    @Test
    void replaysTheOnesAskedForInTheOrderTheyFailed() {
        failures.add(List.of(
                failure("eu-nurture", "vip", "INVALID_VALUE", 2),
                failure("eu-nurture", "vip", "INVALID_VALUE", 1),
                failure("eu-nurture", "lapsed", "INVALID_VALUE", 3)));

        ReplayRequest request = failures.requestReplay(new FailureFilter(null, null, "vip", null, null, null, null, null), NOON);

        assertThat(request).isEqualTo(new ReplayRequest(2, 0, null));
        assertThat(offsets(failures.toReplay(10))).isEqualTo("1 2");
        assertThat(offsets(failures.toReplay(1))).isEqualTo("1");
    }

    @Test
    void replaysASingleOne() {
        failures.add(List.of(failure("eu-nurture", "vip", "INVALID_VALUE", 1), failure("eu-nurture", "vip", "INVALID_VALUE", 2)));

        failures.requestReplay(new FailureFilter("profiles-0@2", "eu-nurture", "vip", "person", null, null, null, null), NOON);

        assertThat(offsets(failures.toReplay(10))).isEqualTo("2");
    }

    @Test
    void refusesToReplayWhatWasNeverQueued() {
        failures.add(List.of(new Failure("profiles-0@1", "", "", "", "UNREADABLE", null, null, null, NOON, 0, 1, null, null, 0, 0, FailureState.OPEN, null, null)));

        ReplayRequest request = failures.requestReplay(FailureFilter.ALL, NOON);

        assertThat(request.requested()).isZero();
        assertThat(request.refused()).isOne();
        assertThat(request.refusal()).contains("producer");
        assertThat(failures.toReplay(10)).isEmpty();
    }

    @Test
    void asksForNoReplayTwiceUnlessItIsAskedAgain() {
        failures.add(List.of(failure("eu-nurture", "vip", "INVALID_VALUE", 1)));
        failures.requestReplay(FailureFilter.ALL, NOON);

        failures.replayed(failures.toReplay(10), NOON.plusSeconds(1));

        assertThat(failures.toReplay(10)).isEmpty();
        assertThat(failures.page(FailureFilter.ALL, 10, 0)).singleElement().satisfies(row -> {
            assertThat(row.replayedAt()).isEqualTo(NOON.plusSeconds(1));
            assertThat(row.replayRequestedAt()).isNull();
        });
        failures.requestReplay(FailureFilter.ALL, NOON.plusSeconds(2));
        assertThat(failures.toReplay(10)).singleElement().satisfies(row -> {
            assertThat(row.replayedAt()).isEqualTo(NOON.plusSeconds(1));
            assertThat(row.replayRequestedAt()).isEqualTo(NOON.plusSeconds(2));
        });
    }

    @Test
    void keepsEveryFailureOfAChangeThatIsReplayedAndFailsAgain() {
        Failure first = failure("eu-nurture", "vip", "INVALID_VALUE", 1);
        failures.add(List.of(first));
        failures.replayed(List.of(first), NOON.plusSeconds(10));
        Failure second = again(first, 1, "ACCESS_DENIED", 11);

        failures.add(List.of(second));
        failures.add(List.of(first, second)); // as after a crash

        assertThat(failures.attempts("profiles-0@1", null, null, null)).extracting(FailureAttempt::attempt, FailureAttempt::reason)
                .containsExactly(tuple(0, "INVALID_VALUE"), tuple(1, "ACCESS_DENIED"));
        assertThat(failures.page(FailureFilter.ALL, 10, 0)).singleElement().satisfies(row -> {
            assertThat(row.attempt()).isOne();
            assertThat(row.replays()).isOne();
            assertThat(row.reason()).isEqualTo("ACCESS_DENIED");
            assertThat(row.replayedAt()).isEqualTo(NOON.plusSeconds(10));
        });
    }

    @Test
    void tellsTheAttemptsOfChangesOfOneEventApart() {
        failures.add(List.of(
                again(failure("eu-nurture", "vip", "INVALID_VALUE", 1), 0, "REFUSED", 1),
                again(failure("eu-nurture", "lapsed", "INVALID_VALUE", 1), 0, "ACCESS_DENIED", 1)));

        assertThat(failures.attempts("profiles-0@1", "eu-nurture", "vip", "person")).extracting(FailureAttempt::reason).containsExactly("REFUSED");
        assertThat(failures.attempts("profiles-0@1", null, null, null)).hasSize(2);
        assertThat(failures.attempts("profiles-0@2", null, null, null)).isEmpty();
    }

    @Test
    void aLaterAttemptIsShownThoughItsClockWasBehind() {
        Failure first = failure("eu-nurture", "vip", "INVALID_VALUE", 100);

        failures.add(List.of(again(first, 1, "ACCESS_DENIED", 50), first));

        assertThat(failures.page(FailureFilter.ALL, 10, 0)).singleElement().satisfies(row -> assertThat(row.reason()).isEqualTo("ACCESS_DENIED"));
    }

    @Test
    void countsReplaysThatDidNotFailToo() {
        failures.add(List.of(failure("eu-nurture", "vip", "INVALID_VALUE", 1)));

        failures.replayed(failures.page(FailureFilter.ALL, 10, 0), NOON);
        failures.replayed(failures.page(FailureFilter.ALL, 10, 0), NOON);

        assertThat(failures.page(FailureFilter.ALL, 10, 0)).singleElement().satisfies(row -> {
            assertThat(row.replays()).isEqualTo(2);
            assertThat(row.attempt()).isZero();
        });
    }

    @Test
    void replaysNothingWhileTheStateIsLost() {
        failures.add(List.of(failure("eu-nurture", "vip", "INVALID_VALUE", 1)));
        JdbcClient.create(database).sql("insert into setting (name, content) values ('state-lost', '2026-11-23T12:00:00Z')").update();

        assertThatExceptionOfType(ReplayRefusedException.class).isThrownBy(() -> failures.requestReplay(FailureFilter.ALL, NOON))
                .withMessageContaining("POST /api/settle");
        assertThat(failures.toReplay(10)).isEmpty();

        JdbcClient.create(database).sql("delete from setting where name = 'state-lost'").update();
        assertThat(failures.requestReplay(FailureFilter.ALL, NOON).requested()).isOne();
    }

    @Test
    void aReplayGoesThroughItsStates() {
        failures.add(List.of(failure("eu-nurture", "vip", "INVALID_VALUE", 1)));
        assertThat(states()).containsExactly(FailureState.OPEN);

        failures.requestReplay(FailureFilter.ALL, NOON);
        assertThat(states()).containsExactly(FailureState.REPLAY_REQUESTED);

        failures.replayed(failures.toReplay(10), NOON.plusSeconds(10));
        assertThat(states()).containsExactly(FailureState.REPLAYED);

        failures.add(List.of(again(failure("eu-nurture", "vip", "INVALID_VALUE", 1), 1, "ACCESS_DENIED", 11)));
        assertThat(states()).containsExactly(FailureState.OPEN);
        assertThat(failures.countByState()).containsOnly(entry(FailureState.OPEN, 1L));
    }

    @Test
    void aReplayMayFailBeforeItIsNotedAsSent() {
        Failure first = failure("eu-nurture", "vip", "INVALID_VALUE", 1);
        failures.add(List.of(first));
        failures.requestReplay(FailureFilter.ALL, NOON);
        List<Failure> sent = failures.toReplay(10);

        failures.add(List.of(again(first, 1, "ACCESS_DENIED", 11)));
        failures.replayed(sent, NOON.plusSeconds(12));

        assertThat(states()).containsExactly(FailureState.OPEN);
    }

    @Test
    void whatIsResolvedStaysSoThoughItsDeadLettersAreReadAgainOrItsReplayIsNotedLate() {
        Failure first = failure("eu-nurture", "vip", "INVALID_VALUE", 1);
        failures.add(List.of(first));
        failures.requestReplay(FailureFilter.ALL, NOON);
        List<Failure> sent = failures.toReplay(10);
        resolve(NOON.plusSeconds(10));

        failures.replayed(sent, NOON.plusSeconds(11));
        failures.add(List.of(first));
        failures.addAgain(List.of(first));

        assertThat(states()).containsExactly(FailureState.RESOLVED);
        assertThat(failures.requestReplay(FailureFilter.ALL, NOON)).isEqualTo(new ReplayRequest(0, 0, null));
    }

    @Test
    void whatFailsAfterItWasResolvedIsOpenAgain() {
        Failure first = failure("eu-nurture", "vip", "INVALID_VALUE", 1);
        failures.add(List.of(first));
        resolve(NOON.plusSeconds(10));

        failures.add(List.of(again(first, 0, "ACCESS_DENIED", 20)));

        assertThat(failures.page(FailureFilter.ALL, 10, 0)).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo(FailureState.OPEN);
            assertThat(row.resolvedAt()).isNull();
            assertThat(row.reason()).isEqualTo("ACCESS_DENIED");
        });
        assertThat(countedAs()).containsExactly("ACCESS_DENIED");
    }

    @Test
    void onlyWhatHasJustFailedIsKnownToBeCounted() {
        failures.add(List.of(failure("eu-nurture", "vip", "INVALID_VALUE", 1)));
        failures.addAgain(List.of(failure("eu-nurture", "vip", "REFUSED", 2)));
        failures.add(List.of(new Failure("profiles-0@3", "", "", "", "UNREADABLE", null, null, null, NOON, 0, 3, null, null, 0, 0, FailureState.OPEN, null, null)));

        assertThat(countedAs()).containsExactlyInAnyOrder("INVALID_VALUE", null, null);
    }

    @Test
    void countsWhatAFilterFindsUpToTenThousand() {
        failures.add(LongStream.range(0, 10_001).mapToObj(n -> failure("eu-nurture", n == 0 ? "lapsed" : "vip", "INVALID_VALUE", n)).toList());

        assertThat(failures.count(new FailureFilter(null, null, "vip", null, null, null, null, null))).hasValue(10_000);
        assertThat(failures.count(new FailureFilter(null, null, null, null, null, FailureState.RESOLVED, null, null))).hasValue(0);
        assertThat(failures.count(FailureFilter.ALL)).isEmpty();
    }

    @Test
    void forgetsWhatIsOldUnlessItIsStillToBeSentAgain() {
        Failure wanted = failure("eu-nurture", "vip", "INVALID_VALUE", 1);
        Failure replayed = failure("eu-nurture", "vip", "INVALID_VALUE", 4);
        failures.add(List.of(wanted, failure("eu-nurture", "vip", "INVALID_VALUE", 2), failure("eu-nurture", "vip", "INVALID_VALUE", 3), replayed,
                failure("eu-nurture", "vip", "INVALID_VALUE", 10)));
        failures.requestReplay(new FailureFilter(wanted.origin(), null, null, null, null, null, null, null), NOON);
        failures.replayed(List.of(replayed), NOON.plusSeconds(10));

        assertThat(failures.forget(NOON.plusSeconds(10), 1)).isOne();
        assertThat(failures.forget(NOON.plusSeconds(10), 10)).isOne();
        assertThat(failures.forget(NOON.plusSeconds(10), 10)).isZero();

        assertThat(offsets(failures.page(FailureFilter.ALL, 10, 0))).isEqualTo("10 4 1");
        assertThat(failures.attempts("profiles-0@2", null, null, null)).isEmpty();
        assertThat(failures.attempts("profiles-0@10", null, null, null)).hasSize(1);
    }

    /** As delivery does. */
    private void resolve(Instant at) {
        JdbcClient.create(database)
                .sql("update failure set resolved_at = ?, resolved_as = 'ACTIVATED', counted_as = null, state = 'RESOLVED'")
                .param(at.atOffset(ZoneOffset.UTC))
                .update();
    }

    private List<FailureState> states() {
        return failures.page(FailureFilter.ALL, 10, 0).stream().map(Failure::state).toList();
    }

    private List<String> countedAs() {
        return JdbcClient.create(database).sql("select counted_as from failure").query((row, n) -> row.getString(1)).list();
    }

    private static Failure again(Failure first, int attempt, String reason, long second) {
        return new Failure(first.origin(), first.dataflow(), first.audience(), first.identity(), reason, null, null, null, NOON.plusSeconds(second), 0,
                1_000 + second, null, null, attempt, attempt, FailureState.OPEN, null, null);
    }

    private static String offsets(List<Failure> failures) {
        return failures.stream().map(failure -> Long.toString(failure.deadLetterOffset())).collect(Collectors.joining(" "));
    }

    private static Failure failure(String dataflow, String audience, String reason, long second) {
        return new Failure("profiles-0@" + second, dataflow, audience, "person", reason, null, null, null,
                NOON.plusSeconds(second), 0, second, null, null, 0, 0, FailureState.OPEN, null, null);
    }
}
