package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, started in an empty directory with files of the operator's beside it. */
class PackagedRoutesIT {

    private static final Path JAR = Path.of(System.getProperty("listward.jar"));
    private static final String PASSWORD = "let me in";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String SETTINGS = """
            server:
              port: %d
            listward:
              source:
                topic: people
              instances:
                - { munchkin-id: 123-ABC-456, base-url: "%s", client-id: demo-client, client-secret: demo-secret }
              destinations:
                - { id: europe, instance: 123-ABC-456 }
              dataflows:
                - id: eu-nurture
                  destination: europe
                  audiences: [{ id: vip, name: VIP Europe }]
                  mapping:
                    - { source: identityMap.Email, field: email }
                    - { source: homeAddress.country, field: country }
            """;

    private static final String ADA = """
            {"segmentMembership":{"ups":{"vip":{"status":"realized","lastQualificationTime":"2026-01-01T00:00:00Z"}}},
             "homeAddress":{"country":"GB"},
             "identityMap":{"Email":[{"id":"ada@example.com"}]}}""";

    @TempDir
    Path directory;

    @Test
    void replacesAndAddsRoutesByFileNameAndSettingsByValue() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0); MarketoSandbox marketo = MarketoSandbox.builder().start()) {
            int port = freePort();
            write("application.yaml", SETTINGS.formatted(port, marketo.baseUrl()));
            write("routes/add-to-list.camel.yaml", packed("add-to-list").replaceFirst("description: .*", "description: The operator's own"));
            write("routes/on-qualified.camel.yaml", route("on-qualified", """
                    - script: { id: move-to-france, simple: "${body.attributes.withObject('/homeAddress').put('country', 'FR')}" }
                            - to: { id: to-crm, uri: "direct:notify-crm" }"""));
            write("routes/notify-crm.camel.yaml", route("notify-crm", "- log: { id: notify, message: \"${body.audience} has somebody new\" }"));
            marketo.hasLead("ada@example.com");
            produce(kafka, ADA);

            Process listward = start(kafka);
            try {
                awaitReady(listward, port);
                await("Ada is in").atMost(PATIENCE).untilAsserted(() -> assertThat(marketo.emailsIn("VIP Europe")).as(this::log).containsExactly("ada@example.com"));

                assertThat(marketo.leadsWith("email", "ada@example.com")).singleElement()
                        .satisfies(lead -> assertThat(lead).containsEntry("country", "FR"));
                assertThat(descriptions(port))
                        .containsEntry("add-to-list", "The operator's own")
                        .containsEntry("on-qualified", "The operator's own")
                        .containsEntry("notify-crm", "The operator's own")
                        .containsEntry("on-exited", "Your steps for each profile that exited an audience");
                assertThat(log())
                        .contains("add-to-list.camel.yaml replaces the packed")
                        .contains("on-qualified.camel.yaml replaces the packed")
                        .contains("notify-crm.camel.yaml is added")
                        .contains("vip has somebody new");
            } finally {
                listward.destroy();
                listward.waitFor();
            }
        }
    }

    private Process start(EmbeddedKafka kafka) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var process = new ProcessBuilder(java.toString(), "-Xmx256m", "-jar", JAR.toAbsolutePath().toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("listward.log").toFile());
        process.environment().put("LISTWARD_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        process.environment().put("LISTWARD_CONSOLE_PASSWORD", PASSWORD);
        return process.start();
    }

    private void awaitReady(Process listward, int port) {
        await("Listward is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .failFast(() -> assertThat(listward.isAlive()).as("Listward runs; its log:\n%s", log()).isTrue())
                .ignoreExceptions()
                .until(() -> get(port, "/health/readiness").path("status").asText().equals("UP"));
    }

    /** The description of every route, by route id. */
    private static Map<String, String> descriptions(int port) throws Exception {
        Map<String, String> descriptions = new HashMap<>();
        get(port, "/camelroutes").forEach(route -> descriptions.put(route.get("id").asText(), route.path("description").asText()));
        return descriptions;
    }

    private static void produce(EmbeddedKafka kafka, String event) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("people", "ada", event)).get();
        }
    }

    private static JsonNode get(int port, String path) throws Exception {
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator" + path)).header("Authorization", "Basic " + login).build();
        return new ObjectMapper().readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("listward.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static String packed(String route) throws IOException {
        return Files.readString(Path.of("routes", route + ".camel.yaml"));
    }

    private static String route(String id, String steps) {
        return """
                - route:
                    id: %1$s
                    description: The operator's own
                    from:
                      uri: direct:%1$s
                      steps:
                        %2$s
                """.formatted(id, steps);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
