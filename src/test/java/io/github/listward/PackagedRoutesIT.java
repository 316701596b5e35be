package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.kafka.EmbeddedKafka;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, started in an empty directory with files of the operator's beside it. */
class PackagedRoutesIT {

    private static final Path JAR = Path.of(System.getProperty("listward.jar"));
    private static final String PASSWORD = "let me in";

    /** With a Marketo that cannot be reached, which is no reason not to start. */
    private static final String SETTINGS = """
            server:
              port: %d
            listward:
              instances:
                - { munchkin-id: 123-ABC-456, base-url: "http://127.0.0.1:1", client-id: listward, client-secret: not-used }
              destinations:
                - { id: europe, instance: 123-ABC-456 }
              dataflows:
                - id: eu-nurture
                  destination: europe
                  audiences: [{ id: vip, name: VIP Europe }]
                  mapping: [{ source: identityMap.Email, field: email }]
            """;

    @TempDir
    Path directory;

    @Test
    void replacesAndAddsRoutesByFileNameAndSettingsByValue() throws Exception {
        int port = freePort();
        write("application.yaml", SETTINGS.formatted(port));
        write("routes/on-qualified.camel.yaml", route("on-qualified"));
        write("routes/notify-crm.camel.yaml", route("notify-crm"));

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            Process listward = start(kafka);
            try {
                Map<String, String> descriptions = descriptions(listward, port);

                assertThat(descriptions)
                        .containsEntry("on-qualified", "The operator's own")
                        .containsEntry("notify-crm", "The operator's own")
                        .containsEntry("on-exited", "Your steps for each profile that exited an audience")
                        .containsKey("report-failures");
                assertThat(log()).contains("on-qualified.camel.yaml replaces the packed").contains("notify-crm.camel.yaml is added");
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

    /** The description of every route, by route id, once Listward is ready. */
    private Map<String, String> descriptions(Process listward, int port) throws Exception {
        String actuator = "http://localhost:" + port + "/actuator";
        await("Listward is ready")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(250))
                .failFast(() -> assertThat(listward.isAlive()).as("Listward runs; its log:\n%s", log()).isTrue())
                .ignoreExceptions()
                .until(() -> get(actuator + "/health/readiness").path("status").asText().equals("UP"));

        Map<String, String> descriptions = new HashMap<>();
        get(actuator + "/camelroutes").forEach(route -> descriptions.put(route.get("id").asText(), route.path("description").asText()));
        return descriptions;
    }

    private static JsonNode get(String uri) throws Exception {
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Basic " + login).build();
        return new ObjectMapper().readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("listward.log"));
    }

    private void write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static String route(String id) {
        return """
                - route:
                    id: %1$s
                    description: The operator's own
                    from:
                      uri: direct:%1$s
                      steps:
                        - log: { id: mine-%1$s, message: mine }
                """.formatted(id);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
