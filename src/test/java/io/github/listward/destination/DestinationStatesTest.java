package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DestinationStatesTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Problem NO_FOLDER = new Problem("listward.dataflows[eu].audiences[0].folder", "names no folder", "Create it");

    private final DestinationStates states = new DestinationStates();

    @Test
    void aDestinationNobodyAskedMarketoAboutIsUnchecked() {
        assertThat(states.of("europe").status()).isEqualTo(DestinationState.Status.UNCHECKED);
    }

    @Test
    void aDestinationIsDownWithAProblemUntilItIsUp() {
        states.down("europe", NO_FOLDER, NOON);
        assertThat(states.of("europe")).isEqualTo(new DestinationState(DestinationState.Status.DOWN, NO_FOLDER, NOON));

        states.up("europe", NOON.plusSeconds(60));
        assertThat(states.of("europe")).isEqualTo(new DestinationState(DestinationState.Status.UP, null, NOON.plusSeconds(60)));
        assertThat(states.of("america").status()).isEqualTo(DestinationState.Status.UNCHECKED);
    }

    @Test
    void seeingTheSameAgainDoesNotRestartTheTime() {
        states.down("europe", NO_FOLDER, NOON);
        states.down("europe", NO_FOLDER, NOON.plusSeconds(60));

        assertThat(states.of("europe").since()).isEqualTo(NOON);
    }

    @Test
    void anotherProblemIsAnotherState() {
        states.down("europe", NO_FOLDER, NOON);
        states.down("europe", new Problem("listward.destinations[0].partition", "names no partition", "Create it"), NOON.plusSeconds(60));

        assertThat(states.of("europe").since()).isEqualTo(NOON.plusSeconds(60));
    }
}
