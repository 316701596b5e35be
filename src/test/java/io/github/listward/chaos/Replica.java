package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The packaged jar as a process of its own, in a directory of its own; started again there after each death. */
final class Replica implements AutoCloseable {

    private static final Path JAR = Path.of(System.getProperty("listward.jar"));
    private static final String PASSWORD = "let me in";
    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String name;
    private final Path directory;
    private final Path settings;
    private final int port;
    private Process process;
    private boolean frozen;

    /** @param settings an application.yaml, taken beside the packed one */
    Replica(String name, Path directory, Path settings) {
        this.name = name;
        this.directory = directory;
        this.settings = settings;
        this.port = freePort();
    }

    /** Does not wait until it is ready. */
    Replica start() {
        try {
            Files.createDirectories(directory);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // Many starts, and two processors for everything: neither a second compiler nor a second collector pays.
                    "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                    "-jar", JAR.toAbsolutePath().toString(),
                    "--spring.config.additional-location=file:" + settings.toAbsolutePath(),
                    "--server.port=" + port));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("LISTWARD_CONSOLE_PASSWORD", PASSWORD);
            process = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        await(name + " is ready; its log is " + log())
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(200))
                .failFast(() -> assertThat(process.isAlive()).as("%s runs; its log is %s", name, log()).isTrue())
                .ignoreExceptions()
                .until(() -> get("/actuator/health/readiness").path("status").asText().equals("UP"));
    }

    boolean isRunning() {
        return process != null && process.isAlive() && !frozen;
    }

    /** SIGKILL: nothing of it runs any more, not even a shutdown hook. */
    void kill() {
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        frozen = false;
    }

    /** SIGSTOP: as a machine that is suspended, or a very long garbage collection. */
    void freeze() {
        signal("STOP");
        frozen = true;
    }

    void thaw() {
        signal("CONT");
        frozen = false;
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
            assertThat(exit).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An operation of a route, as Hawtio's buttons have it executed: stop, start, suspend, resume. */
    void route(String id, String operation) {
        JsonNode found = jolokia(Map.of("type", "search", "mbean", "org.apache.camel:context=*,type=routes,name=\"" + id + "\""));
        assertThat(found).as("MBean of route %s", id).hasSize(1);
        jolokia(Map.of("type", "exec", "mbean", found.get(0).asText(), "operation", operation + "()"));
    }

    private JsonNode jolokia(Map<String, Object> question) {
        JsonNode answer = post("/actuator/jolokia", question);
        assertThat(answer.path("status").asInt()).as("%s: %s", question, answer.path("error")).isEqualTo(200);
        return answer.get("value");
    }

    JsonNode get(String path) {
        return tree(text(path));
    }

    String text(String path) {
        return send(request(path).GET().build());
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode post(String path, Object body) {
        try {
            byte[] bytes = json.writeValueAsBytes(body);
            return tree(send(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        // A route that is stopped over JMX first finishes what it has begun.
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(Duration.ofMinutes(2)).header("Authorization", "Basic " + login);
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("%s of %s", request.uri().getPath(), name).isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean logged(String text) {
        try {
            return Files.readString(log()).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log() {
        return directory.resolve("listward.log");
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
