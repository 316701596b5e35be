package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;

/** A list that is deleted in Marketo keeps its own changes back and no others, until it is there again. */
class HoldsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final TestRestTemplate http = new TestRestTemplate("admin", "test-password");
    private Instant lastTime = Instant.now();

    @TempDir
    Path directory;

    @Test
    void holdsOneListWhileTheOtherIsDeliveredAndReleasesItInOrder() {
        try (MarketoSandbox marketo = MarketoSandbox.builder().start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/held-list.yaml")) {
            holdsOneListWhileTheOtherIsDeliveredAndReleasesItInOrder(marketo, listward);
        }
    }

    @Test
    void holdsAndReleasesWithItsStateInPostgres() throws IOException {
        try (MarketoSandbox marketo = MarketoSandbox.builder().start();
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/held-list.yaml")) {
            listward.with("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
                    .with("spring.datasource.username", "postgres")
                    .with("listward.identity-hash-key", "a key of thirty-two characters or more");
            holdsOneListWhileTheOtherIsDeliveredAndReleasesItInOrder(marketo, listward);
        }
    }

    @Test
    void createsAListAgainWithEverybodyWhoWasInIt() {
        try (MarketoSandbox marketo = MarketoSandbox.builder().start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/held-list.yaml").start()) {
            qualifies(listward, "ada", "news");
            qualifies(listward, "grace", "news");
            await("both are in").atMost(PATIENCE).until(() -> marketo.emailsIn("News").size() == 2);
            marketo.removesList(marketo.listNamed("News"));

            qualifies(listward, "eve", "news");

            await("all three are").atMost(PATIENCE)
                    .until(() -> marketo.emailsIn("News").equals(Set.of("ada@example.com", "grace@example.com", "eve@example.com")));
            assertThat(holds(listward)).isEmpty();
        }
    }

    private void holdsOneListWhileTheOtherIsDeliveredAndReleasesItInOrder(MarketoSandbox marketo, RunningListward listward) {
        listward.start();
        qualifies(listward, "ada", "vip");
        qualifies(listward, "grace", "vip");
        await("both are in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP").equals(Set.of("ada@example.com", "grace@example.com")));
        marketo.removesList(marketo.listNamed("VIP"));

        qualifies(listward, "eve", "vip");
        exits(listward, "eve", "vip");
        qualifies(listward, "eve", "vip");
        exits(listward, "ada", "vip");
        Set<String> readers = IntStream.range(0, 20).mapToObj(each -> "reader" + each).collect(Collectors.toSet());
        readers.forEach(reader -> {
            qualifies(listward, reader, "vip");
            qualifies(listward, reader, "news");
        });

        await("the other list has all of its own").atMost(PATIENCE).until(() -> marketo.emailsIn("News").size() == readers.size());
        await("all of the first is held").atMost(PATIENCE).until(() -> audience(listward, "vip").get("held").asInt() == 24);
        JsonNode hold = holds(listward).get(0);
        assertThat(hold.get("reason").asText()).isEqualTo("LIST_MISSING");
        assertThat(hold.get("state").asText()).isEqualTo("HELD");
        assertThat(hold.get("changes").asInt()).isEqualTo(24);
        assertAddsUp(audience(listward, "vip"));

        listward.stop();
        listward.start();
        qualifies(listward, "bob", "vip");
        await("what comes after a restart is held, too").atMost(PATIENCE).until(() -> audience(listward, "vip").get("held").asInt() == 25);
        assertThat(marketo.listNamed("VIP")).isNull();

        long list = marketo.hasList("VIP");
        long eve = (Long) marketo.leadsWith("email", "eve@example.com").get(0).get("id");
        var answer = http.postForEntity(api(listward) + "/holds/" + hold.get("number").asLong() + "/release", null, JsonNode.class);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        await("everybody is in").atMost(PATIENCE).until(() -> marketo.emailsIn(list).size() == readers.size() + 3);
        await("nothing is held any more").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(holds(listward)).isEmpty();
            assertThat(audience(listward, "vip").get("held").asInt()).isZero();
            assertThat(audience(listward, "vip").get("inFlight").asInt()).isZero();
        });
        assertThat(marketo.emailsIn(list)).contains("eve@example.com", "bob@example.com", "grace@example.com").doesNotContain("ada@example.com");
        assertThat(marketo.history(list, eve)).last().satisfies(move -> assertThat(move.action()).isEqualTo("added"));
        assertAddsUp(audience(listward, "vip"));
        assertThat(http.getForObject(api(listward) + "/failures", JsonNode.class).get("failures")).isEmpty();

        qualifies(listward, "joan", "vip");
        await("live changes are delivered again").atMost(PATIENCE).until(() -> marketo.emailsIn(list).contains("joan@example.com"));
    }

    private static void assertAddsUp(JsonNode counts) {
        long ended = counts.get("activated").asLong() + counts.get("excluded").asLong() + counts.get("failed").asLong();
        assertThat(ended + counts.get("held").asLong() + counts.get("inFlight").asLong()).isEqualTo(counts.get("received").asLong());
    }

    private JsonNode audience(RunningListward listward, String audience) {
        return http.getForObject(api(listward) + "/audiences", JsonNode.class).get("audiences").findParents("audience").stream()
                .filter(row -> row.get("audience").asText().equals(audience))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode holds(RunningListward listward) {
        return http.getForObject(api(listward) + "/holds", JsonNode.class).get("holds");
    }

    private static String api(RunningListward listward) {
        return "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + "/api";
    }

    private void qualifies(RunningListward listward, String name, String audience) {
        listward.send(name, event(name, audience, "realized"));
    }

    private void exits(RunningListward listward, String name, String audience) {
        listward.send(name, event(name, audience, "exited"));
    }

    /** Each is of a later time than the one before. */
    private String event(String name, String audience, String status) {
        lastTime = lastTime.plusMillis(1);
        return """
                {"person":{"name":{"firstName":"%1$s","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"%2$s":{"status":"%3$s","lastQualificationTime":"%4$s"}}},
                 "identityMap":{"Email":[{"id":"%1$s@example.com"}]}}""".formatted(name, audience, status, lastTime);
    }
}
