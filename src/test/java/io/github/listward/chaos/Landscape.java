package io.github.listward.chaos;

import io.github.listward.sandbox.MarketoSandbox;
import io.github.listward.sandbox.SandboxBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything a deployment is: Kafka, the state, Marketo (the sandbox, in this JVM), and replicas of the packaged jar. */
final class Landscape implements AutoCloseable {

    static final String PROFILES = "profiles";
    static final int PARTITIONS = 3;

    final Broker broker;
    final List<Replica> replicas = new ArrayList<>();
    private final Map<String, MarketoSandbox> instances = new LinkedHashMap<>();
    private final Path directory;
    private EmbeddedPostgres postgres;

    Landscape(Path directory) {
        this.directory = directory;
        broker = new Broker(directory.resolve("kafka"));
        broker.start();
        broker.createTopic(PROFILES, PARTITIONS);
    }

    Landscape withPostgres() {
        try {
            postgres = EmbeddedPostgres.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MarketoSandbox instance(String munchkinId, Duration latency) {
        return instance(munchkinId, MarketoSandbox.builder().latency(latency));
    }

    MarketoSandbox instance(String munchkinId, SandboxBuilder builder) {
        MarketoSandbox marketo = builder.munchkinId(munchkinId).client(client(munchkinId), "a secret").start();
        instances.put(munchkinId, marketo);
        return marketo;
    }

    MarketoSandbox instance(String munchkinId) {
        return instances.get(munchkinId);
    }

    List<String> munchkinIds() {
        return List.copyOf(instances.keySet());
    }

    /**
     * Replicas that share everything; not started yet.
     *
     * @param definitions destinations and dataflows, indented as below {@code listward:}
     * @param settings further settings, over the common ones
     */
    Landscape withReplicas(int count, int callsPerWindow, String definitions, Map<String, String> settings) {
        for (int i = 1; i <= count; i++) {
            Path home = directory.resolve("replica-" + i);
            Map<String, String> all = new LinkedHashMap<>(Map.of(
                    "spring.main.banner-mode", "off",
                    "logging.level.org.apache.kafka", "error",
                    "listward.source.topic", PROFILES,
                    "listward.source.bootstrap-servers", broker.bootstrapServers(),
                    "listward.kafka.bootstrap-servers", broker.bootstrapServers()));
            if (postgres != null) {
                all.put("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"));
                all.put("spring.datasource.username", "postgres");
                all.put("listward.identity-hash-key", "a key of thirty-two characters or more");
            }
            all.putAll(settings);
            String flat = all.entrySet().stream().map(each -> each.getKey() + ": \"" + each.getValue() + "\"\n").collect(Collectors.joining());
            replicas.add(new Replica("replica-" + i, home, write(home.resolve("settings.yaml"), flat + "listward:\n" + instances(callsPerWindow) + definitions)));
        }
        return this;
    }

    private String instances(int callsPerWindow) {
        return "  instances:\n" + instances.values().stream()
                .map(marketo -> "    - { munchkin-id: %s, base-url: \"%s\", client-id: %s, client-secret: a secret, calls-per-window: %d, concurrent-calls: 5 }\n"
                        .formatted(marketo.munchkinId(), marketo.baseUrl(), client(marketo.munchkinId()), callsPerWindow))
                .collect(Collectors.joining());
    }

    /** Marketo's client ids are unique over all instances. */
    private static String client(String munchkinId) {
        return "client-of-" + munchkinId;
    }

    void start() {
        replicas.forEach(Replica::start);
        replicas.forEach(Replica::awaitReady);
    }

    /** Any that answers. */
    Replica running() {
        return replicas.stream().filter(Replica::isRunning).findFirst().orElseThrow();
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    private static Path write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        broker.close();
        instances.values().forEach(MarketoSandbox::close);
        if (postgres != null) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
