package io.github.listward.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker in this JVM: real, on disk, on the loopback address. Started again on its directory it still has every topic,
 * record and committed offset, however it ended.
 *
 * <p>Settings are Kafka's own ("Broker Configs" of its documentation) with what a single node on a small machine needs.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int NODE = 1;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes requests.
     *
     * @param directory where it keeps its data; made when absent
     * @param port port to listen on, 0 for any free one
     */
    public static EmbeddedKafka start(Path directory, int port) {
        int brokerPort = port == 0 ? freePort() : port;
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(directory, brokerPort), false), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, brokerPort);
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Runs a broker as a process of its own: {@code EmbeddedKafka <directory> [port, 9092 unless given]}. */
    public static void main(String[] args) throws InterruptedException {
        EmbeddedKafka kafka = start(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 9092);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        System.out.println("Kafka is up at " + kafka.bootstrapServers());
        Thread.currentThread().join();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Kafka cannot be set up in " + directory, e);
        }
    }

    private static Properties settings(Path directory, int brokerPort) {
        String broker = "PLAINTEXT://" + HOST + ":" + brokerPort;
        String controller = HOST + ":" + freePort();
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", Integer.toString(NODE),
                "controller.quorum.voters", NODE + "@" + controller,
                "listeners", broker + ",CONTROLLER://" + controller,
                "advertised.listeners", broker,
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", directory.toString()));
        // Kafka's own topics ask for three brokers unless told otherwise.
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1"));
        // A broker is let back in when the session of its last life has ended: 9 s unless told otherwise.
        settings.putAll(Map.of(
                "broker.session.timeout.ms", "1500",
                "broker.heartbeat.interval.ms", "300",
                "group.initial.rebalance.delay.ms", "0"));
        settings.putAll(Map.of(
                "message.max.bytes", Integer.toString(8 * 1024 * 1024), // so that an oversize event can be produced
                "log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024),
                "log.cleaner.threads", "1",
                "num.network.threads", "1",
                "num.io.threads", "2",
                "background.threads", "2"));
        return settings;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
