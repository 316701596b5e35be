package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.listward.routes.KafkaStandIn.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ActivationRouteTest
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterRouteTest {

    private static final String TOPIC = "listward.dead-letters";
    private static final String GOOD = anEvent().qualifying("newsletter").by("cleo@example.com").build();
    private static final String UNKNOWN_STATUS = anEvent().membership("newsletter", "maybe").by("cleo@example.com").build();

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @Test
    void keepsAnUnreadableEventAsItCame() {
        routes.poll("{\"person\": ada@example.com}");

        Sent letter = onlyLetter();
        assertThat(letter.text()).isEqualTo("{\"person\": ada@example.com}");
        assertThat(letter.key()).startsWith("profiles-0@").isEqualTo(letter.headers().get("listward-origin"));
        assertThat(letter.headers())
                .containsEntry("listward-reason", "UNREADABLE")
                .containsEntry("listward-message", "The event is not JSON (line 1, column 12)")
                .containsEntry("listward-at", "2026-05-01T12:00:00Z")
                .containsOnlyKeys("listward-reason", "listward-message", "listward-origin", "listward-at");
        assertThat(routes.counts()).containsExactly(entry("failed UNREADABLE", 1L), entry("received", 1L));
    }

    @Test
    void keepsTheFirst64KibOfAnEventThatIsTooLarge() {
        routes.poll(anEvent().with("story", "x".repeat(2_000_000)).qualifying("newsletter").build());

        assertThat(onlyLetter().value()).hasSize(64 * 1024);
        assertThat(onlyLetter().headers()).containsEntry("listward-reason", "UNREADABLE");
    }

    @Test
    void keepsAChangeOfUnknownStatusWithItsDataflow() {
        routes.poll(UNKNOWN_STATUS);

        assertThat(onlyLetter().headers())
                .containsEntry("listward-reason", "UNKNOWN_STATUS")
                .containsEntry("listward-dataflow", "eu-nurture")
                .containsEntry("listward-audience", "newsletter");
        assertThat(onlyLetter().text()).contains("\"audience\":\"newsletter\"");
        assertThat(routes.counts()).containsExactly(entry("failed UNKNOWN_STATUS", 1L), entry("received", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-qualified", "before-send"})
    void keepsOnceWhatAnExtensionFailsAtAndTakesTheNext(String extension, CapturedOutput log) throws Exception {
        routes.extend(extension, "bean: { ref: yours, method: refuseTheBad }");

        var poll = routes.poll(
                routes.record("ada", anEvent().qualifying("newsletter").by("ada@example.com").with("bad", true).build()),
                routes.record("cleo", GOOD));

        assertThat(poll.getException()).isNull();
        assertThat(onlyLetter().headers())
                .containsEntry("listward-reason", "UNEXPECTED")
                .containsEntry("listward-message", "unexpected IllegalStateException")
                .containsEntry("listward-dataflow", "eu-nurture")
                .containsEntry("listward-audience", "newsletter");
        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).hasSize(1);
        assertThat(routes.counts()).containsExactly(entry("failed UNEXPECTED", 1L), entry("received", 2L));
        assertThat(log.getOut()).contains("failed unexpectedly with java.lang.IllegalStateException").doesNotContain("Lovelace");
    }

    @Test
    void keepsAChangeOnceWhenAnExtensionPutsSomethingElseInItsPlace() throws Exception {
        routes.extend("on-qualified", "setBody: { constant: nonsense }");

        routes.poll(GOOD);

        assertThat(onlyLetter().headers()).containsEntry("listward-reason", "UNEXPECTED").containsEntry("listward-audience", "newsletter");
        assertThat(routes.counts()).containsExactly(entry("failed UNEXPECTED", 1L), entry("received", 1L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stop: {}
            setBody: { constant: nonsense }
            throwException: { exceptionType: java.lang.IllegalStateException, message: no }
            """)
    void isWrittenWhateverTheExtensionDoes(String step) throws Exception {
        routes.extend("on-failed", step);

        var poll = routes.poll(routes.record("a", "no JSON"), routes.record("b", UNKNOWN_STATUS), routes.record("c", GOOD));

        assertThat(poll.getException()).isNull();
        assertThat(kafka.sentTo(TOPIC)).hasSize(2);
        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).hasSize(1);
        assertThat(kafka.committed()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{\"segmentMembership\":{\"ups\":{\"newsletter\":{\"status\":\"maybe\"}}}}"})
    void failsThePollWhenItCannotBeWritten(String event) {
        kafka.breakDown(TOPIC);

        var poll = routes.poll(routes.record("a", event), routes.record("b", GOOD));

        assertThat(poll.getException()).hasMessageContaining("Kafka takes nothing for " + TOPIC);
        assertThat(kafka.committed()).isEmpty();
        assertThat(routes.counts()).isEmpty();
    }

    private Sent onlyLetter() {
        assertThat(kafka.sentTo(TOPIC)).hasSize(1);
        return kafka.sentTo(TOPIC).get(0);
    }
}
