package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallWindowTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final CallWindow window = new CallWindow();

    @Test
    void countsACallForTwentySecondsAfterItsAnswer() {
        assertThat(enter(0)).isZero();
        assertThat(enter(1)).isZero();
        window.leave(at(3));
        window.leave(at(4));

        assertThat(enter(5)).isEqualTo(Duration.ofSeconds(18));
        assertThat(enter(22.9)).isEqualTo(Duration.ofMillis(100));
        assertThat(enter(23)).isZero();
        assertThat(enter(23)).isEqualTo(Duration.ofSeconds(1));
        assertThat(enter(24)).isZero();
    }

    @Test
    void countsACallThatIsNotAnsweredForAsLongAsThatTakes() {
        enter(0);
        enter(0);

        assertThat(enter(90)).isPositive();
        window.leave(at(90));
        assertThat(enter(109)).isEqualTo(Duration.ofSeconds(1));
        assertThat(enter(110)).isZero();
    }

    @Test
    void waitsNoLongerWhenTheClockIsSetBack() {
        enter(3_600);
        enter(3_600);
        window.leave(at(3_600));
        window.leave(at(3_600));

        assertThat(enter(0)).isEqualTo(Duration.ofSeconds(20));
        assertThat(enter(20)).isZero();
    }

    @Test
    void isWholeWhenItHasHeldCallsForTwentySeconds() {
        enter(0);
        window.leave(at(1));
        assertThat(window.isWhole(at(19.9))).isFalse();
        enter(19.9);
        assertThat(window.isWhole(at(20))).isTrue();

        window.leave(at(21));
        enter(41);
        assertThat(window.isWhole(at(41))).as("somebody else may have called meanwhile").isFalse();
        assertThat(window.isWhole(at(61))).isTrue();
    }

    private Duration enter(double second) {
        return window.enter(at(second), 2);
    }

    private static Instant at(double second) {
        return NOON.plusMillis(Math.round(second * 1000));
    }
}
