package io.github.listward.activation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.LastOutcomes.LastOutcome;
import io.github.listward.activation.LastOutcomes.Weight;
import io.github.listward.profile.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

class LastOutcomesTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    private final JdbcTemplate database = Database.emptyForTemplate();
    private final LastOutcomes outcomes = new LastOutcomes(database, new JdbcTransactionManager(database.getDataSource()), Clock.fixed(TEN, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # kept: minute of the wish, settling, direction, outcome | next | whether it replaces the one that is kept
            1 0 in activated added          | 2 0 in failed INVALID_VALUE     | true
            2 0 in activated added          | 1 0 in failed INVALID_VALUE     | false
            1 0 in failed REFUSED           | 1 0 in activated added          | true
            1 0 in activated added          | 1 0 in excluded UNCHANGED       | false
            1 0 in activated added          | 2 0 in excluded UNCHANGED       | false
            1 0 in activated added          | 2 0 out excluded UNCHANGED      | true
            1 0 in failed REFUSED           | 1 5 in excluded UNCHANGED       | false
            1 0 in failed REFUSED           | 2 0 in excluded UNCHANGED       | true
            1 0 in excluded NO_MATCH        | 1 5 in excluded UNCHANGED       | false
            1 0 in excluded PAUSED          | 1 5 in excluded UNCHANGED       | true
            1 0 in held LIST_MISSING        | 1 0 in excluded UNCHANGED       | true
            1 0 in held LIST_MISSING        | 1 0 in activated added          | true
            1 0 in activated added          | 2 0 in held LIST_MISSING        | true
            2 0 in activated added          | 1 0 in held LIST_MISSING        | false
            2 0 in activated added          | 1 0 out excluded STALE          | false
            1 0 in activated added          | 2 0 out excluded STALE          | false
            2 0 out excluded STALE          | 1 0 in activated added          | true
            1 5 in activated added          | 1 0 in excluded PAUSED          | false
            1 0 in activated added          | 2 0 in excluded PAUSED          | true
            """)
    void keepsWhatDecidedTheNewestWish(String kept, String next, boolean replaces) {
        String expected = replaces ? words(next) : words(kept);

        outcomes.put(List.of(outcome(kept)));
        outcomes.put(List.of(outcome(next)));
        assertThat(all()).as("one after the other").containsExactly(expected);

        database.update("delete from last_outcome");
        outcomes.put(List.of(outcome(kept), outcome(next)));
        assertThat(all()).as("in one set").containsExactly(expected);
    }

    @Test
    void keepsOneForEachPersonAndAudience() {
        outcomes.put(IntStream.range(0, 6_000)
                .mapToObj(i -> new LastOutcome("person" + i % 3_000, "eu-nurture", i < 3_000 ? "vip" : "news", true, "activated", "added", null, null, Weight.DECIDES, TEN,
                        new Position("profiles", 0, i), 0, 0))
                .toList());

        assertThat(all()).hasSize(6_000);
    }

    private List<String> all() {
        return database.queryForList("select outcome || ' ' || reason from last_outcome", String.class);
    }

    private static String words(String text) {
        String[] parts = text.split(" ");
        return parts[3] + " " + parts[4];
    }

    private static LastOutcome outcome(String text) {
        String[] parts = text.split(" ");
        Weight weight = switch (parts[4]) {
            case "STALE" -> Weight.PASSES;
            case "UNCHANGED" -> Weight.CONFIRMS;
            case "PAUSED", "LIST_MISSING" -> Weight.WAITS;
            default -> Weight.DECIDES;
        };
        long minute = Long.parseLong(parts[0]);
        return new LastOutcome("ada", "eu-nurture", "vip", parts[2].equals("in"), parts[3], parts[4], null, null, weight, TEN.plusSeconds(60 * minute),
                new Position("profiles", 0, minute), Long.parseLong(parts[1]), 0);
    }
}
