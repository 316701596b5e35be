package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What probes are told while a destination, Marketo, the database or Kafka is away, and what people are told. */
class HealthIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String INSTANCE = "/components/marketo-123-ABC-456";

    @TempDir
    Path directory;

    /** Longer than what is no more than a hiccup, and than what was seen last says how it is now. */
    private static final Duration A_WHILE = Duration.ofSeconds(61);

    private final SetForwardClock clock = new SetForwardClock();
    private final TestRestTemplate http = new TestRestTemplate("admin", "test-password");

    @Test
    void staysInServiceWhileADestinationIsDown() {
        try (MarketoSandbox marketo = MarketoSandbox.builder().start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/wrong-in-marketo.yaml").start()) {
            await("it is degraded").atMost(PATIENCE).untilAsserted(() -> assertThat(health(listward).at(INSTANCE + "/status").asText()).isEqualTo("DEGRADED"));

            JsonNode health = health(listward);
            assertThat(health.get("status").asText()).isEqualTo("DEGRADED");
            assertThat(health.at(INSTANCE + "/details/right/status").asText()).isEqualTo("UP");
            assertThat(health.at(INSTANCE + "/details/no-partition/status").asText()).isEqualTo("DOWN");
            assertThat(health.at(INSTANCE + "/details/no-partition/cause").asText()).contains("Use one of Default");
            JsonNode overview = http.getForObject(url(listward, "/api/overview"), JsonNode.class);
            assertThat(overview.at("/instances/0/cause")).isEqualTo(health.at(INSTANCE + "/details/cause"));
            assertThat(overview.at("/destinations").findValuesAsText("status")).containsExactly("UP", "DOWN", "DOWN", "DOWN", "DOWN");
            assertThat(overview.at("/dataflows").findValuesAsText("status")).containsExactly("UP", "DOWN", "DOWN", "DOWN", "DOWN");
            assertThat(overview.at("/instances/0/waiting").isNull()).isFalse();
            assertInService(listward);

            http.postForEntity(url(listward, "/api/destinations/right/check"), null, String.class);
            await("that is done").atMost(PATIENCE)
                    .until(() -> listward.bean(JdbcClient.class).sql("select count(*) from requested_check").query(Long.class).single() == 0);
        }
    }

    @Test
    void staysInServiceWithoutMarketoAndKafkaAndLeavesItWhenItIsBrokenItself() {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("shared"), 0);
        try (MarketoSandbox marketo = MarketoSandbox.builder().start();
                RunningListward listward = RunningListward.on(directory, kafka, "health", marketo, "definitions/held-list.yaml")
                        .with("listward.marketo.retry.times", 1)
                        .with("camel.main.shutdown-timeout", 3) // the consumers wait for their Kafka
                        .by(clock)
                        .start()) {
            await("it is up").atMost(PATIENCE).untilAsserted(() -> assertThat(health(listward).at(INSTANCE + "/status").asText()).isEqualTo("UP"));
            assertThat(health(listward).at("/components/kafka/status").asText()).isEqualTo("UP");

            marketo.isHiddenBehind(503, "gone");
            listward.send("ada", """
                    {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                     "segmentMembership":{"ups":{"vip":{"status":"realized","lastQualificationTime":"%s"}}},
                     "identityMap":{"Email":[{"id":"ada@example.com"}]}}""".formatted(Instant.now()));
            await("a poll has failed").atMost(PATIENCE).untilAsserted(() -> assertThat(health(listward).at(INSTANCE + "/status").asText()).isEqualTo("DEGRADED"));
            await("it is seen what waits").atMost(PATIENCE).untilAsserted(() -> {
                JsonNode instance = http.getForObject(url(listward, "/api/overview"), JsonNode.class).at("/instances/0");
                assertThat(instance.get("waiting").asInt()).isOne();
                assertThat(instance.get("oldestUndelivered").isTextual()).isTrue();
            });
            kafka.close();
            clock.setForward(A_WHILE);

            await("nothing is delivered").atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(health(listward).at(INSTANCE + "/status").asText()).isEqualTo("DOWN"));
            assertThat(health(listward).at(INSTANCE + "/details/cause").asText()).startsWith("Nothing has been delivered since ");
            await("Kafka is missed").atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(health(listward).at("/components/kafka/status").asText()).isEqualTo("DOWN"));
            assertThat(http.getForEntity(url(listward, "/actuator/health"), String.class).getStatusCode().value()).as("a probe of all of it").isEqualTo(200);
            assertInService(listward);

            AvailabilityChangeEvent.publish(listward.context(), LivenessState.BROKEN);
            assertThat(status(listward, "liveness")).isEqualTo(503);
        }
    }

    @Test
    void takesNoRequestsWithoutItsDatabaseAndIsNotEndedForIt() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Relay relay = Relay.to(postgres.getPort());
                MarketoSandbox marketo = MarketoSandbox.builder().start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/held-list.yaml")
                        .with("spring.datasource.url", "jdbc:postgresql://localhost:" + relay.port() + "/postgres?connectTimeout=2&socketTimeout=5")
                        .with("spring.datasource.username", "postgres")
                        .with("spring.datasource.hikari.connection-timeout", 1_000)
                        .with("listward.pause-after-failure", "1s")
                        .with("listward.identity-hash-key", "a key of thirty-two characters or more")
                        .by(clock)
                        .start()) {
            await("it is up").atMost(PATIENCE).untilAsserted(() -> assertThat(health(listward).at(INSTANCE + "/status").asText()).isEqualTo("UP"));
            assertInService(listward);

            relay.cut();
            await("it is not ready").atMost(PATIENCE).untilAsserted(() -> assertThat(status(listward, "readiness")).isEqualTo(503));
            assertThat(status(listward, "liveness")).isEqualTo(200);
            assertThat(http.getForEntity(url(listward, "/actuator/health"), String.class).getStatusCode().value()).as("a probe of all of it").isEqualTo(200);
            clock.setForward(A_WHILE);
            await("how the instance stands is not known").atMost(PATIENCE).untilAsserted(() ->
                    assertThat(health(listward).at(INSTANCE + "/details/cause").asText()).startsWith("This process has not reached its database since"));

            relay.mend();
            await("it is ready").atMost(PATIENCE).untilAsserted(() -> assertThat(status(listward, "readiness")).isEqualTo(200));
            await("it is up again").atMost(PATIENCE).untilAsserted(() -> assertThat(health(listward).at(INSTANCE + "/status").asText()).isEqualTo("UP"));
        }
    }

    private void assertInService(RunningListward listward) {
        assertThat(status(listward, "liveness")).isEqualTo(200);
        assertThat(status(listward, "readiness")).isEqualTo(200);
    }

    private int status(RunningListward listward, String probe) {
        return http.getForEntity(url(listward, "/actuator/health/" + probe), String.class).getStatusCode().value();
    }

    private JsonNode health(RunningListward listward) {
        return http.getForObject(url(listward, "/actuator/health"), JsonNode.class);
    }

    private static String url(RunningListward listward, String path) {
        return "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + path;
    }
}
