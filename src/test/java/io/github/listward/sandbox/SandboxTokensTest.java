package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxTokensTest {

    private static final String PARTITIONS = "/rest/v1/leads/partitions.json";

    private final SettableClock clock = new SettableClock("2026-07-01T12:00:00Z");
    private final MarketoSandbox marketo =
            MarketoSandbox.builder().clock(clock).client("demo-client", "demo-secret").client("other", "secret").start();
    private final Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void countsDownTheLifeOfATokenAndGivesAnotherAfterwards() {
        String first = wire.token().path("access_token").asText();

        clock.advance(Duration.ofSeconds(3599));
        assertThat(wire.token().path("access_token").asText()).isEqualTo(first);
        assertThat(wire.token().path("expires_in").asInt()).isOne();

        clock.advance(Duration.ofSeconds(1));
        assertThat(wire.token().path("access_token").asText()).isNotEqualTo(first);
        assertThat(wire.token().path("expires_in").asInt()).isEqualTo(3600);
    }

    @Test
    void answersAnExpiredTokenWith602OnceAndThenWith601() {
        assertThat(verdict()).isEqualTo("success");

        clock.advance(Duration.ofHours(1));

        assertThat(verdict()).isEqualTo("602");
        assertThat(verdict()).isEqualTo("601");
    }

    @Test
    void canMakeTokensExpireOrBeUnknown() {
        verdict();
        marketo.expiresTokens();
        assertThat(verdict()).isEqualTo("602");

        wire.forgetToken();
        assertThat(verdict()).isEqualTo("success");
        marketo.revokesTokens();
        assertThat(verdict()).isEqualTo("601");

        wire.forgetToken();
        assertThat(verdict()).isEqualTo("success");
    }

    @Test
    void givesEveryClientItsOwnToken() {
        Wire other = new Wire(marketo.baseUrl().toString(), "other", "secret");

        assertThat(other.token().path("access_token")).isNotEqualTo(wire.token().path("access_token"));
    }

    @Test
    void takesCredentialsAsAFormToo() {
        String form = Wire.form("grant_type", "client_credentials", "client_id", "other", "client_secret", "secret");

        assertThat(Wire.json(wire.send(wire.anonymous("/identity/oauth/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))).path("token_type").asText())
                .isEqualTo("bearer");
        assertThat(marketo.tokenCalls()).isOne();
    }

    @Test
    void takesNoTokenButFromTheHeader() {
        String token = wire.token().path("access_token").asText();

        assertThat(Wire.verdict(Wire.json(wire.send(wire.anonymous(PARTITIONS + "?access_token=" + token))))).isEqualTo("603");
        assertThat(Wire.verdict(wire.get(PARTITIONS + "?access_token=" + token))).isEqualTo("603");
    }

    private String verdict() {
        return Wire.verdict(wire.get(PARTITIONS));
    }
}
