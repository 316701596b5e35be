package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.chaos.Event.Membership;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Marketo's limits, in real time: two replicas with more work than an instance takes, for two of its destinations, and the whole of
 * its 100 calls in 20 seconds to use. The owner dies halfway.
 */
class LimitsIT {

    private static final String INSTANCE = "123-ABC-456";
    private static final Duration SATURATED = Duration.ofSeconds(60);
    private static final int CALLS = 400;
    private static final int CALLS_PER_WINDOW = 100;
    private static final int CONCURRENT_CALLS = 5;
    private static final int AUDIENCES = 10;
    private static final int PEOPLE = 3_000;

    @Test
    void usesTheWholeShareAndNeverMoreThoughTheOwnerDies() throws Exception {
        try (Landscape landscape = new Landscape(Path.of("target", "chaos", "limits-" + System.currentTimeMillis())).withPostgres();
                Sender sender = new Sender(landscape.broker.bootstrapServers())) {
            MarketoSandbox marketo = landscape.instance(INSTANCE, Duration.ofMillis(150));
            // Small flushes, many lists: as many calls as changes, nearly.
            landscape.withReplicas(2, CALLS_PER_WINDOW, definitions(), Map.of("listward.delivery.max-poll-records", "40", "listward.delivery.import-threshold", "0"));
            AtomicInteger people = new AtomicInteger();
            sender.sendOn(() -> qualified(people.getAndIncrement()), () -> people.get() < PEOPLE ? 200 : 0);
            landscape.start();
            await("it has begun").atMost(Duration.ofSeconds(60)).until(() -> marketo.calls() > 0);
            Instant begin = Instant.now();
            LeaseTable leases = new LeaseTable(landscape.postgres());

            await("half of the calls").atMost(Duration.ofSeconds(90)).until(() -> marketo.calls() >= CALLS / 2);
            leases.owner(INSTANCE, landscape.replicas).kill();
            Instant death = Instant.now();
            int callsAtDeath = marketo.calls();
            await("the other one goes on").atMost(Duration.ofSeconds(60)).until(() -> marketo.calls() > callsAtDeath + CONCURRENT_CALLS);
            Duration idle = Duration.between(death, Instant.now());
            await("the calls").atMost(Duration.ofSeconds(180)).until(() ->
                    marketo.calls() >= CALLS && Duration.between(begin, Instant.now()).minus(idle).compareTo(SATURATED) > 0);

            System.out.printf("limits: %d calls in %d s, of which idle between owners %d s; at most %d in any 20 s, %d at a time; 606 %d, 615 %d%n",
                    marketo.calls(), Duration.between(begin, Instant.now()).toSeconds(), idle.toSeconds(), marketo.maxCallsInWindow(), marketo.maxInFlight(),
                    marketo.answered("606"), marketo.answered("615"));
            assertThat(marketo.answered("606")).isZero();
            assertThat(marketo.answered("615")).isZero();
            assertThat(marketo.maxCallsInWindow()).isBetween(CALLS_PER_WINDOW * 8 / 10, CALLS_PER_WINDOW);
            assertThat(marketo.maxInFlight()).isLessThanOrEqualTo(CONCURRENT_CALLS);
            assertThat(leases.rows(INSTANCE)).as("writers of two destinations on one instance").isOne();
        }
    }

    private static String definitions() {
        return """
                  destinations:
                    - { id: one, instance: 123-ABC-456, person-action: create-missing }
                    - { id: two, instance: 123-ABC-456, person-action: create-missing }
                  dataflows:
                """ + Set.of("one", "two").stream().sorted().map(destination -> """
                    - id: flow-%1$s
                      destination: %1$s
                      audiences: [%2$s]
                      mapping:
                        - { source: identityMap.Email, field: email }
                        - { source: person.name.firstName, field: firstName }
                        - { source: person.name.lastName, field: lastName }
                """.formatted(destination, IntStream.range(0, AUDIENCES)
                        .mapToObj(i -> "{ id: a%1$d, name: List %1$d of %2$s }".formatted(i, destination))
                        .collect(Collectors.joining(", ")))).collect(Collectors.joining());
    }

    private static Event qualified(int person) {
        Instant at = Instant.now();
        String audience = "a" + person % AUDIENCES;
        String json = """
                {"person":{"name":{"firstName":"Pat","lastName":"Example"}},
                 "segmentMembership":{"ups":{"%s":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"p%d@example.com"}]}}""".formatted(audience, at, person);
        return new Event("p" + person, null, at, Set.of("p" + person + "@example.com"), List.of(new Membership(audience, true, at)), json);
    }
}
