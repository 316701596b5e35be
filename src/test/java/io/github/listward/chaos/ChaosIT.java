package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.chaos.Event.Sent;
import io.github.listward.chaos.Trouble.Kind;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost and the last word wins, whatever breaks. Says its seed, which {@code -Dchaos.seed} repeats as far as processes can be
 * repeated; {@code -Dchaos.rounds} sets how long it goes on. {@code -Dchaos.sabotage=early-commit} breaks Listward, and must fail.
 * docs/reliability.md has the long form, and its figures.
 */
class ChaosIT {

    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 5);
    private static final int PEOPLE = 300;
    private static final int MOST_PER_TICK = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ONE = "123-ABC-456";
    private static final String TWO = "987-XYZ-654";

    private static final String DEFINITIONS = """
              destinations:
                - { id: europe, instance: 123-ABC-456, person-action: create-missing }
                - { id: europe-lists, instance: 123-ABC-456, sync-type: audience-only }
                - { id: america, instance: 987-XYZ-654, person-action: create-missing }
              dataflows:
                - id: eu-nurture
                  destination: europe
                  audiences: [{ id: vip, name: VIP Europe }, { id: news, name: News }]
                  mapping: &all
                    - { source: identityMap.Email, field: email }
                    - { source: person.name.firstName, field: firstName }
                    - { source: person.name.lastName, field: lastName }
                - { id: eu-gold, destination: europe-lists, audiences: [{ id: gold, name: Gold }], mapping: [{ source: identityMap.Email, field: email }] }
                - { id: us, destination: america, audiences: [{ id: vip, name: VIP America }], mapping: *all }
            """;

    private static final List<Feed> FEEDS = List.of(
            new Feed("eu-nurture", "vip", ONE, "VIP Europe"),
            new Feed("eu-nurture", "news", ONE, "News"),
            new Feed("eu-gold", "gold", ONE, "Gold"),
            new Feed("us", "vip", TWO, "VIP America"));

    /** Failures are to come often, and be over soon. */
    private static final Map<String, String> SETTINGS = Map.of(
            "listward.pause-after-failure", "1s",
            "listward.marketo.retry.times", "3",
            "listward.marketo.retry.first-delay-millis", "200",
            "listward.marketo.http.response-timeout-millis", "10000");

    @Test
    void nothingIsLostAndTheLastWordWinsWithTwoReplicas() throws Exception {
        run("two-replicas", 2, ROUNDS);
    }

    @Test
    void nothingIsLostAndTheLastWordWinsWithOneReplicaAndItsOwnDatabase() throws Exception {
        run("one-replica", 1, ROUNDS / 2);
    }

    private static void run(String name, int replicas, int rounds) throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
        System.out.printf("chaos: %s, %d rounds, -Dchaos.seed=%d%n", name, rounds, seed);
        Crowd crowd = new Crowd(seed, PEOPLE, List.of("vip", "news", "gold"), Landscape.PARTITIONS);
        try (Landscape landscape = new Landscape(Path.of("target", "chaos", name + "-" + seed + "-" + System.currentTimeMillis()))) {
            if (replicas > 1) {
                landscape.withPostgres();
            }
            List.of(ONE, TWO).forEach(instance -> arrange(landscape.instance(instance, Duration.ofMillis(30)), crowd));
            landscape.withReplicas(replicas, 100, DEFINITIONS, settings());
            landscape.start();

            Trouble trouble = new Trouble(seed, landscape);
            List<Sent> sent;
            try (Sender sender = new Sender(landscape.broker.bootstrapServers())) {
                Random rate = new Random(seed);
                sender.sendOn(crowd::next, () -> rate.nextInt(MOST_PER_TICK));
                for (int i = 0; i < rounds; i++) {
                    trouble.round();
                }
                sent = sender.finish();
            }
            Expectation expectation = new Expectation(FEEDS, sent, Instant.now());
            awaitQuiet(landscape);
            reckon(name, landscape, expectation, crowd, trouble, seed);
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
        if ("early-commit".equals(System.getProperty("chaos.sabotage"))) {
            settings.put("listward.routes.directory", Sabotage.commitEarly(Path.of("target", "chaos", "early-commit")).toAbsolutePath().toString());
        }
        return settings;
    }

    /** Those of the first instance are leads already, so that they can be found where nobody is created. */
    private static void arrange(MarketoSandbox marketo, Crowd crowd) {
        Set<String> refused = crowd.refused();
        for (String email : crowd.emails()) {
            if (refused.contains(email)) {
                marketo.skipsRow("email", email, "1003");
            } else if (marketo.munchkinId().equals(ONE)) {
                marketo.hasLead(email);
            }
        }
    }

    /** Everything sent is read, everything queued is delivered, everything failed is reported, and all of it is committed. */
    private static void awaitQuiet(Landscape landscape) {
        await("everything is consumed and committed").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).ignoreExceptions().until(() ->
                landscape.broker.lag("listward", Landscape.PROFILES) == 0
                        && landscape.broker.lag("listward." + ONE, "listward.changes." + ONE) == 0
                        && landscape.broker.lag("listward." + TWO, "listward.changes." + TWO) == 0
                        && landscape.broker.lag("listward.dead-letters.report", "listward.dead-letters") == 0);
    }

    private static void reckon(String name, Landscape landscape, Expectation expectation, Crowd crowd, Trouble trouble, long seed) {
        Reckoning reckoning = new Reckoning();
        Map<String, MarketoSandbox> instances = new LinkedHashMap<>();
        landscape.munchkinIds().forEach(id -> instances.put(id, landscape.instance(id)));
        JsonNode audiences = landscape.running().get("/api/audiences");
        reckoning.lists(expectation, FEEDS, instances, crowd.refused());
        reckoning.counts(expectation, audiences);
        FEEDS.stream().map(Feed::dataflow).distinct()
                .forEach(dataflow -> reckoning.runs(landscape.running().get("/api/dataflows/" + dataflow + "/runs"), audiences));
        long failures = landscape.running().text("/api/failures.csv").lines().count() - 1;
        long letters = DeadLetterTopic.distinct(landscape.broker.bootstrapServers());
        reckoning.check(failures == letters, "%d dead letters are %d rows".formatted(letters, failures));
        int throttled = instances.values().stream().mapToInt(marketo -> marketo.answered("606")).sum();
        int crowded = instances.values().stream().mapToInt(marketo -> marketo.answered("615")).sum();
        reckoning.check(throttled <= trouble.throttled(), "606 was answered %d times, %d times on purpose".formatted(throttled, trouble.throttled()));
        reckoning.check(crowded == 0, "615 was answered " + crowded + " times");
        Map<Kind, Integer> done = trouble.done();
        System.out.printf("chaos: %s | seed %d | faults of Marketo %d | SIGKILL %d | SIGSTOP %d | routes stopped or suspended %d | Kafka restarts %d | changes %d | lost %d"
                        + " | moves %d, against the order %d, repeated %d | 606 %d (%d arranged at most) | 615 %d | dead letters %d%n",
                name, seed, trouble.faults(), done.getOrDefault(Kind.KILL, 0) + done.getOrDefault(Kind.KILL_ALL, 0) * landscape.replicas.size(), done.getOrDefault(Kind.FREEZE, 0),
                done.getOrDefault(Kind.STOP_ROUTE, 0) + done.getOrDefault(Kind.SUSPEND_ROUTE, 0), done.getOrDefault(Kind.RESTART_KAFKA, 0), expectation.changes(),
                reckoning.lost(), reckoning.moves(), reckoning.againstTheOrder(), reckoning.repeated(), throttled, trouble.throttled(), crowded, letters);
        assertThat(reckoning.wrong()).as("with -Dchaos.seed=%d", seed).isEmpty();
    }
}
