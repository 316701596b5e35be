package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.marketo.LogContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class GuardedConsumerTest {

    private static final ConsumerRebalanceListener CAMEL = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    private final String topic = "topic-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final Readings readings = new Readings();
    private final Rests rests = new Rests(Clock.systemUTC());
    private final Paces paces = new Paces(Clock.systemUTC());
    private final Lags lags = new Lags();
    private final List<Object> events = new ArrayList<>();
    private JdbcClient jdbc;
    private StateId stateId;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        jdbc = database();
        stateId = new StateId(jdbc);
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        produce("a", "b", "c");
    }

    @Test
    void saysHowFarBehindItIsUntilItIsClosed() {
        try (GuardedConsumer consumer = consumer()) {
            assertThat(lags.of(topic)).isEmpty();
            read(consumer, 3);
            await("it is noted").atMost(PATIENCE).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(100));
                assertThat(lags.of(topic)).hasValue(0);
            });
        }
        assertThat(lags.of(topic)).isEmpty();
    }

    @Test
    void logsAboutNothingWhileItPolls() {
        try (GuardedConsumer consumer = consumer()) {
            LogContext.records(topic + "-0@0..2"); // of a poll that ended on another thread

            consumer.poll(Duration.ofMillis(100));

            assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
        }
    }

    @Test
    void knowsTheRecordsOfAnAssignmentThatIsOver() {
        try (GuardedConsumer first = consumer()) {
            List<ConsumerRecord<Object, Object>> old = read(first, 3);
            assertThat(old).allMatch(this::isPresent);

            first.unsubscribe();

            assertThat(old).noneMatch(this::isPresent);
            first.subscribe(List.of(topic), CAMEL);
            List<ConsumerRecord<Object, Object>> again = read(first, 3);
            assertThat(again).allMatch(this::isPresent);
            assertThat(old).noneMatch(this::isPresent);
            assertThat(events).containsExactly(new PartitionsMoved(topic, true), new PartitionsMoved(topic, false), new PartitionsMoved(topic, true));
        }
    }

    @Test
    void knowsTheRecordsReadBeforeItWasSetBack() {
        try (GuardedConsumer consumer = consumer()) {
            List<ConsumerRecord<Object, Object>> old = read(consumer, 3);

            consumer.seek(partition, 1);

            assertThat(old).noneMatch(this::isPresent);
            assertThat(read(consumer, 2)).allMatch(this::isPresent);
        }
    }

    @Test
    void readsOnFromTheLastCommitAfterAPollThatFailed() {
        try (GuardedConsumer consumer = consumer()) {
            List<ConsumerRecord<Object, Object>> failed = read(consumer, 3);
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));

            readings.end(failed.stream().map(record -> Readings.reading(record.headers().lastHeader(Readings.HEADER).value())).toList());

            assertThat(read(consumer, 2)).allMatch(this::isPresent).extracting(ConsumerRecord::offset).containsExactly(1L, 2L);
        }
    }

    @Test
    void takesNothingWhileTheTopicRestsAndAllOfItAfterwards() {
        rests.rest(topic, Duration.ofHours(1), "Marketo said so");
        try (GuardedConsumer consumer = consumer()) {
            for (int i = 0; i < 10; i++) {
                assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
            }
            assertThat(consumer.assignment()).as("it keeps its partition").containsExactly(partition);

            rests.end(topic, Instant.MAX);

            assertThat(read(consumer, 3)).extracting(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void staysSuspendedWhenARestIsOver() {
        try (GuardedConsumer consumer = consumer()) {
            await("the assignment").atMost(PATIENCE).until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
            consumer.seek(partition, 0);
            consumer.pause(consumer.assignment());
            rests.rest(topic, Duration.ofHours(1), "Marketo said so");
            consumer.poll(Duration.ofMillis(100));
            rests.end(topic, Instant.MAX);

            assertThat(consumer.poll(Duration.ofMillis(300))).isEmpty();

            consumer.resume(consumer.assignment());
            assertThat(read(consumer, 3)).hasSize(3);
        }
    }

    @Test
    void readsAPacedTopicWhenItsTimeIsOver() {
        try (GuardedConsumer consumer = consumer()) {
            read(consumer, 3);
            paces.rest(topic, Duration.ofSeconds(2), 100);
            produce("d");
            assertThat(read(consumer, 1, Duration.ofSeconds(1))).isEmpty();
            produce("e");

            List<Integer> polls = new ArrayList<>();
            await("all that has come").atMost(PATIENCE).until(() -> {
                int read = consumer.poll(Duration.ofMillis(100)).count();
                polls.add(read);
                return read > 0;
            });
            assertThat(polls).as("in one poll").last().isEqualTo(2);
            assertThat(paces.of(topic)).isEmpty();
        }
    }

    @Test
    void takesNothingMoreBeforeWhatWasGatheredIsDelivered() {
        try (GuardedConsumer consumer = consumer()) {
            read(consumer, 3);
            paces.rest(topic, Duration.ofSeconds(1), 100);
            produce("d");
            await("what has come").atMost(PATIENCE).until(() -> consumer.poll(Duration.ofMillis(100)).count() == 1);
            produce("e");

            assertThat(consumer.poll(Duration.ofSeconds(1))).as("Camel delivers d with this poll, and e would be left for the pause after it").isEmpty();
            assertThat(read(consumer, 1)).hasSize(1);
        }
    }

    @Test
    void readsAPacedTopicAtOnceWhenEnoughWaits() {
        try (GuardedConsumer consumer = consumer()) {
            read(consumer, 3);
            paces.rest(topic, Duration.ofHours(1), 2);
            produce("d");
            assertThat(read(consumer, 1, Duration.ofSeconds(1))).isEmpty();

            produce("e");

            assertThat(read(consumer, 2)).hasSize(2);
        }
    }

    @Test
    void joinsItsGroupAndIsSuspendedWhileItPaces() {
        paces.rest(topic, Duration.ofHours(1), 100);
        try (GuardedConsumer consumer = consumer()) {
            assertThat(read(consumer, 1, Duration.ofSeconds(5))).isEmpty();
            assertThat(events).as("its partition is begun").isNotEmpty();

            consumer.pause(consumer.assignment());
            paces.rest(topic, Duration.ZERO, 100);
            assertThat(read(consumer, 1, Duration.ofSeconds(1))).isEmpty();
            consumer.resume(consumer.assignment());
            assertThat(read(consumer, 3)).hasSize(3);
        }
    }

    @Test
    void beginsAfterWhatIsCountedWhenTheGroupHasCommittedNothing() {
        jdbc.sql("insert into counted (topic, partition_id, record_offset) values (?, 0, 1)").param(topic).update();

        try (GuardedConsumer consumer = consumer()) {
            assertThat(read(consumer, 1)).extracting(ConsumerRecord::offset).containsExactly(2L);
            assertThat(consumer.committed(Set.of(partition)).get(partition).offset()).as("as Camel skips what has no commit").isEqualTo(2L);
        }
    }

    @Test
    void refusesATopicThatWasCreatedAnew() throws Exception {
        try (GuardedConsumer consumer = consumer()) {
            read(consumer, 3);
        }
        admin.deleteTopics(List.of(topic)).all().get();
        await("the topic is gone").atMost(PATIENCE).until(() -> !admin.listTopics().names().get().contains(topic));
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        produce("d");

        try (GuardedConsumer consumer = consumer()) {
            await("the refusal").atMost(PATIENCE).until(() -> consumer.poll(Duration.ofMillis(100)).isEmpty() && rests.of(topic).isPresent());
            assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
            assertThat(rests.of(topic)).hasValueSatisfying(rest -> assertThat(rest.why()).contains("created anew"));
        }
    }

    private static JdbcClient database() {
        var source = new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(source).load().migrate();
        return JdbcClient.create(source);
    }

    private GuardedConsumer consumer() {
        var settings = new KafkaClusterProperties(kafka.bootstrapServers(), Map.of());
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "group.id", topic + ".group",
                "client.id", stateId.newClientId(),
                "auto.offset.reset", "none",
                "enable.auto.commit", "false",
                "key.deserializer", ByteArrayDeserializer.class.getName(),
                "value.deserializer", ByteArrayDeserializer.class.getName()));
        var guard = new TopicGuard(KafkaClusters.OWN, settings, jdbc, stateId, rests, events::add);
        GuardedConsumer consumer = new GuardedConsumer(properties, guard, readings, paces, lags);
        consumer.subscribe(List.of(topic), CAMEL);
        return consumer;
    }

    private static List<ConsumerRecord<Object, Object>> read(GuardedConsumer consumer, int count) {
        return read(consumer, count, PATIENCE);
    }

    private static List<ConsumerRecord<Object, Object>> read(GuardedConsumer consumer, int count, Duration patience) {
        List<ConsumerRecord<Object, Object>> records = new ArrayList<>();
        long end = System.nanoTime() + patience.toNanos();
        while (records.size() < count && System.nanoTime() < end) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    private boolean isPresent(ConsumerRecord<Object, Object> record) {
        return readings.isPresent(Readings.reading(record.headers().lastHeader(Readings.HEADER).value()));
    }

    private void produce(String... values) {
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
