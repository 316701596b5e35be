package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.batch.Rests;
import io.github.listward.delivery.Leases;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Without its database Listward delivers nothing, loses nothing, and goes on by itself. */
class DatabaseOutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CHANGES = "listward.changes.123-ABC-456";
    private static final int PEOPLE = 300;

    @TempDir
    Path directory;

    @Test
    void losesNothingWhileTheDatabaseIsAway() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Relay relay = Relay.to(postgres.getPort());
                MarketoSandbox marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml")
                        .with("spring.datasource.url", "jdbc:postgresql://localhost:" + relay.port() + "/postgres?connectTimeout=2&socketTimeout=5")
                        .with("spring.datasource.username", "postgres")
                        .with("spring.datasource.hikari.connection-timeout", 1_000)
                        .with("listward.pause-after-failure", "1s")
                        .with("listward.identity-hash-key", "a key of thirty-two characters or more")
                        .start()) {
            send(listward, 0);
            await("the first is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").size() == 1);

            for (int n = 1; n < PEOPLE; n++) {
                if (n == PEOPLE / 3) {
                    relay.cut();
                }
                send(listward, n);
            }
            await("delivery waits").atMost(PATIENCE).until(() -> listward.bean(Rests.class).of("profiles").isPresent());
            await("its lease has run out").atMost(PATIENCE).until(() -> !listward.bean(Leases.class).holds("123-ABC-456"));
            int calls = marketo.calls();
            await("nobody speaks to Marketo without a lease").during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> marketo.calls() == calls);

            relay.mend();

            await("everybody is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").size() == PEOPLE);
            await("and counted once").atMost(PATIENCE).untilAsserted(() -> assertThat(counts(listward)).isEqualTo(Map.of(
                    "received", (long) PEOPLE, "activated", (long) PEOPLE)));
            assertThat(listward.bean(Rests.class).of(CHANGES)).isEmpty();
        }
    }

    private static Map<String, Long> counts(RunningListward listward) {
        Map<String, Long> counts = new TreeMap<>();
        listward.bean(JdbcClient.class).sql("select outcome, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome")
                .query((row, n) -> counts.put(row.getString(1), row.getLong(2))).list();
        return counts;
    }

    private static void send(RunningListward listward, int n) {
        listward.send("profile-" + n, """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"person%d@example.com"}]}}""".formatted(Instant.now(), n));
    }
}
