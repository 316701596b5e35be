package io.github.listward.demo;

import io.github.listward.ListwardApplication;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationStates;
import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The three on this machine: Kafka, Marketo (the sandbox, with Marketo's limits) and Listward, as a deployment would start it. */
final class Landscape implements AutoCloseable {

    static final String USER = "admin";
    static final String PASSWORD = "demo";
    static final String MUNCHKIN_ID = "123-ABC-456";

    /** Where people are who type; what the demo is made of is in the source tree. */
    static final Path FILES = Path.of("src/test/demo");

    static final Path STATE = Path.of("target/demo");
    private static final Path LOCK = Path.of("target/demo.lock");
    static final Path LOG = STATE.resolve("listward.log");

    /** About what Marketo takes for a call. */
    private static final Duration LATENCY = Duration.ofMillis(100);

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Ports ports;
    private EmbeddedKafka kafka;
    private MarketoSandbox marketo;
    private ProfileTopic profiles;
    private ConfigurableApplicationContext listward;

    Landscape(Ports ports) {
        this.ports = ports;
    }

    void startKafka() {
        kafka = EmbeddedKafka.start(STATE.resolve("kafka"), ports.kafka());
        profiles = ProfileTopic.create(kafka.bootstrapServers());
    }

    void startMarketo() {
        marketo = MarketoSandbox.builder()
                .port(ports.sandbox())
                .munchkinId(MUNCHKIN_ID)
                .workspace("Europe", "Europe")
                .workspace("America", "America")
                .latency(LATENCY)
                .start();
    }

    /** @param routes directory of routes that replace packed ones, or null */
    void startListward(Path routes) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "spring.config.import", FILES.resolve("definitions.yaml").toUri(),
                "demo.marketo", marketo.baseUrl(),
                "server.address", "127.0.0.1",
                "server.port", ports.listward(),
                "listward.source.bootstrap-servers", kafka.bootstrapServers(),
                "listward.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "listward.state-directory", STATE.resolve("state"),
                "listward.console.password", PASSWORD,
                "logging.config", FILES.resolve("logback.xml")));
        settings.put("camel.main.shutdown-timeout", 2); // s; whoever types Ctrl-C in the outage does not wait for Marketo
        settings.put("spring.datasource.url", "jdbc:h2:file:" + STATE.resolve("state/listward").toAbsolutePath()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        if (routes != null) {
            settings.put("listward.routes.directory", routes);
        }
        listward = new SpringApplicationBuilder(ListwardApplication.class)
                .properties(Map.of("spring.main.banner-mode", "off"))
                .registerShutdownHook(false) // the demo stops all three, in their order
                .run(settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toArray(String[]::new));
        DestinationStates states = listward.getBean(DestinationStates.class);
        boolean up = Wait.until(LONGEST_START, () -> Stream.of("europe", "america")
                .allMatch(destination -> states.of(destination).status() == DestinationState.Status.UP));
        if (!up) {
            throw new IllegalStateException("Listward's destinations did not come up in " + LONGEST_START.toSeconds() + " s");
        }
    }

    MarketoSandbox marketo() {
        return marketo;
    }

    ProfileTopic profiles() {
        return profiles;
    }

    ConfigurableApplicationContext listward() {
        return listward;
    }

    String listwardUrl() {
        return "http://localhost:" + ports.listward();
    }

    /**
     * Deletes what the last demo left.
     *
     * @throws IllegalStateException if a demo is running in this directory
     */
    static void clear() {
        try {
            Files.createDirectories(LOCK.getParent());
            // Held until this process ends.
            if (FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE).tryLock() == null) {
                throw new IllegalStateException("A demo is running in this directory already.");
            }
            if (Files.exists(STATE)) {
                try (Stream<Path> files = Files.walk(STATE)) {
                    for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                        Files.delete(file);
                    }
                }
            }
            Files.createDirectories(STATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (listward != null) {
            listward.close();
        }
        if (profiles != null) {
            profiles.close();
        }
        if (marketo != null) {
            marketo.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }
}
