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

        List<Failure> found = failures.page(new FailureFilter(dataflow, audience, reason, from, to), 10, 0);

        assertThat(offsets(found)).isEqualTo(offsets == null ? "" : offsets);
    }

    @Test
    void pagesThroughThemNewestFirst() {
        failures.add(LongStream.range(0, 5).mapToObj(n -> failure("eu-nurture", "vip", "INVALID_VALUE", n)).toList());

        assertThat(offsets(failures.page(all(), 2, 0))).isEqualTo("4 3");
        assertThat(offsets(failures.page(all(), 2, 4))).isEqualTo("0");
    }

    @Test
    void handsOverEveryOne() {
        failures.add(LongStream.range(0, 1_234).mapToObj(n -> failure("eu-nurture", "vip", "INVALID_VALUE", n)).toList());

        List<Failure> seen = new ArrayList<>();
        failures.forEach(all(), seen::add);

        assertThat(seen).hasSize(1_234);
        assertThat(seen.get(0).deadLetterOffset()).isEqualTo(1_233);
    }

    private static FailureFilter all() {
        return new FailureFilter(null, null, null, null, null);
    }

    private static String offsets(List<Failure> failures) {
        return failures.stream().map(failure -> Long.toString(failure.deadLetterOffset())).collect(Collectors.joining(" "));
    }

    private static Failure failure(String dataflow, String audience, String reason, long second) {
        return new Failure("profiles-0@" + second, dataflow, audience, "", reason, null, null, null, NOON.plusSeconds(second), 0, second);
    }
}
