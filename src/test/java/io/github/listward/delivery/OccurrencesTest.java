package io.github.listward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.profile.IdentityHash;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OccurrencesTest {

    private final IdentityHash hash = new IdentityHash("a key of tests".getBytes(StandardCharsets.UTF_8));
    private final Occurrences occurrences = new Occurrences();

    @Test
    void tellsOnceFromMoreOftenAndNever() {
        IntStream.range(0, 100_000).forEach(i -> occurrences.add(person(i)));
        IntStream.range(0, 100_000).filter(i -> i % 3 == 0).forEach(i -> occurrences.add(person(i)));
        IntStream.range(0, 100_000).filter(i -> i % 9 == 0).forEach(i -> occurrences.add(person(i)));

        assertThat(IntStream.range(0, 100_000)).allMatch(i -> occurrences.isOnce(person(i)) == (i % 3 != 0));
        assertThat(occurrences.isOnce(person(100_000))).isFalse();
    }

    private String person(int number) {
        return hash.of("email", "person" + number + "@example.com");
    }
}
