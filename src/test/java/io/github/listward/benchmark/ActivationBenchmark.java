package io.github.listward.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.github.listward.ListwardApplication;
import io.github.listward.kafka.EmbeddedKafka;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Events per second from the profile topic into the change topic: events of 1 KB, one change each, none
 * excluded, the broker in a process of its own. The command is in docs/benchmarks.md.
 */
public final class ActivationBenchmark {

    private static final String TOPIC = "profiles";
    private static final String CHANGES = "listward.changes.123-ABC-456";
    private static final int PARTITIONS = 4;
    private static final int EVENT_BYTES = 1_024;

    private ActivationBenchmark() {}

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 600_000;
        Path directory = Files.createTempDirectory("listward-benchmark");
        Process broker = broker(directory);
        try {
            String servers = "127.0.0.1:" + BROKER_PORT;
            fill(servers, events);
            measure(servers, directory, events);
        } finally {
            broker.destroy();
            broker.waitFor(20, TimeUnit.SECONDS);
        }
        System.exit(0);
    }

    private static final int BROKER_PORT = 19_092;

    private static Process broker(Path directory) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                        "-cp", System.getProperty("java.class.path"), EmbeddedKafka.class.getName(),
                        directory.resolve("kafka").toString(), Integer.toString(BROKER_PORT))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.log").toFile())
                .start();
    }

    private static void fill(String servers, int events) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }
        Properties properties = new Properties();
        properties.put("bootstrap.servers", servers);
        properties.put("linger.ms", "20");
        properties.put("batch.size", "262144");
        properties.put("compression.type", "lz4");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                producer.send(new ProducerRecord<>(TOPIC, ("profile-" + i).getBytes(StandardCharsets.UTF_8), event(i)));
            }
        }
        System.out.printf("%,d events of %,d bytes are in the topic%n", events, EVENT_BYTES);
    }

    private static byte[] event(int i) {
        String head = """
                {"person":{"name":{"firstName":"Ada%d","lastName":"Lovelace"},"birthDate":"1980-02-29"},
                "personalEmail":{"address":"person-%d@example.com"},
                "homeAddress":{"country":"GB","city":"London","street1":"12 St James's Square"},
                "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"lastQualificationTime":"2026-01-11T21:24:39Z","status":"realized",
                "createdAt":1648553325000,"updatedAt":1648553330000,"mappingCreatedAt":1649856570000,"mappingUpdatedAt":1649856570000}}},
                "identityMap":{"ECID":[{"id":"38400000-8cf0-11bd-b23e-10b96e40000d","primary":true}],"Email":[{"id":"person-%d@example.com"}]},
                "padding":\"""".formatted(i, i, i);
        String tail = "\"}";
        int padding = EVENT_BYTES - head.length() - tail.length();
        return (head + "x".repeat(padding) + tail).getBytes(StandardCharsets.UTF_8);
    }

    private static void measure(String servers, Path directory, int events) throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(ListwardApplication.class).run(
                "--spring.config.import=classpath:definitions/two-workspaces.yaml",
                "--marketo.base-url=http://127.0.0.1:1",
                "--server.port=0",
                "--listward.kafka.bootstrap-servers=" + servers,
                "--listward.source.bootstrap-servers=" + servers,
                "--listward.state-directory=" + directory.resolve("state"),
                "--spring.datasource.url=jdbc:h2:file:" + directory.resolve("state/listward") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0",
                "--listward.console.password=benchmark",
                "--logging.level.root=warn");
        // Delivery rests: there is no Marketo here, and it would read the change topic again and again.
        context.getBean(CamelContext.class).getRouteController().stopRoute("poll-changes-123-ABC-456");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            // The first half warms the machine up.
            while (queued(admin) < events / 2) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            long started = System.nanoTime();
            long cpu = cpuNanos();
            long before = queued(admin);
            long lastCount = before;
            long lastTime = started;
            while (lastCount < events) {
                TimeUnit.SECONDS.sleep(2);
                long now = System.nanoTime();
                long count = queued(admin);
                System.out.printf("%,9d queued, %,7.0f/s%n", count, (count - lastCount) * 1e9 / (now - lastTime));
                lastCount = count;
                lastTime = now;
            }
            System.out.printf("stage A: %,.0f events/s over %,d events (after the first %,d)%n",
                    (events - before) * 1e9 / (lastTime - started), events - before, before);
            System.out.printf("CPU: %.0f ms per 1,000 events, of all threads of this process%n", (cpuNanos() - cpu) / 1e3 / (events - before));
            System.out.printf("heap used: %d MiB of %d%n", (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
        context.close();
    }

    /** Tells more than the time passed where other work shares the machine. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long queued(Admin admin) throws Exception {
        TopicPartition partition = new TopicPartition(CHANGES, 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset();
    }
}
