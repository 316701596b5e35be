package io.github.listward.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.github.listward.ListwardApplication;
import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Listward as it is deployed, the whole of it in this process, on a broker and a sandbox in processes of their own, with its state in an H2 file. */
final class Deployment implements AutoCloseable {

    static final String DATAFLOW = "benchmark";
    static final String PROFILES = "profiles";

    private static final String INSTANCE = "123-ABC-456";
    private static final TopicPartition CHANGES = new TopicPartition("listward.changes." + INSTANCE, 0);
    private static final String GROUP = "listward." + INSTANCE;

    /** What a piece of work took. @param peakHeap MiB, of all of the time, garbage included */
    record Cost(int changes, Duration time, Duration cpu, long peakHeap, int calls, int refused) {

        double perSecond() {
            return changes * 1e9 / time.toNanos();
        }

        double callsPerThousand() {
            return calls * 1_000.0 / changes;
        }

        double cpuMillisPerThousand() {
            return cpu.toNanos() / 1e6 * 1_000 / changes;
        }
    }

    private final Path directory;
    private final Process broker;
    private final String servers;
    private final SandboxProcess marketo;
    private final Map<String, Object> settings = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private ConfigurableApplicationContext context;

    /** @param lists how many audiences there are: {@code a0}, {@code a1}, ..., whose lists are {@code List 0}, {@code List 1}, ... */
    Deployment(int lists, Duration latency) throws Exception {
        directory = Files.createTempDirectory("listward-deployment");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        servers = "127.0.0.1:" + port;
        broker = new ProcessBuilder(JavaProcess.command(512, EmbeddedKafka.class, List.of(), directory.resolve("kafka").toString(), Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.log").toFile())
                .start();
        marketo = SandboxProcess.start(directory, latency);
        Properties properties = new Properties();
        properties.put("bootstrap.servers", servers);
        properties.put("linger.ms", "5");
        properties.put("batch.size", "262144");
        properties.put("compression.type", "lz4");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(PROFILES, 3, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }
        settings.put("spring.config.import", "file:" + definitions(lists));
        settings.put("server.port", 0);
        settings.put("listward.kafka.bootstrap-servers", servers);
        settings.put("listward.source.bootstrap-servers", servers);
        settings.put("listward.state-directory", directory.resolve("state"));
        settings.put("spring.datasource.url", "jdbc:h2:file:" + directory.resolve("state/listward")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        settings.put("listward.console.password", "benchmark");
        settings.put("logging.level.root", "warn");
    }

    Deployment with(String property, Object value) {
        settings.put(property, value);
        return this;
    }

    private Path definitions(int lists) throws IOException {
        StringBuilder yaml = new StringBuilder("""
                listward:
                  instances:
                    - munchkin-id: %s
                      base-url: %s
                      client-id: demo-client
                      client-secret: demo-secret
                      calls-per-window: ${calls-per-window:50}
                      concurrent-calls: ${concurrent-calls:5}
                  destinations:
                    - { id: %s, instance: %s, person-action: create-missing }
                  dataflows:
                    - id: %s
                      destination: %s
                      mapping:
                        - { source: identityMap.Email, field: email }
                        - { source: person.name.firstName, field: firstName }
                        - { source: person.name.lastName, field: lastName }
                      audiences:
                """.formatted(INSTANCE, marketo.baseUrl(), DATAFLOW, INSTANCE, DATAFLOW, DATAFLOW));
        IntStream.range(0, lists).forEach(i -> yaml.append("        - { id: a%d, name: List %d }\n".formatted(i, i)));
        return Files.writeString(directory.resolve("definitions.yaml"), yaml);
    }

    /** With the limits of Marketo, and the share of them that the settings say; not before Marketo has forgotten earlier calls. */
    Deployment start() throws Exception {
        TimeUnit.SECONDS.sleep(21);
        marketo.enforcesLimits(true);
        return start(ListwardApplication.class);
    }

    /** Neither Listward nor the sandbox keep to any limit. */
    Deployment startWithoutLimits() throws Exception {
        marketo.enforcesLimits(false);
        return start(ListwardApplication.class, Unlimited.class);
    }

    private Deployment start(Class<?>... sources) throws Exception {
        context = new SpringApplicationBuilder(sources).run(settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toArray(String[]::new));
        wake();
        return this;
    }

    /** Until the instance has been checked, and delivery has begun to read. */
    private void wake() throws Exception {
        try (Admin admin = admin()) {
            while (!admin.listTopics().names().get().contains(CHANGES.topic()) || committed(admin) < end(admin)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        TimeUnit.SECONDS.sleep(2);
    }

    void stop() {
        context.close();
    }

    SandboxProcess marketo() {
        return marketo;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** Sends an event of the profile topic, and does not wait. */
    void send(String profile, String event) {
        producer.send(new ProducerRecord<>(PROFILES, profile.getBytes(StandardCharsets.UTF_8), event.getBytes(StandardCharsets.UTF_8)));
    }

    /** Queues changes while delivery does not read, then lets it deliver them all. */
    Cost deliver(int changes, IntFunction<MembershipChange> change) throws Exception {
        bean(CamelContext.class).getRouteController().stopRoute("poll-changes-" + INSTANCE);
        ChangeFormat format = bean(ChangeFormat.class);
        for (int i = 0; i < changes; i++) {
            producer.send(new ProducerRecord<>(CHANGES.topic(), 0, INSTANCE.getBytes(StandardCharsets.UTF_8), format.write(change.apply(i))));
        }
        producer.flush();
        ManagementFactory.getMemoryMXBean().gc();
        int calls = marketo.calls();
        int refused = marketo.refused();
        AtomicLong peak = new AtomicLong();
        ScheduledExecutorService heap = Executors.newSingleThreadScheduledExecutor();
        heap.scheduleAtFixedRate(() -> peak.accumulateAndGet(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max), 0, 20, TimeUnit.MILLISECONDS);
        long cpu = cpuNanos();
        long began = System.nanoTime();
        bean(CamelContext.class).getRouteController().startRoute("poll-changes-" + INSTANCE);
        awaitDelivered();
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        Duration spent = Duration.ofNanos(cpuNanos() - cpu);
        heap.shutdownNow();
        return new Cost(changes, time, spent, peak.get() >> 20, marketo.calls() - calls, marketo.refused() - refused);
    }

    /** Until nothing of the change topic waits. */
    void awaitDelivered() throws Exception {
        try (Admin admin = admin()) {
            while (committed(admin) < end(admin)) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Until so many changes have ever been queued, and all are delivered. */
    void awaitDelivered(long queued) throws Exception {
        try (Admin admin = admin()) {
            while (end(admin) < queued) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        awaitDelivered();
    }

    long queued() throws Exception {
        try (Admin admin = admin()) {
            return end(admin);
        }
    }

    private static long end(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(CHANGES, OffsetSpec.latest())).partitionResult(CHANGES).get().offset();
    }

    private static long committed(Admin admin) throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().get(CHANGES);
        return offset == null ? -1 : offset.offset();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    /** Of all threads of this process: it tells more than the time passed where other work shares the machine. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    @Override
    public void close() throws Exception {
        context.close();
        producer.close();
        marketo.close();
        broker.destroy();
        broker.waitFor(20, TimeUnit.SECONDS);
    }

    static class Unlimited {

        @Bean
        @Primary
        Instances unlimited(@Qualifier("instances") Instances defined) {
            return new Instances(defined.all().stream()
                    .map(each -> new Instance(each.munchkinId(), each.baseUrl(), each.clientId(), each.clientSecret(), 100_000, 10, 1_000_000, 1_000_000, 5,
                            each.warmUpSince(), each.warmUpBytesPerDay()))
                    .toList());
        }
    }
}
