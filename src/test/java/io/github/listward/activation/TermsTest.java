package io.github.listward.activation;

import static io.github.listward.activation.ActivationBuilder.NOW;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            start                | end                  | at its end it keeps | at its end it clears
                                 |                      | OPEN                | OPEN
            2026-05-01T12:00:00Z |                      | OPEN                | OPEN
            2026-05-01T12:00:01Z |                      | OUT_OF_SCHEDULE     | OUT_OF_SCHEDULE
                                 | 2026-05-01T12:00:01Z | OPEN                | OPEN
                                 | 2026-05-01T12:00:00Z | OUT_OF_SCHEDULE     | ENDED
            2026-04-01T00:00:00Z | 2026-06-01T00:00:00Z | OPEN                | OPEN
            """, useHeadersInDisplayName = true)
    void areOpenFromTheStartUntilBeforeTheEnd(String start, String end, Terms keeping, Terms clearing) {
        assertThat(Terms.of(anActivation().between(start, end).build(), false, NOW)).isEqualTo(keeping);
        assertThat(Terms.of(anActivation().between(start, end).clearing().build(), false, NOW)).isEqualTo(clearing);
    }

    @Test
    void areThoseOfAPauseWhoeverPauses() {
        assertThat(Terms.of(anActivation().withAudienceOff().build(), false, NOW)).isEqualTo(Terms.PAUSED);
        assertThat(Terms.of(anActivation().withDataflowOff().build(), false, NOW)).isEqualTo(Terms.PAUSED);
        assertThat(Terms.of(anActivation().build(), true, NOW)).isEqualTo(Terms.PAUSED);
    }

    @Test
    void clearAnEndedAudienceEvenIfItIsPaused() {
        assertThat(Terms.of(anActivation().between(null, "2026-05-01T12:00:00Z").clearing().withAudienceOff().build(), true, NOW)).isEqualTo(Terms.ENDED);
    }
}
