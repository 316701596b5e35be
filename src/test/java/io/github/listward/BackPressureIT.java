package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A flush that takes longer than Kafka waits for the next poll: the topic is given away in the middle of it. */
class BackPressureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GROUP = "listward.123-ABC-456";

    @TempDir
    Path directory;

    @Test
    void losesAndCountsTwiceNothingWhenKafkaGivesTheTopicAwayDuringAFlush() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        String packed = Files.readString(Path.of("routes/poll-changes.camel.yaml"));
        Files.writeString(routes.resolve("poll-changes.camel.yaml"), packed.replace("maxPollIntervalMs: 600000", "maxPollIntervalMs: 6000"));
        try (MarketoSandbox marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml")
                        .with("listward.routes.directory", routes)
                        .with("listward.pause-after-failure", "1s");
                Admin admin = Admin.create(Map.of("bootstrap.servers", listward.kafka().bootstrapServers()))) {
            AtomicBoolean givenAway = new AtomicBoolean();
            marketo.before("POST /rest/v1/leads.json", () -> {
                if (!givenAway.get()) {
                    await("the topic is given away").atMost(PATIENCE).until(() -> hasNoMembers(admin));
                    givenAway.set(true);
                }
            });
            listward.start();
            for (int n = 0; n < 3; n++) {
                listward.send("profile-" + n, qualified("person" + n + "@example.com"));
            }

            await("all are in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("person0@example.com", "person1@example.com", "person2@example.com")));
            await("and counted once").atMost(PATIENCE).untilAsserted(() -> assertThat(counts(listward)).isEqualTo(Map.of("received", 3L, "activated", 3L)));
            assertThat(givenAway).isTrue();
            listward.send("profile-3", qualified("person3@example.com"));
            await("it goes on").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").size() == 4);
        }
    }

    private static boolean hasNoMembers(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP).members().isEmpty();
    }

    private static Map<String, Long> counts(RunningListward listward) {
        Map<String, Long> counts = new TreeMap<>();
        listward.bean(JdbcClient.class).sql("select outcome, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome")
                .query((row, n) -> counts.put(row.getString(1), row.getLong(2))).list();
        return counts;
    }

    private static String qualified(String email) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(Instant.now(), email);
    }
}
