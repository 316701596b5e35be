package io.github.listward.monitoring;

import io.github.listward.activation.DeadLetter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
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

    /** A foreign or damaged record still gets its row: it says where it stands in the topic. */
    private static Failure failure(Exchange record) {
        DeadLetter letter = DeadLetter.read(name -> record.getMessage().getHeader(name, byte[].class));
        long offset = record.getMessage().getHeader(KafkaConstants.OFFSET, Long.class);
        String position = record.getMessage().getHeader(KafkaConstants.TOPIC) + "-" + partition(record) + "@" + offset;
        return new Failure(
                fitting(or(letter.origin(), position), 300),
                fitting(or(letter.dataflow(), ""), 255),
                fitting(or(letter.audience(), ""), 255),
                fitting(or(letter.identity(), ""), 255),
                fitting(or(letter.reason(), "UNKNOWN"), 255),
                fitting(letter.message(), 2000),
                fitting(letter.marketoCode(), 255),
                fitting(letter.requestId(), 255),
                letter.at() != null ? letter.at() : recordedAt(record),
                partition(record),
                offset,
                null,
                null);
    }

    private static int partition(Exchange record) {
        return record.getMessage().getHeader(KafkaConstants.PARTITION, Integer.class);
    }

    private static Instant recordedAt(Exchange record) {
        return Instant.ofEpochMilli(record.getMessage().getHeader(KafkaConstants.TIMESTAMP, Long.class));
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
