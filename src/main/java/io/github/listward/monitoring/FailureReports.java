package io.github.listward.monitoring;

import io.github.listward.activation.DeadLetter;
import io.github.listward.profile.Position;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.springframework.stereotype.Component;

/** Turns dead letters into rows of the failure report. */
@Component("failureReports")
class FailureReports {

    private final Failures failures;

    FailureReports(Failures failures) {
        this.failures = failures;
    }

    /**
     * Adds a poll to the report, then commits it: the last record of each partition, since a record's commit is its own
     * partition's only.
     */
    void record(List<Exchange> deadLetters) {
        failures.add(deadLetters.stream().map(FailureReports::failure).toList());

        Map<Integer, Exchange> last = new LinkedHashMap<>();
        deadLetters.forEach(letter -> last.put(partition(letter), letter));
        last.values().forEach(letter -> letter.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class).commit());
    }

    private static Failure failure(Exchange record) {
        Message message = record.getMessage();
        Position position = new Position(message.getHeader(KafkaConstants.TOPIC, String.class), partition(record),
                message.getHeader(KafkaConstants.OFFSET, Long.class));
        Instant recordedAt = Instant.ofEpochMilli(message.getHeader(KafkaConstants.TIMESTAMP, Long.class));
        return failure(DeadLetter.read(name -> message.getHeader(name, byte[].class)), position, recordedAt);
    }

    /** A foreign or damaged record still gets its row: it says where it stands in the topic. */
    static Failure failure(DeadLetter letter, Position position, Instant recordedAt) {
        return new Failure(
                fitting(or(letter.origin(), position.toString()), 300),
                fitting(or(letter.dataflow(), ""), 255),
                fitting(or(letter.audience(), ""), 255),
                fitting(or(letter.identity(), ""), 255),
                fitting(or(letter.reason(), "UNKNOWN"), 255),
                fitting(letter.message(), 2000),
                fitting(letter.marketoCode(), 255),
                fitting(letter.requestId(), 255),
                letter.at() != null ? letter.at() : recordedAt,
                position.partition(),
                position.offset(),
                null,
                null,
                letter.attempt(),
                letter.attempt(),
                FailureState.OPEN,
                null,
                null);
    }

    private static int partition(Exchange record) {
        return record.getMessage().getHeader(KafkaConstants.PARTITION, Integer.class);
    }

    private static String or(String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }

    /** Cut to the column, and free of the one character PostgreSQL refuses in a text: a row that cannot be written would stop all behind it. */
    private static String fitting(String text, int length) {
        if (text == null) {
            return null;
        }
        String clean = text.replace("\0", "");
        if (clean.length() <= length) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(length - 1)) ? length - 1 : length);
    }
}
