package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxLimitsTest {

    private static final String PARTITIONS = "/rest/v1/leads/partitions.json";

    private final SettableClock clock = new SettableClock("2026-07-01T12:00:00Z");
    private MarketoSandbox marketo = MarketoSandbox.builder().clock(clock).start();
    private Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void refusesThe101stCallIn20SecondsAndTakesCallsAgainWhenTheFirstOnesAreOld() {
        assertThat(verdicts(50)).containsOnly("success");
        clock.advance(Duration.ofSeconds(10));
        assertThat(verdicts(50)).containsOnly("success");
        assertThat(verdict()).isEqualTo("606");

        clock.advance(Duration.ofSeconds(10));
        assertThat(verdicts(49)).containsOnly("success");
        assertThat(verdict()).isEqualTo("606");

        assertThat(marketo.answered("606")).isEqualTo(2);
        assertThat(marketo.maxCallsInWindow()).isEqualTo(101);
    }

    @Test
    void countsRefusedCallsToo() {
        verdicts(150);

        clock.advance(Duration.ofSeconds(19));
        assertThat(verdict()).isEqualTo("606");
        clock.advance(Duration.ofSeconds(1));
        assertThat(verdict()).isEqualTo("success");
    }

    @Test
    void countsNeitherTokenCallsNorTheCodesThatAreFree() {
        for (int i = 0; i < 150; i++) {
            wire.token();
        }
        marketo.answersNext("608", 60);
        verdicts(60);
        for (int i = 0; i < 60; i++) {
            wire.send(wire.anonymous(PARTITIONS).header("Authorization", "Bearer nonsense"));
            wire.send(wire.request(PARTITIONS).method("PUT", BodyPublishers.noBody()));
        }

        assertThat(verdicts(100)).containsOnly("success");
        assertThat(marketo.answered("601")).isEqualTo(60);
        assertThat(marketo.answered("605")).isEqualTo(60);
    }

    @Test
    void refusesEveryCallAfterTheDailyQuotaUntilMidnightInChicago() {
        restart(MarketoSandbox.builder().clock(clock).dailyQuota(3));
        clock.set("2026-07-02T04:59:00Z");

        assertThat(verdicts(5)).containsExactly("success", "success", "success", "607", "607");

        clock.set("2026-07-02T05:00:00Z");
        assertThat(verdict()).isEqualTo("success");
    }

    @Test
    void followsDaylightSavingForTheDayOfTheQuota() {
        restart(MarketoSandbox.builder().clock(clock).dailyQuota(1));
        clock.set("2026-01-10T05:30:00Z");
        wire.forgetToken();

        assertThat(verdicts(2)).containsExactly("success", "607");

        clock.set("2026-01-10T06:00:00Z");
        assertThat(verdict()).isEqualTo("success");
    }

    @Test
    void refusesTheEleventhCallInFlight() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        marketo.before("GET " + PARTITIONS, () -> await().until(() -> release.getCount() == 0));
        wire.request(PARTITIONS);
        ExecutorService clients = Executors.newFixedThreadPool(10);
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(CompletableFuture.supplyAsync(this::verdict, clients));
        }
        await("ten calls in flight").until(() -> marketo.calls() == 10);

        assertThat(Wire.verdict(wire.get("/rest/v1/leads/describe.json"))).isEqualTo("615");

        release.countDown();
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).isEqualTo("success"));
        assertThat(marketo.maxInFlight()).isEqualTo(11);
        clients.shutdown();
    }

    @Test
    void refusesNothingWithoutLimitsButCounts() {
        restart(MarketoSandbox.builder().clock(clock).withoutLimits().dailyQuota(1));

        assertThat(verdicts(120)).containsOnly("success");
        assertThat(marketo.maxCallsInWindow()).isEqualTo(120);
    }

    @Test
    void tellsUsageAndErrorsOfTheDayAndOfTheWeek() {
        verdicts(2);
        wire.get("/rest/v1/nowhere.json");
        clock.advance(Duration.ofDays(1));
        wire.forgetToken();

        JsonNode today = wire.get("/rest/v1/stats/usage.json").path("result");
        JsonNode week = wire.get("/rest/v1/stats/usage/last7days.json").path("result");
        JsonNode errors = wire.get("/rest/v1/stats/errors/last7days.json").path("result");

        assertThat(today).hasSize(1);
        assertThat(today.at("/0/total").asInt()).isOne();
        assertThat(week.at("/0/date").asText()).isEqualTo("2026-07-01");
        assertThat(week.at("/0/total").asInt()).isEqualTo(3);
        assertThat(week.at("/0/users/0/userId").asText()).startsWith("demo-client");
        assertThat(errors.at("/0/errors/0/errorCode").asText()).isEqualTo("610");
    }

    private String verdict() {
        return Wire.verdict(wire.get(PARTITIONS));
    }

    private List<String> verdicts(int calls) {
        List<String> verdicts = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            verdicts.add(verdict());
        }
        return verdicts;
    }

    private void restart(SandboxBuilder builder) {
        marketo.close();
        marketo = builder.start();
        wire = Wire.to(marketo);
    }
}
