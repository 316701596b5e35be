package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.RunningListward;
import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** What an operator can do to routes in Hawtio, and with an editor, while events come in: whatever it is, nothing is lost. */
class OperatorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String VIP = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01";
    private static final String LIST = "VIP Europe";

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;

    private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    private final AtomicInteger people = new AtomicInteger();

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void stoppingAndStartingAnyRouteLosesNothing() throws Exception {
        try (MarketoSandbox marketo = marketo(); RunningListward listward = listward("stops", marketo).start(); Load load = load(listward)) {
            List<String> routes = listward.bean(CamelContext.class).getRoutes().stream().map(route -> route.getRouteId()).sorted().toList();
            assertThat(routes).contains("receive-profiles", "call-marketo", "poll-changes-123-ABC-456");
            for (String route : routes) {
                operate(route, "stop");
                load.goesOnFor(60);
                operate(route, "start");
                load.goesOnFor(5);
            }

            load.end();
            everybodyIsIn(listward, marketo);
        }
    }

    @Test
    void suspendingTheEdgesUnderLoadLosesNothing() throws Exception {
        try (MarketoSandbox marketo = marketo(); RunningListward listward = listward("suspends", marketo).start(); Load load = load(listward)) {
            for (int i = 0; i < 3; i++) {
                for (String route : List.of("receive-profiles", "poll-changes-123-ABC-456", "report-failures")) {
                    operate(route, "suspend");
                    load.goesOnFor(60);
                    operate(route, "resume");
                    load.goesOnFor(20);
                }
            }

            load.end();
            everybodyIsIn(listward, marketo);
        }
    }

    @Test
    void reloadingRouteFilesUnderLoadLosesNothing() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        List<String> edited = List.of("add-to-list", "deliver-changes", "qualify", "queue-changes");
        for (String route : edited) {
            Files.copy(Path.of("routes", route + ".camel.yaml"), routes.resolve(route + ".camel.yaml"));
        }
        try (MarketoSandbox marketo = marketo();
                RunningListward listward = listward("reloads", marketo)
                        .with("listward.routes.directory", routes)
                        .with("camel.main.routes-reload-enabled", true)
                        .with("camel.main.routes-reload-directory", routes)
                        .with("camel.main.routes-reload-pattern", "*.camel.yaml")
                        .with("camel.main.routes-reload-remove-all-routes", false)
                        .start();
                Load load = load(listward)) {
            for (String route : edited) {
                load.goesOnFor(30);
                describe(routes.resolve(route + ".camel.yaml"), "Edited while it ran");
                await(route + " is reloaded").atMost(PATIENCE).until(() -> "Edited while it ran".equals(
                        listward.bean(CamelContext.class).getRoute(route) == null ? "" : listward.bean(CamelContext.class).getRoute(route).getDescription()));
            }
            load.goesOnFor(50);

            load.end();
            everybodyIsIn(listward, marketo);
        }
    }

    private static void describe(Path route, String description) throws IOException {
        Path draft = Files.writeString(route.resolveSibling("draft"), Files.readString(route).replaceFirst("description: .*", "description: " + description));
        Files.move(draft, route, StandardCopyOption.ATOMIC_MOVE); // or Camel may find it empty
    }

    /** Whatever failed on the way is sent again; then every person is in the list, and every change has one end. */
    private void everybodyIsIn(RunningListward listward, MarketoSandbox marketo) {
        Set<String> everybody = IntStream.range(0, people.get()).mapToObj(OperatorsIT::email).collect(Collectors.toCollection(TreeSet::new));
        await("everybody is in").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Set<String> missing = new TreeSet<>(everybody);
            missing.removeAll(marketo.emailsIn(LIST));
            assertThat(missing.size()).as("missing of %d, such as %s; audiences: %s", everybody.size(), missing.stream().limit(3).toList(), api(listward, "/audiences")).isZero();
        });
        assertThat(api(listward, "/failures").get("failures")).isEmpty();
        JsonNode counts = api(listward, "/audiences").get("audiences").get(0);
        assertThat(counts.get("received").asInt()).as("%s", counts).isEqualTo(everybody.size());
        assertThat(counts.get("inFlight").asInt()).as("%s", counts).isZero();
    }

    private void operate(String route, String operation) throws JMException {
        Set<ObjectName> names = jmx.queryNames(new ObjectName("org.apache.camel:context=*,type=routes,name=\"" + route + "\""), null);
        assertThat(names).as(route).hasSize(1);
        jmx.invoke(names.iterator().next(), operation, new Object[0], new String[0]);
    }

    /** Somebody new qualifies every 20 milliseconds. */
    private final class Load implements AutoCloseable {

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        private Load(RunningListward listward) {
            timer.scheduleAtFixedRate(() -> listward.send("p" + people.get(), qualified(people.getAndIncrement())), 0, 20, TimeUnit.MILLISECONDS);
        }

        void goesOnFor(int more) {
            int enough = people.get() + more;
            await("people come").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> people.get() >= enough);
        }

        void end() throws InterruptedException {
            timer.shutdown();
            assertThat(timer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }

    private Load load(RunningListward listward) {
        return new Load(listward);
    }

    private static String qualified(int person) {
        return """
                {"person":{"name":{"firstName":"Pat","lastName":"Example"}},
                 "segmentMembership":{"ups":{"%s":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(VIP, Instant.now(), email(person));
    }

    private static String email(int person) {
        return "p" + person + "@example.com";
    }

    private static MarketoSandbox marketo() {
        return MarketoSandbox.builder().withoutLimits().workspace("Europe", "Europe").workspace("America", "America").start();
    }

    private static RunningListward listward(String name, MarketoSandbox marketo) {
        return RunningListward.on(directory.resolve(name), kafka, name, marketo, "definitions/two-workspaces.yaml")
                .with("listward.pause-after-failure", "1s")
                .with("camel.main.shutdown-timeout", 10);
    }

    private static JsonNode api(RunningListward listward, String path) {
        String url = "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + "/api" + path;
        return new TestRestTemplate("admin", "test-password").getForObject(url, JsonNode.class);
    }
}
