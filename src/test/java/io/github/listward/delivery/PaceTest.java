package io.github.listward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource({"0, 300", "1, 300", "10, 3000", "133, 39900", "250, 40000"})
    void waitsForFullCallsOrAFullFlush(int groups, long enough) {
        assertThat(Pace.enough(groups, 40_000)).isEqualTo(enough);
    }
}
