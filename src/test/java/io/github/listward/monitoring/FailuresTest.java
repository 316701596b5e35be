package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Failures failures = FailureTable.empty();

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

        List<Failure> found = failures.page(new FailureFilter(null, dataflow, audience, null, reason, from, to), 10, 0);

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
        failures.add(LongStream.range(0, 1_234).mapToObj(n -> failure("eu-nurture", "vip", "INVALID_VALUE", n)).toList());

        List<Failure> seen = new ArrayList<>();
        failures.forEach(FailureFilter.ALL, seen::add);

        assertThat(seen).hasSize(1_234);
        assertThat(seen.get(0).deadLetterOffset()).isEqualTo(1_233);
    }

    @Test
    void replaysTheOnesAskedForInTheOrderTheyFailed() {
        failures.add(List.of(
                failure("eu-nurture", "vip", "INVALID_VALUE", 2),
                failure("eu-nurture", "vip", "INVALID_VALUE", 1),
                failure("eu-nurture", "lapsed", "INVALID_VALUE", 3)));

        ReplayRequest request = failures.requestReplay(new FailureFilter(null, null, "vip", null, null, null, null), NOON);

        assertThat(request).isEqualTo(new ReplayRequest(2, 0, null));
        assertThat(offsets(failures.toReplay(10))).isEqualTo("1 2");
        assertThat(offsets(failures.toReplay(1))).isEqualTo("1");
    }

    @Test
    void replaysASingleOne() {
        failures.add(List.of(failure("eu-nurture", "vip", "INVALID_VALUE", 1), failure("eu-nurture", "vip", "INVALID_VALUE", 2)));

        failures.requestReplay(new FailureFilter("profiles-0@2", "eu-nurture", "vip", "person", null, null, null), NOON);

        assertThat(offsets(failures.toReplay(10))).isEqualTo("2");
    }

    @Test
    void refusesToReplayWhatWasNeverQueued() {
        failures.add(List.of(new Failure("profiles-0@1", "", "", "", "UNREADABLE", null, null, null, NOON, 0, 1, null, null)));

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

    private static String offsets(List<Failure> failures) {
        return failures.stream().map(failure -> Long.toString(failure.deadLetterOffset())).collect(Collectors.joining(" "));
    }

    private static Failure failure(String dataflow, String audience, String reason, long second) {
        return new Failure("profiles-0@" + second, dataflow, audience, "person", reason, null, null, null,
                NOON.plusSeconds(second), 0, second, null, null);
    }
}
