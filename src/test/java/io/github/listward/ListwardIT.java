package io.github.listward;

import static org.awaitility.Awaitility.await;

import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, end to end. */
class ListwardIT {

    @TempDir
    Path directory;

    @Test
    void putsWhoQualifiedOnTheListAndTakesWhoExitedOff() {
        try (MarketoSandbox marketo = MarketoSandbox.builder()
                        .workspace("Europe", "Europe").workspace("America", "America").start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml").start()) {

            listward.send("ada", event("realized", Instant.now()));

            await("Ada is in").atMost(Duration.ofSeconds(40)).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com")));

            listward.send("ada", event("exited", Instant.now()));

            await("Ada is out").atMost(Duration.ofSeconds(20)).until(() -> marketo.emailsIn("VIP Europe").isEmpty());
        }
    }

    private static String event(String status, Instant at) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"%s","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"ada@example.com"}]}}""".formatted(status, at);
    }
}
