package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes decide: on a copy of them, as an operator makes one, a change of YAML changes what happens. No Java changes. */
class EipsAreRealIT {

    private static final String VIP = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01";
    private static final String NEWSLETTER = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a02";

    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String REMOVE = "DELETE /rest/v1/lists/*/leads.json";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path brokerDirectory;

    private static EmbeddedKafka kafka;

    @TempDir
    Path directory;

    private Path routes;
    private int starts;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(brokerDirectory, 0);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void copyRoutes() throws IOException {
        routes = Files.createDirectory(directory.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aThirdOfTheAggregatorsSizeTriplesTheCalls() throws IOException {
        change("call-marketo", "timePeriodMillis: \"2000\"", "timePeriodMillis: \"200\"");
        Map<String, Integer> before = callsForNineHundred();

        for (String route : List.of("sync-leads", "add-to-list", "remove-from-list")) {
            change(route, "completionSize: 300", "completionSize: 100");
        }

        assertThat(before).isEqualTo(Map.of(SYNC, 3, ADD, 3, REMOVE, 3));
        assertThat(callsForNineHundred()).isEqualTo(Map.of(SYNC, 9, ADD, 9, REMOVE, 9));
    }

    @Test
    void halfTheRateDoublesTheTime() throws IOException {
        change("add-to-list", "completionSize: 300", "completionSize: 10");
        change("call-marketo", "timePeriodMillis: \"2000\"", "timePeriodMillis: \"600\"");
        double before = secondsOfThirtyCalls();

        change("call-marketo", "timePeriodMillis: \"600\"", "timePeriodMillis: \"1200\"");

        assertThat(secondsOfThirtyCalls() / before).isCloseTo(2, within(0.3));
    }

    @Test
    void aWhenSendsAnAudienceElsewhere() throws IOException {
        change("route-memberships", "                  when:\n", """
                                  when:
                                    - id: when-newsletter
                                      simple: "${body.audience} == '%s'"
                                      steps:
                                        - to: { id: to-agency, uri: "direct:send-to-agency" }
                """.formatted(NEWSLETTER));
        Files.writeString(routes.resolve("send-to-agency.camel.yaml"), """
                - route:
                    id: send-to-agency
                    description: Sends the newsletter's readers to the agency
                    from:
                      uri: direct:send-to-agency
                      steps:
                        - to: { id: agency, uri: "mock:agency" }
                """);

        try (MarketoSandbox marketo = marketo(); RunningListward listward = listward(marketo).start()) {
            listward.send("ada", event(NEWSLETTER, "ada", "realized"));
            listward.send("bob", event(VIP, "bob", "realized"));

            await("Bob is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("bob@example.com")));
            await("Ada is elsewhere").atMost(PATIENCE).until(() -> received(listward, "mock:agency") == 1);
            assertThat(marketo.leadsWith("email", "ada@example.com")).isEmpty();
            assertThat(marketo.listNamed("Newsletter Europe")).isNull();
        }
    }

    @Test
    void aStepBeforeTheMappingChangesTheField() throws IOException {
        String mapping = "        - bean: { id: map-fields,";
        change("qualify", mapping, """
                        - script: { id: live-in-france, simple: "${body.attributes.withObject('/homeAddress').put('country', 'FR')}" }
                """ + mapping);

        try (MarketoSandbox marketo = marketo(); RunningListward listward = listward(marketo).start()) {
            listward.send("ada", event(VIP, "ada", "realized"));

            await("Ada is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com")));
            assertThat(marketo.leadsWith("email", "ada@example.com")).singleElement()
                    .satisfies(lead -> assertThat(lead).containsEntry("country", "FR"));
        }
    }

    /** Calls for 900 people who come, and go again, all of them in one flush. */
    private Map<String, Integer> callsForNineHundred() {
        try (MarketoSandbox marketo = marketo(); RunningListward listward = listward(marketo)) {
            inOneFlush(listward, 900).start();

            sendAll(listward, 900, "realized");
            await("everybody is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").size() == 900);
            sendAll(listward, 900, "exited");
            await("everybody is out").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").isEmpty());

            return Map.of(SYNC, marketo.calls(SYNC), ADD, marketo.calls(ADD), REMOVE, marketo.calls(REMOVE));
        }
    }

    /** With those of the check fewer than the share of 20 s: more would wait at the gate, whatever the throttle is. */
    private double secondsOfThirtyCalls() {
        List<Instant> calls = new CopyOnWriteArrayList<>();
        try (MarketoSandbox marketo = marketo(); RunningListward listward = listward(marketo)) {
            marketo.before(ADD, () -> calls.add(Instant.now()));
            inOneFlush(listward, 300).start();

            sendAll(listward, 300, "realized");
            await("everybody is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").size() == 300);
        }
        assertThat(calls).hasSize(30);
        return Duration.between(calls.get(0), calls.get(29)).toMillis() / 1000.0;
    }

    /** A poll ends when it has so many changes, or when none has come for longer than they take to come. */
    private static RunningListward inOneFlush(RunningListward listward, int changes) {
        return listward
                .with("listward.delivery.max-poll-records", changes)
                .with("listward.delivery.import-threshold", 0)
                .with("listward.delivery.poll-timeout-ms", 3_000)
                .with("listward.delivery.batching-interval-ms", 30_000);
    }

    private static void sendAll(RunningListward listward, int people, String status) {
        IntStream.range(0, people).mapToObj(i -> "person" + i).forEach(name -> listward.send(name, event(VIP, name, status)));
    }

    private static MarketoSandbox marketo() {
        return MarketoSandbox.builder().withoutLimits().workspace("Europe", "Europe").workspace("America", "America").start();
    }

    private RunningListward listward(MarketoSandbox marketo) {
        starts++;
        String name = directory.getFileName() + "-" + starts;
        return RunningListward.on(directory.resolve(name), kafka, name, marketo, "definitions/two-workspaces.yaml")
                .with("listward.routes.directory", routes);
    }

    private void change(String route, String from, String to) throws IOException {
        Path file = routes.resolve(route + ".camel.yaml");
        String text = Files.readString(file);
        assertThat(text).containsOnlyOnce(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static int received(RunningListward listward, String uri) {
        return listward.bean(CamelContext.class).getEndpoint(uri, MockEndpoint.class).getReceivedCounter();
    }

    private static String event(String audience, String name, String status) {
        return """
                {"person":{"name":{"firstName":"%2$s","lastName":"Example"}},
                 "segmentMembership":{"ups":{"%1$s":{"status":"%3$s","lastQualificationTime":"%4$s"}}},
                 "identityMap":{"Email":[{"id":"%2$s@example.com"}]}}""".formatted(audience, name, status, Instant.now());
    }
}
