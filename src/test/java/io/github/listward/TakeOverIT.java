package io.github.listward;

import static org.awaitility.Awaitility.await;

import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An instance was taken over from a process that was killed, and nothing more comes in. Who the last owner was is a row of table {@code lease} here. */
class TakeOverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void repeatsMovesThoughNothingElseIsToBeDelivered() {
        try (MarketoSandbox marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml").start()) {
            listward.send("ada", qualified("ada@example.com"));
            await("Ada is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com")));
            await("and that is recorded").atMost(PATIENCE).until(() -> rows(listward, "delivered where member") == 1);
            long list = marketo.listNamed("VIP Europe");

            marketo.removesMember(list, marketo.membersOf(list).iterator().next()); // the last call of the last owner
            listward.bean(JdbcClient.class).sql("update lease set unclean_since = 0, repeat_at = 1").update();

            await("Ada is in again").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com")));
            await("that is done").atMost(PATIENCE).until(() -> rows(listward, "lease where repeat_at is null") == 1);
        }
    }

    private static long rows(RunningListward listward, String tableAndCondition) {
        return listward.bean(JdbcClient.class).sql("select count(*) from " + tableAndCondition).query(Long.class).single();
    }

    private static String qualified(String email) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(Instant.now(), email);
    }
}
