package io.github.listward;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.listward.sandbox.MarketoSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever comes in ends with its code, and the next event is delivered: the whole bundle, end to end. */
@ExtendWith(OutputCaptureExtension.class)
class BadInputIT {

    private static final String VIP = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01";
    private static final Instant YEAR_2099 = Instant.parse("2099-01-01T00:00:00Z");
    private static final int PARTITION = 1; // one for all, so that a bad event has a good one behind it
    private static final String LONG = "x".repeat(10_000);

    @TempDir
    static Path directory;

    private static MarketoSandbox marketo;
    private static RunningListward listward;
    private static int goodEvents;

    @BeforeAll
    static void start() {
        marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
        listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml").start();
    }

    @AfterAll
    static void stop() {
        listward.close();
        marketo.close();
    }

    static Stream<Arguments> badEvents() {
        return Stream.of(
                arguments("malformed JSON", bytes("{\"identityMap\": ada@example.com"), "failed UNREADABLE"),
                arguments("JSON, but no object", bytes("[\"ada@example.com\"]"), "failed UNREADABLE"),
                arguments("not UTF-8", "{\"id\":\"Ren\u00e9@example.com\"}".getBytes(StandardCharsets.ISO_8859_1), "failed UNREADABLE"),
                arguments("nothing", new byte[0], "failed UNREADABLE"),
                arguments("a tombstone", null, "failed UNREADABLE"),
                arguments("no segmentMembership", bytes("{\"identityMap\":{\"Email\":[{\"id\":\"ada@example.com\"}]}}"), "failed UNREADABLE"),
                arguments("an empty segmentMembership", anEvent().by("ada@example.com").bytes(), "failed UNREADABLE"),
                arguments("nested very deep", deep("[", "]"), "failed UNREADABLE"),
                arguments("nested as deep as is read", nested(190), "activated created"),
                arguments("5 MB", anEvent().qualifying(VIP).by("ada@example.com").with("story", "x".repeat(5_000_000)).bytes(), "failed UNREADABLE"),
                arguments("nearly 1 MB, in its fields", anEvent().qualifying(VIP).by("big@example.com")
                        .with("homeAddress.country", "\ud83d\ude00".repeat(250_000)).bytes(), "failed INVALID_VALUE"),
                arguments("20,000 identities", anEvent().qualifying(VIP)
                        .by(IntStream.range(0, 20_000).mapToObj(n -> n + "@example.com").toArray(String[]::new)).bytes(), "failed UNREADABLE"),
                arguments("an unknown status", anEvent().membership(VIP, "maybe").by("ada@example.com").bytes(), "failed UNKNOWN_STATUS"),
                arguments("no status", bytes("{\"segmentMembership\":{\"ups\":{\"%s\":true}}}".formatted(VIP)), "failed UNKNOWN_STATUS"),
                arguments("no identity", anEvent().qualifying(VIP).bytes(), "excluded MISSING_IDENTITY"),
                arguments("an identity of 10,000 characters", anEvent().qualifying(VIP).by(LONG + "@example.com").bytes(), "excluded MISSING_IDENTITY"),
                arguments("a mandatory attribute that is null",
                        anEvent().qualifying(VIP).by("null@example.com").with("person.name.firstName", null).bytes(), "excluded MISSING_ATTRIBUTE"),
                arguments("an object for a text", anEvent().qualifying(VIP).by("object@example.com")
                        .with("homeAddress.country", Map.of("code", "UK")).bytes(), "failed INVALID_VALUE"),
                arguments("a list for a text", anEvent().qualifying(VIP).by("list@example.com")
                        .with("homeAddress.country", List.of("UK", "FR")).bytes(), "failed INVALID_VALUE"),
                arguments("a text for an object", anEvent().qualifying(VIP).by("text@example.com").with("person", "Ada").bytes(),
                        "excluded MISSING_ATTRIBUTE"),
                arguments("an audience nobody activated", anEvent().qualifying("unheard-of").by("ada@example.com").bytes(),
                        "excluded AUDIENCE_NOT_ACTIVATED"),
                arguments("an audience id of 10,000 characters", anEvent().qualifying(LONG).by("ada@example.com").bytes(),
                        "excluded AUDIENCE_NOT_ACTIVATED"),
                arguments("an event from 2099", anEvent().qualifying(VIP).at(YEAR_2099).by("ada@example.com").bytes(), "excluded FUTURE_TIME"),
                arguments("an e-mail that is not ASCII", anEvent().qualifying(VIP).by("ren\u00e9@example.com").bytes(), "failed INVALID_VALUE"),
                arguments("a comma in the e-mail", anEvent().qualifying(VIP).by("ada,lovelace@example.com").bytes(), "failed INVALID_VALUE"),
                arguments("half a character in the e-mail",
                        bytes(anEvent().qualifying(VIP).by("half~@example.com").build().replace("~", "\\ud83d")), "failed INVALID_VALUE"),
                arguments("a comma in an attribute",
                        anEvent().qualifying(VIP).by("comma@example.com").with("homeAddress.country", "Korea, Republic of").bytes(), "activated created"),
                arguments("an attribute longer than its field",
                        anEvent().qualifying(VIP).by("long@example.com").with("homeAddress.country", LONG).bytes(), "failed INVALID_VALUE"),
                arguments("an audience name of 10,000 characters",
                        anEvent().qualifying(VIP).called(LONG).by("name@example.com").bytes(), "activated created"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badEvents")
    void endsWithItsCodeAndTheNextEventIsDelivered(String what, byte[] event, String ending, CapturedOutput log) {
        Map<String, Long> before = endings();
        int lettersBefore = deadLetters().size();

        listward.send(PARTITION, null, event, Instant.now());
        awaitGoodEvent();

        before.merge(ending, 1L, Long::sum);
        before.merge("received", 2L, Long::sum);
        before.merge("activated created", 1L, Long::sum);
        await("the counts of both").atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(endings()).isEqualTo(before));
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters();
        letters = letters.subList(lettersBefore, letters.size());
        if (ending.startsWith("failed")) {
            assertThat(letters).hasSize(1);
            assertThat(new String(letters.get(0).headers().lastHeader("listward-reason").value(), StandardCharsets.UTF_8))
                    .isEqualTo(ending.substring("failed ".length()));
        } else {
            assertThat(letters).isEmpty();
        }
        assertThat(log.getAll()).doesNotContainIgnoringCase("@example.com");
    }

    @Test
    void believesARecordFromTheFutureNoMoreThanTheNext() {
        byte[] event = anEvent().qualifying(VIP).at(Instant.now()).by("clock@example.com").with("homeAddress.country", "Atlantis").bytes();

        listward.send(PARTITION, "clock", event, YEAR_2099);
        await("the lead").atMost(Duration.ofSeconds(20)).until(() -> marketo.emailsIn("VIP Europe").contains("clock@example.com"));
        listward.send(PARTITION, "clock", anEvent().qualifying(VIP).by("clock@example.com").with("homeAddress.country", "UK").bytes(), Instant.now());

        await("the newer country").atMost(Duration.ofSeconds(20))
                .until(() -> marketo.leadsWith("email", "clock@example.com").get(0).get("country").equals("UK"));
    }

    @Test
    void takesTheTimeOfARecordFromTheFutureForNoMembership() {
        Map<String, Long> before = endings();

        listward.send(PARTITION, null, anEvent().qualifying(VIP).by("future@example.com").bytes(), YEAR_2099);
        awaitGoodEvent();

        await("its count").atMost(Duration.ofSeconds(10))
                .until(() -> endings().getOrDefault("excluded FUTURE_TIME", 0L) == before.getOrDefault("excluded FUTURE_TIME", 0L) + 1);
    }

    private static void awaitGoodEvent() {
        String email = "good" + goodEvents++ + "@example.com";
        listward.send(PARTITION, null, anEvent().qualifying(VIP).by(email).bytes(), Instant.now());
        await("the good event").atMost(Duration.ofSeconds(40)).until(() -> marketo.emailsIn("VIP Europe").contains(email));
    }

    private static Map<String, Long> endings() {
        Map<String, Long> endings = new TreeMap<>();
        listward.bean(JdbcClient.class)
                .sql("select outcome, reason, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome, reason")
                .query((row, n) -> endings.put((row.getString(1) + " " + row.getString(2)).strip(), row.getLong(3)))
                .list();
        return endings;
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        Map<String, Object> settings = Map.of("bootstrap.servers", listward.kafka().bootstrapServers());
        TopicPartition partition = new TopicPartition("listward.dead-letters", 0);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            while (consumer.position(partition) < end) {
                letters.addAll(consumer.poll(Duration.ofSeconds(1)).records(partition));
            }
            return letters;
        }
    }

    private static byte[] deep(String open, String close) {
        return bytes("{\"segmentMembership\":" + open.repeat(5_000) + close.repeat(5_000) + "}");
    }

    private static byte[] nested(int depth) {
        String event = anEvent().qualifying(VIP).by("deep@example.com").build();
        return bytes(event.substring(0, event.length() - 1) + ",\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
