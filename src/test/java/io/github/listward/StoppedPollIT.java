package io.github.listward;

import static org.awaitility.Awaitility.await;

import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that stops a whole flush, put into a route by mistake, loses nothing: once it is taken out, everything is delivered. */
class StoppedPollIT {

    @TempDir
    Path directory;

    @Test
    void readsAPollAgainThatARouteStoppedBeforeItWasCommitted() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        try (MarketoSandbox marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml")) {
            String packed = Files.readString(Path.of("routes/change-lists.camel.yaml"));
            Files.writeString(routes.resolve("change-lists.camel.yaml"), packed.replaceFirst("steps:\n", "steps:\n        - stop: { id: by-mistake }\n"));
            listward.with("listward.routes.directory", routes).with("listward.pause-after-failure", "1s").start();
            listward.send("ada", qualified("ada@example.com"));
            await("Ada is a lead, and on no list").atMost(Duration.ofSeconds(60)).until(() -> !marketo.leadsWith("email", "ada@example.com").isEmpty());
            listward.send("grace", qualified("grace@example.com"));
            await("Grace's poll came after Ada's").atMost(Duration.ofSeconds(60)).until(() -> !marketo.leadsWith("email", "grace@example.com").isEmpty());
            listward.stop();

            repair(routes);
            listward.start();

            await("both are in the list").atMost(Duration.ofSeconds(60))
                    .until(() -> marketo.listNamed("VIP Europe") != null
                            && marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com", "grace@example.com")));
        }
    }

    private static void repair(Path routes) throws IOException {
        Files.delete(routes.resolve("change-lists.camel.yaml"));
    }

    private static String qualified(String email) {
        return """
                {"person":{"name":{"firstName":"A","lastName":"B"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(Instant.now(), email);
    }
}
