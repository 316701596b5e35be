package io.github.listward;

import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
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
    private final MarketoSandbox marketo;
    private final Map<String, Object> settings = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private ConfigurableApplicationContext context;

    private RunningListward(Path directory, EmbeddedKafka kafka, MarketoSandbox marketo) {
        this.directory = directory;
        this.kafka = kafka;
        this.marketo = marketo;
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("max.request.size", 8 * 1024 * 1024);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param definitions class path of the definitions, e.g. {@code definitions/two-workspaces.yaml} */
    public static RunningListward on(Path directory, MarketoSandbox marketo, String definitions) {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        RunningListward listward = new RunningListward(directory, kafka, marketo);
        listward.createTopic();
        listward.settings.put("spring.config.import", "classpath:" + definitions);
        listward.settings.put("marketo.base-url", marketo.baseUrl().toString());
        listward.settings.put("server.port", "0");
        listward.settings.put("listward.kafka.bootstrap-servers", kafka.bootstrapServers());
        listward.settings.put("listward.source.bootstrap-servers", kafka.bootstrapServers());
        listward.settings.put("listward.state-directory", directory.resolve("state").toString());
        listward.settings.put("spring.datasource.url", "jdbc:h2:file:" + directory.resolve("state/listward")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        listward.settings.put("listward.console.password", "test-password");
        return listward;
    }

    public RunningListward with(String property, Object value) {
        settings.put(property, value);
        return this;
    }

    public RunningListward start() {
        context = new SpringApplicationBuilder(ListwardApplication.class).properties(Map.of("spring.main.banner-mode", "off")).run(arguments());
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
        try {
            producer.send(new ProducerRecord<>(TOPIC, key == null ? null : key.getBytes(StandardCharsets.UTF_8), event)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void createTopic() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(java.util.List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
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
        kafka.close();
    }
}
