package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.monitoring.RunBalance;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The main job with its state in PostgreSQL: the same statements as on H2, on a real server. */
class PostgresIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String AUDIENCE = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01";
    private static final String LIST = "VIP Europe";

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static EmbeddedPostgres postgres;
    private static MarketoSandbox marketo;

    @BeforeAll
    static void start() throws IOException {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        postgres = EmbeddedPostgres.start();
        marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
    }

    @AfterAll
    static void stop() throws IOException {
        marketo.close();
        postgres.close();
        kafka.close();
    }

    @Test
    void doesTheMainJobAndKeepsItsStateOverARestart() {
        try (RunningListward listward = listward("main").with("listward.identity-hash-key", "a key of thirty-two characters or more").start()) {
            marketo.skipsRow("email", "eve@example.com", "1003");
            send(listward, "ada", "realized", "ada@example.com", "ada@example.org");
            send(listward, "bob", "realized", "bob@example.com");
            send(listward, "eve", "realized", "eve@example.com");
            await("all but Eve are in").atMost(PATIENCE).until(() -> marketo.emailsIn(LIST).equals(
                    Set.of("ada@example.com", "ada@example.org", "bob@example.com")));

            send(listward, "ada", "realized", "ada@example.com");
            await("the identity Ada dropped is out").atMost(PATIENCE).until(() -> marketo.emailsIn(LIST).equals(Set.of("ada@example.com", "bob@example.com")));
            send(listward, "ada", "exited", "ada@example.com");
            await("Ada is out").atMost(PATIENCE).until(() -> marketo.emailsIn(LIST).equals(Set.of("bob@example.com")));
            assertThat(counts(listward)).as("Ada kept one identity").containsEntry("excluded UNCHANGED", 1L);
            await("Eve's failure is reported").atMost(PATIENCE).until(() -> failures(listward).size() == 1);

            listward.stop();
            listward.start();
            send(listward, "bob", "realized", "bob@example.com");
            await("what is known changes nothing").atMost(PATIENCE).until(() -> counts(listward).getOrDefault("excluded UNCHANGED", 0L) == 2);

            marketo.heals();
            assertThat(http(listward).postForObject(api(listward, "/failures/replay"), null, JsonNode.class).get("requested").asInt()).isOne();
            await("Eve is in").atMost(PATIENCE).until(() -> marketo.emailsIn(LIST).equals(Set.of("bob@example.com", "eve@example.com")));
            await("the replay is noted").atMost(PATIENCE).until(() -> !failures(listward).get(0).get("replayedAt").isNull());

            JdbcClient jdbc = listward.bean(JdbcClient.class);
            jdbc.sql("delete from failure_attempt").update();
            assertThat(http(listward).postForEntity(api(listward, "/failures/rebuild"), null, String.class).getStatusCode().is2xxSuccessful()).isTrue();
            await("the report is made again").atMost(PATIENCE).until(() -> jdbc.sql("select count(*) from failure_attempt").query(Long.class).single() == 1);
            assertThat(failures(listward).get(0).get("replays").asInt()).isOne();

            assertThat(http(listward).getForObject(api(listward, "/failures.csv"), String.class).lines()).hasSize(2);
            assertThat(failures(listward).get(0).get("state").asText()).isEqualTo("RESOLVED");
            assertThat(counts(listward)).as("Eve has not failed any more").isEqualTo(Map.of(
                    "received", 8L, "activated created", 4L, "activated removed", 2L, "excluded UNCHANGED", 2L, "failed INVALID_VALUE", 0L));
            RunBalance.assertHolds(jdbc);
            assertThat(http(listward).getForObject(api(listward, "/dataflows/eu-nurture/runs"), JsonNode.class).at("/runs/0/calls").asInt()).isPositive();
            assertThat(listward.bean(JdbcClient.class).sql("select calls from call_count").query(Integer.class).single()).isPositive();
        }
    }

    @Test
    void settlesAnAudienceThatIsResumed() {
        String newsletter = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a02";
        try (RunningListward listward = listward("settled").with("listward.identity-hash-key", "a key of thirty-two characters or more").start()) {
            String audience = api(listward, "/dataflows/eu-nurture/audiences/" + newsletter);
            http(listward).postForEntity(audience + "/pause", null, String.class);
            listward.send("ada", ProfileEventBuilder.anEvent().qualifying(newsletter).by("ada@example.com").build());
            await("Ada is kept out").atMost(PATIENCE).until(() -> counts(listward).getOrDefault("excluded PAUSED", 0L) == 1);

            http(listward).postForEntity(audience + "/resume", null, String.class);

            await("Ada is in").atMost(PATIENCE).until(() -> marketo.emailsIn("Newsletter Europe").equals(Set.of("ada@example.com")));
            await("it says so").atMost(PATIENCE).until(() ->
                    http(listward).getForObject(api(listward, "/settlings"), JsonNode.class).at("/settlings/0/state").asText().equals("DONE"));
        }
    }

    @Test
    void doesNotStartWithoutAKeyForItsHashes() {
        try (RunningListward listward = listward("keyless")) {
            assertThatThrownBy(listward::start).hasStackTraceContaining("identity-hash-key");
        }
    }

    private static RunningListward listward(String database) {
        try (var connection = postgres.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return RunningListward.on(directory.resolve(database), kafka, database, marketo, "definitions/two-workspaces.yaml")
                .with("spring.datasource.url", postgres.getJdbcUrl("postgres", database))
                .with("spring.datasource.username", "postgres");
    }

    private static Map<String, Long> counts(RunningListward listward) {
        Map<String, Long> counts = new TreeMap<>();
        listward.bean(JdbcClient.class).sql("select outcome, reason, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome, reason")
                .query((row, n) -> counts.put((row.getString(1) + " " + row.getString(2)).trim(), row.getLong(3))).list();
        return counts;
    }

    private static JsonNode failures(RunningListward listward) {
        return http(listward).getForObject(api(listward, "/failures"), JsonNode.class).get("failures");
    }

    private static TestRestTemplate http(RunningListward listward) {
        return new TestRestTemplate("admin", "test-password");
    }

    private static String api(RunningListward listward, String path) {
        return "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + "/api" + path;
    }

    private static void send(RunningListward listward, String key, String status, String... emails) {
        String identities = String.join(",", Set.of(emails).stream().sorted().map(email -> "{\"id\":\"" + email + "\"}").toList());
        listward.send(key, """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"%s":{"status":"%s","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[%s]}}""".formatted(AUDIENCE, status, Instant.now(), identities));
    }
}
