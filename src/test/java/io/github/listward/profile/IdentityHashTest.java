package io.github.listward.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentityHashTest {

    private final IdentityHash hash = new IdentityHash(new byte[32]);

    @Test
    void is22CharactersThatFitAUrl() {
        assertThat(hash.of("email", "ada@example.com")).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void ignoresSurroundingSpaceAndTheCaseOfAnEmail() {
        assertThat(hash.of("Email", " Ada@Example.com ")).isEqualTo(hash.of("email", "ada@example.com"));
    }

    @Test
    void keepsTheCaseOfAnythingElse() {
        assertThat(hash.of("crmId", "a1")).isNotEqualTo(hash.of("crmId", "A1"));
        assertThat(hash.of("crmId", " a1 ")).isEqualTo(hash.of("crmId", "a1"));
    }

    @Test
    void keepsEqualValuesOfDifferentFieldsApart() {
        assertThat(hash.of("ecid", "1")).isNotEqualTo(hash.of("crmId", "1"));
    }

    @Test
    void dependsOnTheKey() {
        assertThat(new IdentityHash(new byte[] {1}).of("email", "ada@example.com")).isNotEqualTo(hash.of("email", "ada@example.com"));
    }

    @Test
    void isTheSameFromManyThreads() {
        List<String> alone = IntStream.range(0, 1_000).mapToObj(i -> hash.of("crmId", "" + i)).toList();

        List<String> together = IntStream.range(0, 1_000).parallel().mapToObj(i -> hash.of("crmId", "" + i)).toList();

        assertThat(together).isEqualTo(alone);
    }
}
