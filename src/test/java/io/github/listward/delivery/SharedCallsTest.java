package io.github.listward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedCallsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # calls | vip | news | gold | vip | news | gold
            3       | 1   | 1    | 1    | 1   | 1    | 1
            4       | 300 | 100  | 0    | 3   | 1    | 0
            1       | 1   | 299  | 0    | 0   | 1    | 0
            2       | 1   | 1    | 1    | 1   | 1    | 0
            7       | 500 | 300  | 200  | 4   | 2    | 1
            0       | 5   | 5    | 5    | 0   | 0    | 0
            """)
    void goToWhoTookThemAndAddUp(int calls, long ofVip, long ofNews, long ofGold, int vip, int news, int gold) {
        Map<String, Long> weights = new TreeMap<>(Map.of("1 vip", ofVip, "2 news", ofNews, "3 gold", ofGold));

        Map<String, Integer> shares = SharedCalls.byLargestRemainder(calls, weights);

        assertThat(shares.getOrDefault("1 vip", 0)).isEqualTo(vip);
        assertThat(shares.getOrDefault("2 news", 0)).isEqualTo(news);
        assertThat(shares.getOrDefault("3 gold", 0)).isEqualTo(gold);
        assertThat(shares.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(calls);
    }
}
