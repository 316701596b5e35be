package io.github.listward;

import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole bundle on an embedded broker and the sandbox: what a deployment is, in one JVM. */
public final class RunningListward implements AutoCloseable {

    public static final String TOPIC = "profiles";

    private final Path directory;
    private final EmbeddedKafka kafka;
    private final boolean kafkaIsOurs;
    private final String topic;
    private final MarketoSandbox marketo;
    private final Map<String, Object> settings = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private Clock clock = Clock.systemUTC();
    private ConfigurableApplicationContext context;

    private RunningListward(Path directory, EmbeddedKafka kafka, boolean kafkaIsOurs, String topic, MarketoSandbox marketo) {
        this.directory = directory;
        this.kafka = kafka;
        this.kafkaIsOurs = kafkaIsOurs;
        this.topic = topic;
        this.marketo = marketo;
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("max.request.size", 8 * 1024 * 1024);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param definitions class path of the definitions, e.g. {@code definitions/two-workspaces.yaml} */
    public static RunningListward on(Path directory, MarketoSandbox marketo, String definitions) {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        return new RunningListward(directory, kafka, true, TOPIC, marketo).prepare(definitions);
    }

    /**
     * On a broker that is shared and stays, which saves its start: with topics and groups of its own.
     *
     * @param name begins the names of its topics and groups
     */
    public static RunningListward on(Path directory, EmbeddedKafka kafka, String name, MarketoSandbox marketo, String definitions) {
        return new RunningListward(directory, kafka, false, name + "." + TOPIC, marketo)
                .prepare(definitions)
                .with("listward.source.group-id", name)
                .with("listward.topics.changes", name + ".changes")
                .with("listward.topics.memberships", name + ".memberships")
                .with("listward.topics.dead-letters", name + ".dead-letters");
    }

    private RunningListward prepare(String definitions) {
        createTopic();
        return with("spring.config.import", "classpath:" + definitions)
                .with("marketo.base-url", marketo.baseUrl())
                .with("server.port", 0)
                .with("spring.jmx.registration-policy", "ignore-existing") // of two in one JVM the first is seen
                .with("listward.kafka.bootstrap-servers", kafka.bootstrapServers())
                .with("listward.source.bootstrap-servers", kafka.bootstrapServers())
                .with("listward.source.topic", topic)
                .with("listward.state-directory", directory.resolve("state"))
                .with("spring.datasource.url", "jdbc:h2:file:" + directory.resolve("state/listward")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE")
                .with("listward.console.password", "test-password");
    }

    public RunningListward with(String property, Object value) {
        settings.put(property, value);
        return this;
    }

    /** Its time is that of this clock. */
    public RunningListward by(Clock other) {
        clock = other;
        return this;
    }

    public RunningListward start() {
        context = new SpringApplicationBuilder(ListwardApplication.class)
                .initializers(starting -> starting.getBeanFactory().registerSingleton("clock", clock))
                .properties(Map.of("spring.main.banner-mode", "off"))
                .run(arguments());
        return this;
    }

    private String[] arguments() {
        return settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toArray(String[]::new);
    }

    public void stop() {
        context.close();
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public MarketoSandbox marketo() {
        return marketo;
    }

    public Path directory() {
        return directory;
    }

    /** Sends an event and returns when Kafka has it. */
    public void send(String key, String event) {
        send(key, event.getBytes(StandardCharsets.UTF_8));
    }

    public void send(String key, byte[] event) {
        send(null, key, event, Instant.now());
    }

    /**
     * @param partition null to go by the key
     * @param recordedAt the record's time, as a producer may set it
     */
    public void send(Integer partition, String key, byte[] event, Instant recordedAt) {
        try {
            byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, partition, recordedAt.toEpochMilli(), keyBytes, event)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void createTopic() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
        producer.close();
        if (kafkaIsOurs) {
            kafka.close();
        }
    }
}
