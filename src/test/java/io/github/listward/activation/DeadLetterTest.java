package io.github.listward.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    @Test
    void isReadAsItWasWritten() {
        var letter = new DeadLetter("INVALID_VALUE", "Straße is too long", "1003", "6860#17061", "profiles-3@42", "eu-nurture",
                "Größte Kunden", "Zk0mN3bqRr2v1xkQn0Yp5w", Instant.parse("2026-11-23T10:15:30.123Z"), 3);

        assertThat(DeadLetter.read(letter.headers()::get)).isEqualTo(letter);
    }

    @Test
    void leavesOutWhatIsAbsent() {
        var letter = new DeadLetter("UNREADABLE", null, null, null, "profiles-3@42", null, null, null, null, 0);

        assertThat(letter.headers()).containsOnlyKeys("listward-reason", "listward-origin");
        assertThat(DeadLetter.read(letter.headers()::get)).isEqualTo(letter);
    }

    @Test
    void takesAnUnusableTimeForNone() {
        var headers = Map.of("listward-at", "yesterday".getBytes(StandardCharsets.UTF_8));

        assertThat(DeadLetter.read(headers::get).at()).isNull();
    }
}
