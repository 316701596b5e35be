package io.github.listward;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;

/** Pausing, resuming and disabling an audience of a running Listward, and what its list holds afterwards. */
class SettleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VIP = "/dataflows/nurture/audiences/vip";

    @TempDir
    Path directory;

    private final TestRestTemplate http = new TestRestTemplate("admin", "test-password");
    private MarketoSandbox marketo;
    private RunningListward listward;

    @Test
    void listsHoldWhoIsInTheAudienceHoweverItWasPausedOrDisabledInBetween() {
        try (MarketoSandbox sandbox = MarketoSandbox.builder().start();
                RunningListward running = RunningListward.on(directory, sandbox, "definitions/settled.yaml").start()) {
            marketo = sandbox;
            listward = running;

            send("ada", "realized");
            send("bob", "realized");
            awaitMembers("ada", "bob");

            post(VIP + "/pause");
            assertThat(audience("vip").get("paused").asBoolean()).isTrue();
            send("cleo", "realized");
            send("dora", "realized");
            send("dora", "exited");
            send("bob", "exited");
            awaitMembers("ada");
            await("those who came are kept out").atMost(PATIENCE).until(() -> audience("vip").at("/reasons/PAUSED").asInt() == 2);

            post(VIP + "/resume");
            awaitMembers("ada", "cleo");
            awaitSettled("RESUMED");

            restart(false);
            send("erin", "realized");
            send("ada", "exited");
            awaitMembers("cleo");
            await("she is kept out").atMost(PATIENCE).until(() -> audience("vip").at("/reasons/PAUSED").asInt() == 3);
            restart(true);
            awaitMembers("cleo", "erin");
            awaitSettled("ENABLED");

            assertThat(timesAdded("cleo")).isOne();
            assertThat(timesAdded("dora")).isZero();
            await("all has ended").atMost(PATIENCE).until(() -> audience("vip").get("inFlight").asInt() == 0);
        }
    }

    private void restart(boolean enabled) {
        listward.stop();
        listward.with("vip.enabled", enabled).start();
    }

    private void send(String name, String status) {
        listward.send(name, anEvent().membership("vip", status).at(Instant.now()).by(name + "@example.com").build());
    }

    private void awaitMembers(String... names) {
        Set<String> expected = Arrays.stream(names).map(name -> name + "@example.com").collect(Collectors.toSet());
        await("members are " + expected).atMost(PATIENCE).until(() -> marketo.emailsIn("VIP").equals(expected));
    }

    private void awaitSettled(String reason) {
        await("settled: " + reason).atMost(PATIENCE).until(() -> {
            JsonNode newest = get("/settlings").at("/settlings/0");
            return newest.path("reason").asText().equals(reason) && newest.path("state").asText().equals("DONE");
        });
    }

    private long timesAdded(String name) {
        return marketo.leadsWith("email", name + "@example.com").stream()
                .mapToLong(lead -> marketo.history(marketo.listNamed("VIP"), (long) lead.get("id")).size())
                .sum();
    }

    private JsonNode audience(String id) {
        for (JsonNode audience : get("/audiences").get("audiences")) {
            if (audience.get("audience").asText().equals(id)) {
                return audience;
            }
        }
        throw new AssertionError("nothing of audience " + id);
    }

    private JsonNode get(String path) {
        return http.getForObject(api() + path, JsonNode.class);
    }

    private void post(String path) {
        assertThat(http.postForEntity(api() + path, null, String.class).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
    }

    private String api() {
        return "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + "/api";
    }
}
