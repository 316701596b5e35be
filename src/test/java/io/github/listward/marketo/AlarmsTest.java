package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AlarmsTest {

    private static final MarketoRequest DESCRIBE = Describe.request("123-ABC-456");

    private final PassingTime time = new PassingTime("2026-11-23T12:00:00Z");
    private final Alarms alarms = new Alarms(time);

    @Test
    void tellsOnceAndRemembersTheFirstAndTheLastTime(CapturedOutput log) {
        alarms.ofCall(DESCRIBE, "4711", "a#1", "Marketo refused it.");
        time.passes(Duration.ofHours(1));
        alarms.ofCall(DESCRIBE, "4711", "b#2", "Marketo refused it.");

        assertThat(alarms.of("123-ABC-456")).singleElement().isEqualTo(new Alarms.Alarm("123-ABC-456", "describe", "4711", "b#2", "Marketo refused it.",
                false, Instant.parse("2026-11-23T12:00:00Z"), Instant.parse("2026-11-23T13:00:00Z")));
        assertThat(log.getAll()).containsOnlyOnce("Alarm of Marketo instance 123-ABC-456: Marketo refused it. Ask Adobe Support with the request id");
    }

    @Test
    void isOverForACallWhenOneOfItsOperationSucceeds() {
        MarketoRequest other = Partition.request("123-ABC-456");
        alarms.ofCall(DESCRIBE, "4711", null, "Marketo refused it.");

        alarms.over(other);
        alarms.over(Describe.request("789-DEF-012"));
        assertThat(alarms.of("123-ABC-456")).hasSize(1);

        alarms.over(DESCRIBE);
        assertThat(alarms.of("123-ABC-456")).isEmpty();
    }

    @Test
    void showsWhatWasSaidOfARecordForADay(CapturedOutput log) {
        alarms.ofRecord("123-ABC-456", "describe", "4711", null, "A row was skipped.");

        alarms.over(DESCRIBE);
        assertThat(alarms.of("123-ABC-456")).hasSize(1);
        assertThat(alarms.of("789-DEF-012")).isEmpty();
        time.passes(Duration.ofDays(1));
        assertThat(alarms.of("123-ABC-456")).isEmpty();

        alarms.ofRecord("123-ABC-456", "describe", "4711", null, "A row was skipped.");
        assertThat(log.getAll().split("A row was skipped", -1)).as("told again after a day").hasSize(3);
    }
}
