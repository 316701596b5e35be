package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A change Marketo refused reaches its list when its cause is mended and somebody asks for it. */
class ReplayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String AUDIENCE = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01";

    @TempDir
    Path directory;

    @Test
    void sendsAFailedChangeAgainOnceItsCauseIsMended() {
        try (MarketoSandbox marketo = MarketoSandbox.builder()
                        .workspace("Europe", "Europe").workspace("America", "America").start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml").start()) {
            var http = new TestRestTemplate("admin", "test-password");
            String api = "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + "/api";
            marketo.skipsRow("email", "ada@example.com", "1003");

            listward.send("ada", event("ada@example.com"));
            listward.send("ada", "no event at all");
            await("both are reported").atMost(PATIENCE).until(() -> failures(http, api).size() == 2);
            JsonNode failed = failure(http, api, row -> row.get("audience").asText().equals(AUDIENCE));
            assertThat(marketo.emailsIn("VIP Europe")).isEmpty();

            var request = "/failures/replay?origin={origin}&dataflow=eu-nurture&audience={audience}&identity={identity}";
            Object[] key = {failed.get("origin").asText(), AUDIENCE, failed.get("identity").asText()};
            assertThat(http.postForEntity(api + request, null, JsonNode.class, key).getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
            await("it fails again").atMost(PATIENCE).until(() -> failedAgain(failure(http, api, row -> row.get("audience").asText().equals(AUDIENCE))));

            JsonNode attempts = http.getForObject(api + "/failures/attempts?origin={origin}", JsonNode.class, key[0]).get("attempts");
            assertThat(attempts.findValuesAsText("attempt")).containsExactly("0", "1");
            assertThat(failure(http, api, row -> row.get("audience").asText().equals(AUDIENCE)).get("attempt").asInt()).isOne();

            rebuilds(listward, http, api);

            marketo.heals();
            loseADeadLetter(listward);
            JsonNode answer = http.postForObject(api + "/failures/replay", null, JsonNode.class);
            assertThat(answer.get("requested").asInt()).isEqualTo(2);
            assertThat(answer.get("refused").asInt()).as("the unreadable one").isOne();

            await("Ada is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com")));
            await("the row says so").atMost(PATIENCE).until(() -> {
                JsonNode row = failure(http, api, each -> each.get("audience").asText().equals(AUDIENCE));
                return row.get("replayRequestedAt").isNull() && row.get("state").asText().equals("RESOLVED");
            });
            JsonNode resolved = failure(http, api, row -> row.get("audience").asText().equals(AUDIENCE));
            assertThat(resolved.get("resolvedAs").asText()).isEqualTo("ACTIVATED");
            assertThat(resolved.get("person").asText()).isEqualTo("email a…@e….com");
            assertThat(http.getForObject(api + "/failures.jsonl?identities=clear&state=RESOLVED", String.class).lines())
                    .singleElement().asString().contains("\"person\":\"email ada@example.com\"");
            JsonNode lost = failure(http, api, row -> row.get("audience").asText().equals("lost"));
            assertThat(lost.get("replayRequestedAt").isNull()).isTrue();
            assertThat(lost.get("replayedAt").isNull()).isTrue();
            assertThat(failures(http, api)).hasSize(3);
            JsonNode counts = http.getForObject(api + "/audiences", JsonNode.class).get("audiences").findParents("audience").stream()
                    .filter(row -> row.get("audience").asText().equals(AUDIENCE)).findFirst().orElseThrow();
            assertThat(counts.get("received").asInt()).as("counted once").isOne();
            assertThat(counts.get("failed").asInt()).as("the rows were made again of the topic, and are not known to be counted").isOne();
        }
    }

    /** The rows are gone, and made again of the topic. */
    private static void rebuilds(RunningListward listward, TestRestTemplate http, String api) {
        JdbcClient jdbc = listward.bean(JdbcClient.class);
        jdbc.sql("delete from failure").update();
        jdbc.sql("delete from failure_attempt").update();
        assertThat(http.postForEntity(api + "/failures/rebuild", null, String.class).getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        await("both are reported again").atMost(PATIENCE).until(() -> failures(http, api).size() == 2);
        assertThat(failure(http, api, row -> row.get("audience").asText().equals(AUDIENCE)).get("attempt").asInt()).isOne();
        assertThat(jdbc.sql("select count(*) from failure_attempt").query(Long.class).single()).isEqualTo(3);
    }

    /** As if Kafka had kept it as long as it keeps them. */
    private static void loseADeadLetter(RunningListward listward) {
        listward.bean(JdbcClient.class).sql("""
                insert into failure (origin, dataflow, audience, identity, reason, occurred_at, dead_letter_partition, dead_letter_offset)
                values ('profiles-0@9', 'eu-nurture', 'lost', 'somebody', 'REFUSED', current_timestamp, 0, 1000000)""").update();
    }

    private static JsonNode failures(TestRestTemplate http, String api) {
        return http.getForObject(api + "/failures", JsonNode.class).get("failures");
    }

    private static JsonNode failure(TestRestTemplate http, String api, Predicate<JsonNode> which) {
        for (JsonNode row : failures(http, api)) {
            if (which.test(row)) {
                return row;
            }
        }
        throw new AssertionError("no such failure in " + failures(http, api));
    }

    private static boolean failedAgain(JsonNode row) {
        return !row.get("replayedAt").isNull()
                && Instant.parse(row.get("occurredAt").asText()).isAfter(Instant.parse(row.get("replayedAt").asText()));
    }

    private static String event(String email) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"%s":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(AUDIENCE, Instant.now(), email);
    }
}
