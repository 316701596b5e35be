package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.marketo.AccessTokenRejectedException;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.CallGate;
import io.github.listward.marketo.DailyCalls;
import io.github.listward.marketo.Describe;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRefusedException;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.MarketoThrottledException;
import io.github.listward.marketo.MarketoUnavailableException;
import io.github.listward.marketo.PassingTime;
import io.github.listward.marketo.RowVerdict;
import io.github.listward.sandbox.Fault;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.DisableJmx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@CamelSpringBootTest
@DisableJmx(false) // or it is off for every later test of this JVM
@SpringBootTest(
        classes = {MarketoCalls.class, CallMarketoRouteTest.Setting.class},
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "camel.main.routes-include-pattern=file:routes/call-marketo.camel.yaml,file:routes/failures.camel.yaml",
            "spring.datasource.url=jdbc:h2:mem:call-marketo;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
            "listward.marketo.http.connect-timeout-millis=500",
            "listward.marketo.http.response-timeout-millis=1000",
            "listward.marketo.retry.first-delay-millis=5",
            "listward.marketo.retry.longest-delay-millis=20",
        })
class CallMarketoRouteTest {

    private static final MarketoSandbox MARKETO = MarketoSandbox.builder().withoutLimits().latency(Duration.ofMillis(20)).start();
    private static final String INSTANCE = MARKETO.munchkinId();
    private static final MarketoRequest DESCRIBE = Describe.request(INSTANCE);
    private static final int TIMES = 7; // the call and six retries

    /** Another instance, as far as Listward knows. */
    private static final String OTHER = "456-GHI-789";

    private static final List<Socket> QUEUED = new ArrayList<>();
    private static final ServerSocket NO_TLS = speakingNoTls();
    private static final ServerSocket FULL = neverAccepting();
    private static final Map<String, String> UNREACHABLE = Map.of(
            "001-DNS-000", "http://marketo.invalid",
            "002-TLS-000", "https://localhost:" + NO_TLS.getLocalPort(),
            "003-OFF-000", "http://localhost:1",
            "004-SYN-000", "http://localhost:" + FULL.getLocalPort());

    @Autowired
    private ProducerTemplate camel;

    @Autowired
    private CamelContext context;

    @Autowired
    private PassingTime time;

    @Autowired
    private CallGate gate;

    @Autowired
    private DailyCalls dailyCalls;

    @Autowired
    private Alarms alarms;

    private int before;
    private int tokensBefore;

    static class Setting {

        @Bean
        Instances instances() {
            // A share far over Marketo's limit: time is not what these tests are about.
            List<Instance> all = new ArrayList<>(MarketoCalls.instances(MARKETO, 100_000, 3).all());
            UNREACHABLE.forEach((munchkinId, baseUrl) -> all.add(MarketoCalls.instance(munchkinId, URI.create(baseUrl), 100_000, 3)));
            all.add(MarketoCalls.instance(OTHER, MARKETO.baseUrl(), 100_000, 3));
            return new Instances(all);
        }

        @Bean
        @Primary
        PassingTime time() {
            return new PassingTime("2026-11-23T12:00:00Z");
        }
    }

    @BeforeEach
    void count() {
        before = MARKETO.calls();
        tokensBefore = MARKETO.tokenCalls();
    }

    @AfterEach
    void heal() {
        MARKETO.heals();
        time.passes(Duration.ofDays(2));
    }

    @AfterAll
    static void stop() {
        MARKETO.close();
        QUEUED.forEach(CallMarketoRouteTest::close);
        close(FULL);
        close(NO_TLS);
    }

