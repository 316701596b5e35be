package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.listward.activation.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class FailureReportsTest {

    private static final Instant FAILED = Instant.parse("2026-11-23T10:00:00Z");

    private final Failures failures = FailureTable.empty();
    private final FailureReports reports = new FailureReports(failures);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> committed = new ArrayList<>();

    @Test
    void keepsWhatTheDeadLetterSays() {
        reports.record(List.of(deadLetter(1, 7, letter("profiles-3@42"))));

        assertThat(rows()).containsExactly(new Failure("profiles-3@42", "eu-nurture", "vip-eu", "Zk0mN3bqRr2v1xkQn0Yp5w",
                "INVALID_VALUE", "too long", "1003", "6860#17061", FAILED, 1, 7, null, null, 0, 0, FailureState.OPEN, null, null));
    }

    @Test
    void writesOneRowHoweverOftenADeadLetterIsRead() {
        Exchange first = deadLetter(0, 7, letter("profiles-3@42"));

        reports.record(List.of(first, deadLetter(0, 8, letter("profiles-3@42"))));
        reports.record(List.of(first));

        assertThat(rows()).hasSize(1);
    }

    @Test
    void showsTheLatestFailureAndWhenItWasReplayedBeforeIt() {
        Instant replayed = FAILED.plusSeconds(60);
        Exchange first = deadLetter(0, 7, letter("profiles-3@42"));
        reports.record(List.of(first));
        failures.replayed(rows(), replayed);

        reports.record(List.of(deadLetter(0, 9, letter("profiles-3@42", "ACCESS_DENIED", FAILED.plusSeconds(61))), first));

        assertThat(rows()).containsExactly(new Failure("profiles-3@42", "eu-nurture", "vip-eu", "Zk0mN3bqRr2v1xkQn0Yp5w",
                "ACCESS_DENIED", "too long", "1003", "6860#17061", FAILED.plusSeconds(61), 0, 9, null, replayed, 0, 1, FailureState.REPLAYED, null, null));
    }

    @Test
    void commitsTheLastRecordOfEachPartition() {
        reports.record(List.of(
                deadLetter(0, 7, letter("profiles-0@1")),
                deadLetter(1, 3, letter("profiles-0@2")),
                deadLetter(0, 8, letter("profiles-0@3"))));

        assertThat(committed).containsExactlyInAnyOrder("0@8", "1@3");
    }

    @Test
    void commitsNothingWhenTheRowsCannotBeWritten() {
        var broken = new FailureReports(FailureTable.missing());

        assertThatThrownBy(() -> broken.record(List.of(deadLetter(0, 7, letter("profiles-0@1"))))).isNotNull();

        assertThat(committed).isEmpty();
    }

    @Test
    void givesAForeignRecordItsRow() {
        reports.record(List.of(deadLetter(2, 5, new DeadLetter(null, null, null, null, null, null, null, null, null, 0))));

        assertThat(rows()).containsExactly(new Failure("listward.dead-letters-2@5", "", "", "", "UNKNOWN", null, null, null,
                Instant.ofEpochMilli(1_000), 2, 5, null, null, 0, 0, FailureState.OPEN, null, null));
    }

    @Test
    void isNotStoppedByATextNoColumnTakes() {
        String endless = "a\0".repeat(1_999) + "\uD83D\uDE00".repeat(1_000);

        reports.record(List.of(deadLetter(0, 7, new DeadLetter("INVALID_VALUE", endless, endless, endless, endless, endless, endless, endless, FAILED, 0))));

        assertThat(rows()).singleElement().satisfies(row -> assertThat(row.message()).isEqualTo("a".repeat(1_999)));
    }

    private List<Failure> rows() {
        return failures.page(FailureFilter.ALL, 10, 0);
    }

    private static DeadLetter letter(String origin) {
        return letter(origin, "INVALID_VALUE", FAILED);
    }

    private static DeadLetter letter(String origin, String reason, Instant at) {
        return new DeadLetter(reason, "too long", "1003", "6860#17061", origin, "eu-nurture", "vip-eu", "Zk0mN3bqRr2v1xkQn0Yp5w", at, 0);
    }

    private Exchange deadLetter(int partition, long offset, DeadLetter letter) {
        var exchange = new DefaultExchange(camel);
        letter.headers().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, "listward.dead-letters");
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, partition);
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, offset);
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, 1_000L);
        exchange.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, (KafkaManualCommit) () -> committed.add(partition + "@" + offset));
        return exchange;
    }
}
