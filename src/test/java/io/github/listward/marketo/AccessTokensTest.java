package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class AccessTokensTest {

    private final PassingTime time = new PassingTime("2026-11-23T12:00:00Z");
    private final AccessTokens tokens = new AccessTokens(new ObjectMapper(), time, time, new CallMeters(new SimpleMeterRegistry()));
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer identity;
    private Instance instance;

    @BeforeEach
    void start() throws IOException {
        identity = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        identity.createContext("/identity/oauth/token", this::answer);
        identity.start();
        instance = instance("123-ABC-456", "client-1");
    }

    @AfterEach
    void stop() {
        identity.stop(0);
    }

    @Test
    void keepsATokenUntilAMinuteBeforeItsEnd() {
        gives("first", 3600);
        gives("second", 3600);

        assertThat(token()).isEqualTo("first");
        time.passes(Duration.ofSeconds(3539));
        assertThat(token()).isEqualTo("first");
        time.passes(Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("second");
        assertThat(asked).hasSize(2);
    }

    @Test
    void usesATokenToItsEndWhenMarketoGivesTheSameAgain() {
        gives("first", 3600);
        gives("first", 60);
        gives("second", 3600);

        token();
        time.passes(Duration.ofSeconds(3540));
        assertThat(token()).isEqualTo("first");
        time.passes(Duration.ofSeconds(59));
        assertThat(token()).isEqualTo("first");
        time.passes(Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("second");
        assertThat(asked).hasSize(3);
    }

    @Test
    void waitsForTheNextTokenWhenThisOneHasNoLifeLeft() {
        gives("first", 0);
        gives("second", 3600);

        assertThat(token()).isEqualTo("second");
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(1_500));
    }

    @Test
    void sharesOneRequestAmongAllWhoWait() throws Exception {
        gives("first", 3600);
        ExecutorService callers = Executors.newFixedThreadPool(20);

        List<Future<String>> given = IntStream.range(0, 20).mapToObj(i -> callers.submit(this::token)).toList();
        for (Future<String> one : given) {
            assertThat(one.get()).isEqualTo("first");
        }
        callers.shutdown();

        assertThat(asked).hasSize(1);
    }

    @Test
    void keepsTheTokensOfClientsApart() {
        gives("first", 3600);
        gives("second", 3600);

        assertThat(token()).isEqualTo("first");
        assertThat(tokens.current(instance("123-ABC-456", "client-2")).value().value()).isEqualTo("second");
        assertThat(token()).isEqualTo("first");
    }

    @Test
    void forgetsARejectedTokenButNotItsSuccessor() {
        gives("first", 3600);
        gives("second", 3600);
        AccessToken first = tokens.current(instance);
        AccessTokenRejectedException rejection = new AccessTokenRejectedException("rejected", "601", "Access token invalid", null);

        assertThatExceptionOfType(AccessTokenRejectedException.class).isThrownBy(() -> tokens.forget(first, rejection)).isSameAs(rejection);
        assertThat(token()).isEqualTo("second");
        assertThatExceptionOfType(AccessTokenRejectedException.class).isThrownBy(() -> tokens.forget(first, rejection));
        assertThat(token()).isEqualTo("second");
    }

    @Test
    void keepsTheSecretOutOfTheUrl() {
        gives("first", 3600);

        token();

        assertThat(asked).containsExactly(
                "POST /identity/oauth/token grant_type=client_credentials&client_id=client-1&client_secret=s%26cret+%E2%9C%93");
    }

    @Test
    void saysWhichCredentialsAreRefusedAndWhereTheRightOnesAre() {
        status = 401;
        answers.add("{\"error\":\"unauthorized\",\"error_description\":\"No client with requested id: client-1\"}");

        assertThatExceptionOfType(MarketoRefusedException.class).isThrownBy(this::token)
                .withMessageContaining("client-id and client-secret of instance 123-ABC-456 in listward.instances")
                .withMessageContaining("Admin > LaunchPoint")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("client-1", "s&cret"))
                .satisfies(refused -> assertThat(refused.reaction()).isEqualTo(Reaction.REFUSE_SETUP));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | oops
            503 | {"access_token":"t","expires_in":3600}
            403 | forbidden
            200 | <html>Sign in as ada@example.com</html>
            200 | {"token_type":"bearer"}
            200 | {"access_token":"t"}
            200 | {"access_token":"","expires_in":3600}
            """)
    void isUnavailableWhenNoTokenComes(int httpStatus, String body) {
        status = httpStatus;
        answers.add(body);

        assertThatExceptionOfType(MarketoUnavailableException.class).isThrownBy(this::token)
                .satisfies(unavailable -> assertThat(unavailable.getMessage()).doesNotContain("ada@example.com"))
                .withMessageContaining("123-ABC-456");
    }

    @Test
    void isUnavailableWhenNobodyListens() {
        identity.stop(0);

        assertThatExceptionOfType(MarketoUnavailableException.class).isThrownBy(this::token).withCauseInstanceOf(IOException.class);
    }

    @Test
    void asksAgainAfterAFailure() {
        answers.add("no token");
        gives("first", 3600);

        assertThatExceptionOfType(MarketoUnavailableException.class).isThrownBy(this::token);
        assertThat(token()).isEqualTo("first");
    }

    @Test
    void neverPrintsAToken() {
        gives("secret-token", 3600);

        assertThat(tokens.current(instance)).asString().doesNotContain("secret-token");
    }

    private String token() {
        return tokens.current(instance).value().value();
    }

    private Instance instance(String munchkinId, String clientId) {
        return new Instance(munchkinId, URI.create("http://localhost:" + identity.getAddress().getPort()), clientId, new Secret("s&cret ✓"), 50, 5, 50_000, 1000, 5, null, DataSize.ofMegabytes(400));
    }

    private void gives(String token, int expiresInSeconds) {
        answers.add("{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + expiresInSeconds + ",\"scope\":\"api@example.com\"}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = answers.get(asked.size() - 1).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
