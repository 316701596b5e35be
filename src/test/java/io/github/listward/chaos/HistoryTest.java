package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of histories, judged: it must find what went back, and forgive what was merely left out or said again. */
class HistoryTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # wishes of each profile: + wants it, - does not | moves: + added, - removed | moves that fit
            +       |         | 0
            +       | +       | 1
            + -     | -       | 1
            + -     | + -     | 2
            + -     | + + - - | 4
            + -     | + - +   | 2
            + - +   | + - +   | 3
            + - + + | + - + - | 3
            -       | +       | 0
            -       | - -     | 2
            + , +   | +       | 1
            + , +   | + -     | 1
            + - , + | + -     | 2
            + - , + | + - +   | 3
            + - , + | + - + - | 3
            + - , + - | + - + - | 4
            """)
    void tellsHowManyMovesFollowTheOrderOfWishes(String profiles, String moves, int fitting) {
        List<List<Boolean>> timelines = Arrays.stream(profiles.split(",")).map(HistoryTest::signs).toList();

        assertThat(History.fitting(timelines, signs(moves == null ? "" : moves))).isEqualTo(fitting);
    }

    private static List<Boolean> signs(String text) {
        return Stream.of(text.strip().split(" ")).filter(sign -> !sign.isEmpty()).map("+"::equals).toList();
    }
}