    @Test
    void answersWithWhatMarketoSaysAndNothingElse() {
        Exchange done = camel.request("direct:caller", exchange -> {
            exchange.getMessage().setBody(DESCRIBE);
            exchange.getMessage().setHeader("X-Foreign", "ada@example.com");
        });

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getHeaders()).isEmpty();
        assertThat(done.getProperties()).doesNotContainKeys(Exchange.CHARSET_NAME, "marketoAccessToken");
        assertThat(Describe.of(done.getMessage().getBody(MarketoAnswer.class)).searchable()).contains("email");
    }

    @Test
    void writesAndReadsAnythingInUtf8() {
        call(syncLeads("zoe@example.com", "Zoë \"✓\" 東京"));

        assertThat(MARKETO.leadsWith("email", "zoe@example.com")).singleElement()
                .satisfies(lead -> assertThat(lead).containsEntry("firstName", "Zoë \"✓\" 東京"));
        MarketoAnswer found = call(MarketoRequest.longGet(INSTANCE, "find-leads", "/rest/v1/leads.json", List.of(
                Map.entry("filterType", "email"), Map.entry("filterValues", "zoe@example.com"), Map.entry("fields", "id,email,firstName"))));
        assertThat(found.rows()).extracting(row -> row.path("firstName").asText()).containsExactly("Zoë \"✓\" 東京");
    }

    @Test
    void keepsEveryOneOfRepeatedParameters() {
        long list = MARKETO.hasList("repeated & odd");
        List<Map.Entry<String, String>> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long lead = MARKETO.hasLead("repeated" + i + "@example.com");
            MARKETO.hasMember(list, lead);
            ids.add(Map.entry("id", String.valueOf(lead)));
        }

        MarketoAnswer removed = call(MarketoRequest.delete(INSTANCE, "remove-from-list", "/rest/v1/lists/" + list + "/leads.json", ids));

        assertThat(removed.rows()).hasSize(300).extracting(row -> RowVerdict.of(row).status()).containsOnly(RowVerdict.Status.REMOVED);
        assertThat(MARKETO.membersOf(list)).isEmpty();
    }

    @Test
    void sendsAnyNameAsItIs() {
        long list = MARKETO.hasList("50% + more & 'others'?");

        MarketoAnswer found = call(MarketoRequest.get(INSTANCE, "find-list", "/rest/asset/v1/staticList/byName.json",
                List.of(Map.entry("name", "50% + more & 'others'?"))));

        assertThat(found.rows()).extracting(row -> row.path("id").asLong()).containsExactly(list);
    }

    @Test
    void carriesABodyOfNearlyOneMegabyte() {
        ObjectNode body = new ObjectMapper().createObjectNode();
        ArrayNode input = body.putArray("input");
        for (int i = 0; i < 300; i++) {
            input.addObject().put("email", "large" + i + "@example.com").put("address", "x".repeat(3_000));
        }

        MarketoAnswer answer = call(MarketoRequest.postJson(INSTANCE, "sync-leads", "/rest/v1/leads.json", body));

        assertThat(answer.rows()).hasSize(300);
    }

    @Test
    void usesOneConnectionPoolForAllPaths() {
        call(DESCRIBE);
        call(MarketoRequest.get(INSTANCE, "partitions", "/rest/v1/leads/partitions.json", List.of()));
        call(syncLeads("pool@example.com", "Ada"));

        assertThat(context.getEndpoints()).filteredOn(HttpEndpoint.class::isInstance).hasSize(1);
    }

    @Test
    void waitsForTheRateInsteadOfFailing() {
        MARKETO.answersNext("606", 2);

        call(DESCRIBE);

        assertThat(calls()).isEqualTo(3);
        assertThat(time.sleeps()).endsWith(Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    @Test
    void givesUpWaitingForTheRateAfterAMinute() {
        MARKETO.breaks(Fault.THROTTLED_606);

        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> call(DESCRIBE))
                .satisfies(limit -> assertThat(limit.code()).isEqualTo("606"));

        assertThat(calls()).isBetween(3, 4);
    }

    @Test
    void isNotThrottledAtTheCostOfARetry() {
        MARKETO.answersNext("611", TIMES - 2);
        MARKETO.answersNext("606", 1);
        MARKETO.answersNext("615", 1);
        MARKETO.answersNext("602", 1);
        MARKETO.answersNext("611", 1);

        call(DESCRIBE);

        assertThat(calls()).isEqualTo(TIMES + 3);
    }

    @Test
    void leavesTheInstanceAloneWhenTheDailyQuotaIsUsed() {
        MARKETO.answersNext("607", 1);

        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> call(DESCRIBE))
                .satisfies(limit -> assertThat(limit.code()).isEqualTo("607"))
                .satisfies(limit -> assertThat(limit.retryAfter()).isEqualTo(gate.closedFor(INSTANCE)));
        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> call(DESCRIBE));

        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void renewsAnExpiredTokenOnceAndAtOnce() {
        call(DESCRIBE);
        MARKETO.expiresTokens();

        call(DESCRIBE);

        assertThat(calls()).isEqualTo(3);
        assertThat(MARKETO.tokenCalls()).isEqualTo(tokensBefore + 2);
    }

    @Test
    void renewsARevokedTokenOnceForAllCallers() throws Exception {
        call(DESCRIBE);
        MARKETO.revokesTokens();

        inParallel(9);

        assertThat(MARKETO.tokenCalls()).isBetween(tokensBefore + 2, tokensBefore + 4);
    }

    @Test
    void refusesWhenTheNewTokenIsRejectedToo() {
        MARKETO.answersNext("601", 2);

        assertThatExceptionOfType(AccessTokenRejectedException.class).isThrownBy(() -> call(DESCRIBE))
                .isInstanceOf(MarketoRefusedException.class)
                .withMessageContaining("Admin > LaunchPoint");

        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void beginsToCountAnewWithEachCall() {
        MARKETO.answersNext("601", 2);
        assertThatExceptionOfType(AccessTokenRejectedException.class).isThrownBy(() -> call(DESCRIBE));
        Exchange exchange = context.getEndpoint("direct:caller").createExchange();

        for (int round = 0; round < 3; round++) {
            MARKETO.answersNext("602", 1);
            MARKETO.answersNext("611", TIMES - 1);
            exchange.getMessage().setBody(DESCRIBE);
            camel.send("direct:caller", exchange);
            assertThat(exchange.getException()).isNull();
        }
    }

    @Test
    void asksAgainWhenAGatewayAnswers() {
        MARKETO.answersNext("502", 3);

        call(DESCRIBE);

        assertThat(calls()).isEqualTo(4);
    }

    @Test
    void isUnavailableWhenAGatewayIsAllThatAnswers() {
        call(DESCRIBE);
        MARKETO.breaks(Fault.BAD_GATEWAY);

        assertThatExceptionOfType(MarketoUnavailableException.class).isThrownBy(() -> call(DESCRIBE))
                .satisfies(unavailable -> assertThat(unavailable.code()).isEqualTo("http-502"));
    }

    @Test
    void triesAnUnknownCodeAgainAndThenIsUnavailable() {
        MARKETO.answersNext("4711", 100);

        assertThatExceptionOfType(MarketoUnavailableException.class).isThrownBy(() -> call(DESCRIBE))
                .satisfies(unavailable -> assertThat(unavailable.code()).isEqualTo("4711"));

        assertThat(calls()).isEqualTo(TIMES);
    }

    @Test
    void neverRepeatsWhatIsRefused() {
        assertThatExceptionOfType(MarketoRefusedException.class)
                .isThrownBy(() -> call(MarketoRequest.get(INSTANCE, "find-nothing", "/rest/v1/nothing.json", List.of())))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("610"));

        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForeverForAHangingAnswer() {
        call(DESCRIBE);
        MARKETO.breaks(Fault.HANGS);

        assertThatExceptionOfType(MarketoUnavailableException.class)
                .isThrownBy(() -> call("direct:call-marketo", DESCRIBE))
                .withMessageContaining("SocketTimeoutException");
    }

    @Test
    void repeatsACallWhoseAnswerGotLost() {
        MARKETO.breaksFor(Fault.DROPS_AFTER_COMMIT, Duration.ofMillis(10));

        call(syncLeads("lost@example.com", "Ada"));

        assertThat(MARKETO.leadsWith("email", "lost@example.com")).hasSize(1);
    }

    @Test
    void sendsNothingTwiceByItself() {
        call(DESCRIBE);
        MARKETO.breaks(Fault.DROPS_AFTER_COMMIT);
        int sent = MARKETO.calls();

        assertThatExceptionOfType(MarketoUnavailableException.class)
                .isThrownBy(() -> call("direct:call-marketo", DESCRIBE));

        assertThat(MARKETO.calls()).isEqualTo(sent + 1);
    }

    @Test
    void takesHalfAnAnswerForNone() {
        call(DESCRIBE);
        MARKETO.breaks(Fault.TRUNCATES_JSON);

        assertThatExceptionOfType(MarketoUnavailableException.class)
                .isThrownBy(() -> call("direct:call-marketo", DESCRIBE));
    }

    @ParameterizedTest
    @CsvSource({
        "001-DNS-000, UnknownHostException",
        "002-TLS-000, SSL",
        "003-OFF-000, ConnectException",
        "004-SYN-000, ConnectTimeoutException",
    })
    void isUnavailableWhereNobodyCanBeReached(String instance, String why) {
        call(DESCRIBE); // for a token: it belongs to the client id, whatever the host

        assertThatExceptionOfType(MarketoUnavailableException.class)
                .isThrownBy(() -> call("direct:call-marketo", Describe.request(instance)))
                .satisfies(unavailable -> assertThat(unavailable.code()).isEqualTo("no-answer"))
                .withMessageContaining(instance)
                .withMessageContaining(why);
    }

    @Test
    void isUnavailableWhenTheConnectionIsReset() {
        call(DESCRIBE);
        MARKETO.breaks(Fault.RESETS_CONNECTION);

        assertThatExceptionOfType(MarketoUnavailableException.class)
                .isThrownBy(() -> call("direct:call-marketo", DESCRIBE))
                .satisfies(unavailable -> assertThat(unavailable.code()).isEqualTo("no-answer"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            200, '<html>Sign in</html>', no-envelope
            200, '',                     no-envelope
            204, '',                     no-envelope
            200, '{"status":"ok"}',      no-envelope
            302, '',                     http-302
            403, '<html>Denied</html>',  http-403
            404, '{"success":true}',     http-404
            503, '{"success":true}',     http-503
            """)
    void takesNothingForAnAnswerThatIsNotMarketos(int status, String body, String code) {
        call(DESCRIBE);
        MARKETO.isHiddenBehind(status, body);

        assertThatExceptionOfType(MarketoUnavailableException.class)
                .isThrownBy(() -> call("direct:call-marketo", DESCRIBE))
                .satisfies(unavailable -> assertThat(unavailable.code()).isEqualTo(code));
    }

    @Test
    void takesAGateways429ForALimit() {
        call(DESCRIBE);
        MARKETO.isHiddenBehind(429, "slow down");

        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> call("direct:call-marketo", DESCRIBE));
        assertThat(gate.closedFor(INSTANCE)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"606", "607", "615", "1016", "1019", "1029"})
    void aLimitOfOneInstanceDelaysNoOther(String code) {
        call(Describe.request(OTHER));
        MARKETO.answersNext(code, 1);
        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> call("direct:call-marketo", DESCRIBE));
        assertThat(gate.closure(INSTANCE)).hasValueSatisfying(closure -> assertThat(closure.code()).isEqualTo(code));
        int sleeps = time.sleeps().size();

        call(Describe.request(OTHER));

        assertThat(time.sleeps()).hasSize(sleeps);
        assertThat(gate.closure(OTHER)).isEmpty();
    }

    @Test
    void asksOnceAMinuteAroundMidnightWhetherTheQuotaIsThereAgain() {
        MARKETO.answersNext("607", 1);
        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> call("direct:call-marketo", DESCRIBE));
        time.passes(gate.closedFor(INSTANCE));
        assertThat(time.instant().atZone(ZoneId.of("America/Chicago")).toLocalTime()).isEqualTo("23:00");

        for (int minute = 0; minute < 70; minute++) {
            int sent = MARKETO.calls();
            MARKETO.answersNext("607", 1);
            assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> call("direct:call-marketo", DESCRIBE));
            assertThat(MARKETO.calls() - sent).isEqualTo(1);
            assertThat(gate.closedFor(INSTANCE)).isEqualTo(Duration.ofMinutes(1));
            time.passes(Duration.ofMinutes(1));
        }

        call(DESCRIBE);
        assertThat(gate.closure(INSTANCE)).isEmpty();
    }

    @Test
    void raisesAnAlarmWhenAnUnknownCodeOutlastsTheRetriesAndEndsItWithTheNextSuccess() {
        MARKETO.answersNext("4711", TIMES);
        assertThatExceptionOfType(MarketoUnavailableException.class).isThrownBy(() -> call(DESCRIBE));
        assertThat(alarms.of(INSTANCE)).extracting(Alarms.Alarm::code).containsExactly("4711");

        call(DESCRIBE);
        assertThat(alarms.of(INSTANCE)).isEmpty();
    }

    @Test
    void leavesNoTokenBehindWhenItFails() {
        MARKETO.answersNext("1003", 1);

        Exchange failed = camel.request("direct:call-marketo", exchange -> exchange.getMessage().setBody(DESCRIBE));

        assertThat(failed.getException()).isInstanceOf(MarketoRefusedException.class);
        assertThat(failed.getMessage().getHeaders()).isEmpty();
        assertThat(failed.getProperties()).doesNotContainKey("marketoAccessToken");
    }

    @Test
    void speaksOnNoMoreConnectionsThanAllowedAndFreesEachOne() throws Exception {
        MARKETO.answersNext("611", 5);
        MARKETO.answersNext("610", 5);

        inParallel(40);

        assertThat(MARKETO.maxInFlight()).isLessThanOrEqualTo(3);
        call(DESCRIBE);
    }

    @Test
    void countsEveryCallOfTheDay() {
        int counted = dailyCalls.today(INSTANCE);
        MARKETO.answersNext("611", 2);

        call(DESCRIBE);

        assertThat(dailyCalls.today(INSTANCE)).isEqualTo(counted + 3);
    }

    /** A port whose queue of connections is full: one more is neither accepted nor refused. */
    private static ServerSocket neverAccepting() {
        try {
            ServerSocket server = new ServerSocket(0, 1);
            try {
                for (int i = 0; i < 20; i++) {
                    Socket socket = new Socket();
                    QUEUED.add(socket);
                    socket.connect(new InetSocketAddress("localhost", server.getLocalPort()), 200);
                }
            } catch (SocketTimeoutException full) {
                return server;
            }
            throw new IllegalStateException("The queue does not fill");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that greets everybody in a language that is not TLS. */
    private static ServerSocket speakingNoTls() {
        try {
            ServerSocket server = new ServerSocket(0);
            Thread greeter = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getOutputStream().write("220 ready when you are\r\n".getBytes(StandardCharsets.US_ASCII));
                        socket.getOutputStream().flush();
                        socket.getInputStream().readAllBytes();
                    } catch (IOException gone) {
                        // the next one, if there is one
                    }
                }
            });
            greeter.setDaemon(true);
            greeter.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls whose refusal is not what the test is about. */
    private void inParallel(int calls) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            List<Future<Exchange>> done = IntStream.range(0, calls)
                    .mapToObj(i -> callers.submit(() -> camel.request("direct:caller", exchange -> exchange.getMessage().setBody(DESCRIBE))))
                    .toList();
            for (Future<Exchange> call : done) {
                call.get();
            }
        } finally {
            callers.shutdown();
        }
    }

    private int calls() {
        return MARKETO.calls() - before;
    }

    private MarketoAnswer call(MarketoRequest request) {
        return call("direct:caller", request);
    }

    private MarketoAnswer call(String route, MarketoRequest request) {
        Exchange done = camel.request(route, exchange -> exchange.getMessage().setBody(request));
        if (done.getException() instanceof RuntimeException failed) {
            throw failed;
        }
        assertThat(done.getException()).isNull();
        return done.getMessage().getBody(MarketoAnswer.class);
    }

    private static MarketoRequest syncLeads(String email, String firstName) {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.putArray("input").addObject().put("email", email).put("firstName", firstName);
        return MarketoRequest.postJson(INSTANCE, "sync-leads", "/rest/v1/leads.json", body);
    }
}
