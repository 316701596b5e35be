package io.github.listward.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckedPasswordsTest {

    private final CheckedPasswords passwords = new CheckedPasswords();
    private final String encoded = passwords.encode("let me in");

    @Test
    void knowsARightPasswordAgainWithoutWorkingItOut() {
        assertThat(passwords.matches("let me in", encoded)).isTrue();

        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(passwords.matches("let me in", encoded)).isTrue();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("bcrypt takes minutes for it").isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void takesNoOtherPasswordBeforeNorAfter() {
        assertThat(passwords.matches("let me out", encoded)).isFalse();
        assertThat(passwords.matches("let me in", encoded)).isTrue();
        assertThat(passwords.matches("let me out", encoded)).isFalse();
        assertThat(passwords.matches("let me in", passwords.encode("another"))).isFalse();
        assertThat(passwords.upgradeEncoding("{noop}plain")).as("a plain one stays plain").isFalse();
    }
}
