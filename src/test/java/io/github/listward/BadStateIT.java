package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.listward.batch.Rests;
import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What cannot be gone on from is refused, in words to act on, and nothing is passed over. */
@ExtendWith(OutputCaptureExtension.class)
class BadStateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path brokerDirectory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @TempDir
    Path directory;

    private String name;
    private MarketoSandbox marketo;
    private RunningListward listward;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(brokerDirectory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void prepare(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
        listward = aListward(directory);
    }

    @AfterEach
    void stop() {
        listward.close();
        marketo.close();
    }

    private RunningListward aListward(Path stateDirectory) {
        return RunningListward.on(stateDirectory, kafka, name, marketo, "definitions/two-workspaces.yaml").with("listward.pause-after-failure", "200ms");
    }

    @Test
    void doesNotReadAChangeTopicThatWasCreatedAnew() throws Exception {
        deliverAda();
        listward.stop();
        admin.deleteTopics(List.of(changeTopic())).all().get();
        await("the topic is gone").atMost(PATIENCE).until(() -> !admin.listTopics().names().get().contains(changeTopic()));

        listward.start();
        listward.send("bob", qualified("bob@example.com"));

        awaitRefusal("deleted and created anew");
        assertThat(marketo.emailsIn("VIP Europe")).isEqualTo(Set.of("ada@example.com"));
    }

    @Test
    void doesNotGoOnBehindChangesThatFellOutOfRetention() throws Exception {
        deliverAda();
        listward.context().getBean(CamelContext.class).getRouteController().stopRoute("poll-changes-123-ABC-456");
        listward.send("bob", qualified("bob@example.com"));
        listward.send("cleo", qualified("cleo@example.com"));
        await("both are queued").atMost(PATIENCE).until(() -> endOffset() >= 3);
        admin.deleteRecords(Map.of(new TopicPartition(changeTopic(), 0), RecordsToDelete.beforeOffset(2))).all().get();

        listward.context().getBean(CamelContext.class).getRouteController().startRoute("poll-changes-123-ABC-456");

        awaitRefusal("fell out of its retention");
        assertThat(marketo.emailsIn("VIP Europe")).isEqualTo(Set.of("ada@example.com"));
    }

    @Test
    void doesNotReadAChangeTopicOfSeveralPartitions() throws Exception {
        deliverAda();
        listward.stop();
        admin.createPartitions(Map.of(changeTopic(), NewPartitions.increaseTo(2))).all().get();

        assertThatThrownBy(listward::start).hasStackTraceContaining("has 2 partitions, and a change topic has one");
    }

    @Test
    void doesNotPassOverAChangeOfAnotherVersion() throws Exception {
        deliverAda();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(changeTopic(), "{\"version\":99}".getBytes(StandardCharsets.UTF_8))).get();
        }
        listward.send("bob", qualified("bob@example.com"));

        awaitRefusal("version 99", new Status("DEGRADED")); // and down when it has lasted for a minute
        assertThat(marketo.emailsIn("VIP Europe")).isEqualTo(Set.of("ada@example.com"));
    }

    @Test
    void startsNoSecondListwardWithADatabaseOfItsOwn() throws Exception {
        deliverAda();
        Path other = Files.createDirectories(directory.resolve("other"));

        try (RunningListward second = aListward(other)) {
            assertThatThrownBy(second::start).hasStackTraceContaining("Another Listward, with another state database");
        }
        listward.send("bob", qualified("bob@example.com"));
        await("the first goes on").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com", "bob@example.com")));
    }

    @Test
    void saysWhatToDoAboutADamagedDatabaseAndStartsWithoutIt(CapturedOutput output) throws Exception {
        deliverAda();
        listward.stop();
        Path database = directory.resolve("state/listward.mv.db");
        Files.write(database, "no database".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(listward::start).isNotNull();
        assertThat(output).contains("The state database cannot be read").contains("Restore listward.mv.db from a backup");

        Files.delete(database);
        listward.start();
        assertThat(listward.bean(JdbcClient.class).sql("select content from setting where name = 'state-lost'").query(String.class).single()).isEqualTo("true");
        listward.send("bob", qualified("bob@example.com"));
        await("it goes on where it was").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com", "bob@example.com")));
    }

    private void deliverAda() {
        listward.start();
        listward.send("ada", qualified("ada@example.com"));
        await("Ada is in").atMost(PATIENCE).until(() -> marketo.emailsIn("VIP Europe").equals(Set.of("ada@example.com")));
        await("and that is recorded").atMost(PATIENCE).until(() -> listward.bean(JdbcClient.class)
                .sql("select count(*) from counted where topic = ?").param(changeTopic()).query(Long.class).single() == 1);
    }

    private void awaitRefusal(String why) {
        awaitRefusal(why, Status.DOWN);
    }

    private void awaitRefusal(String why, Status status) {
        await("the refusal").atMost(PATIENCE).until(() -> listward.bean(Rests.class).of(changeTopic()).filter(rest -> rest.why().contains(why)).isPresent());
        await("its health says so").atMost(PATIENCE)
                .until(() -> listward.bean(HealthEndpoint.class).healthForPath("marketo-123-ABC-456").getStatus().equals(status));
    }

    private String changeTopic() {
        return name + ".changes.123-ABC-456";
    }

    private long endOffset() throws Exception {
        var partition = new TopicPartition(changeTopic(), 0);
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset();
    }

    private static String qualified(String email) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(Instant.now(), email);
    }
}
