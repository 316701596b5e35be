package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.chaos.Event.Membership;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A process that is killed while Marketo imports goes on with that import: everybody is in the list, and who left meanwhile is not. */
class ImportIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String INSTANCE = "123-ABC-456";
    private static final int PEOPLE = 2_000;
    private static final int LEAVING = 10;

    private static final String DEFINITIONS = """
              destinations:
                - { id: europe, instance: 123-ABC-456, person-action: create-missing }
              dataflows:
                - id: eu-nurture
                  destination: europe
                  audiences: [{ id: vip, name: VIP }]
                  mapping:
                    - { source: identityMap.Email, field: email }
                    - { source: person.name.firstName, field: firstName }
                    - { source: person.name.lastName, field: lastName }
            """;

    @Test
    void goesOnWithAnImportAfterAKill() throws Exception {
        Path directory = Path.of("target", "chaos", "import-" + System.currentTimeMillis());
        try (Landscape landscape = new Landscape(directory).withPostgres(); Sender sender = new Sender(landscape.broker.bootstrapServers())) {
            MarketoSandbox marketo = landscape.instance(INSTANCE, MarketoSandbox.builder().importing(100));
            landscape.withReplicas(1, 50, DEFINITIONS, Map.of("listward.delivery.import-threshold", "100"));
            IntStream.range(0, PEOPLE).forEach(person -> sender.send(event(person, true)));
            landscape.start();
            Replica listward = landscape.running();
            await("an import is running").atMost(PATIENCE).until(() -> marketo.imports().stream().anyMatch(each -> each.status().equals("Importing")));

            listward.kill();
            IntStream.range(0, LEAVING).forEach(person -> sender.send(event(person, false)));
            sender.finish();
            listward.start().awaitReady();

            await("everybody is in, and who left is not").atMost(PATIENCE).untilAsserted(() ->
                    assertThat(marketo.emailsIn("VIP")).hasSize(PEOPLE - LEAVING).doesNotContain(email(0), email(LEAVING - 1)).contains(email(LEAVING)));
            await("nothing is held any more").atMost(PATIENCE).until(() -> listward.get("/api/holds").get("holds").isEmpty());
            JsonNode counts = listward.get("/api/audiences").get("audiences").findParents("audience").stream()
                    .filter(row -> row.get("audience").asText().equals("vip"))
                    .findFirst()
                    .orElseThrow();
            assertThat(counts.get("received").asLong()).isEqualTo(PEOPLE + LEAVING);
            assertThat(counts.get("activated").asLong() + counts.get("excluded").asLong()).isEqualTo(PEOPLE + LEAVING);
            assertThat(listward.get("/api/imports").get("imports")).allSatisfy(each -> assertThat(each.get("state").asText()).isEqualTo("DONE"));
            System.out.printf("imports: %d people in %s, %d calls%n", PEOPLE, marketo.imports(), marketo.calls());
        }
    }

    private static Event event(int person, boolean qualified) {
        Instant at = Instant.now();
        String json = """
                {"person":{"name":{"firstName":"Pat","lastName":"Example"}},
                 "segmentMembership":{"ups":{"vip":{"status":"%s","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(qualified ? "realized" : "exited", at, email(person));
        return new Event("p" + person, null, at, Set.of(email(person)), List.of(new Membership("vip", qualified, at)), json);
    }

    private static String email(int person) {
        return "p" + person + "@example.com";
    }
}
