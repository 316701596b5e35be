package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.chaos.Event.Membership;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two processes of the packaged jar with one PostgreSQL and one Kafka. */
class ReplicasIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONGEST_TAKE_OVER = Duration.ofSeconds(15);
    private static final int INSTANCES = 10;

    @Test
    void anotherReplicaDeliversWithinFifteenSecondsOfTheOwnersDeath() throws Exception {
        String instance = "123-ABC-456";
        try (Landscape landscape = landscape("take-over", List.of(instance)); Sender sender = new Sender(landscape.broker.bootstrapServers())) {
            MarketoSandbox marketo = landscape.instance(instance);
            landscape.start();
            AtomicInteger people = new AtomicInteger();
            sender.sendOn(() -> qualified(people.getAndIncrement()), () -> 1);
            await("people come in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP " + instance).size() > 20);
            Replica owner = new LeaseTable(landscape.postgres()).owner(instance, landscape.replicas);

            owner.kill();
            Instant death = Instant.now();
            String first = email(people.get());
            await("somebody who came after the owner's death is in").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100))
                    .until(() -> marketo.emailsIn("VIP " + instance).contains(first));
            Duration takeOver = Duration.between(death, Instant.now());

            System.out.printf("replicas: taken over within %.1f s%n", takeOver.toMillis() / 1000.0);
            assertThat(takeOver).isLessThan(LONGEST_TAKE_OVER);
            sender.finish();
            await("everybody is in").atMost(PATIENCE).untilAsserted(() -> assertThat(marketo.emailsIn("VIP " + instance)).hasSize(people.get()));
        }
    }

    @Test
    void tenInstancesAreAllServedAndByBothReplicas() throws Exception {
        List<String> instances = IntStream.range(0, INSTANCES).mapToObj("100-TEN-%03d"::formatted).toList();
        try (Landscape landscape = landscape("ten-instances", instances); Sender sender = new Sender(landscape.broker.bootstrapServers())) {
            landscape.start();
            AtomicInteger people = new AtomicInteger();
            sender.sendOn(() -> qualified(people.getAndIncrement()), () -> people.get() < 50 ? 1 : 0);

            await("everybody is in every list").atMost(PATIENCE).untilAsserted(() -> instances.forEach(instance ->
                    assertThat(landscape.instance(instance).emailsIn("VIP " + instance)).as(instance).hasSize(50)));
            Map<String, String> owners = new LeaseTable(landscape.postgres()).owners();
            assertThat(owners).containsOnlyKeys(instances);
            assertThat(new HashSet<>(owners.values())).as("owners: %s", owners).hasSize(2);
        }
    }

    /** One audience, activated to a list of every instance. */
    private static Landscape landscape(String name, List<String> instances) {
        Landscape landscape = new Landscape(Path.of("target", "chaos", name + "-" + System.currentTimeMillis())).withPostgres();
        instances.forEach(instance -> landscape.instance(instance, Duration.ofMillis(10)));
        String destinations = instances.stream()
                .map(instance -> "    - { id: to-%s, instance: %s, person-action: create-missing }\n".formatted(instance.toLowerCase(), instance))
                .collect(Collectors.joining());
        String dataflows = instances.stream()
                .map(instance -> """
                            - id: flow-%1$s
                              destination: to-%1$s
                              audiences: [{ id: vip, name: VIP %2$s }]
                              mapping:
                                - { source: identityMap.Email, field: email }
                                - { source: person.name.firstName, field: firstName }
                                - { source: person.name.lastName, field: lastName }
                        """.formatted(instance.toLowerCase(), instance))
                .collect(Collectors.joining());
        return landscape.withReplicas(2, 100, "  destinations:\n" + destinations + "  dataflows:\n" + dataflows, Map.of());
    }

    private static Event qualified(int person) {
        Instant at = Instant.now();
        String json = """
                {"person":{"name":{"firstName":"Pat","lastName":"Example"}},
                 "segmentMembership":{"ups":{"vip":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(at, email(person));
        return new Event("p" + person, null, at, Set.of(email(person)), List.of(new Membership("vip", true, at)), json);
    }

    private static String email(int person) {
        return "p" + person + "@example.com";
    }
}
