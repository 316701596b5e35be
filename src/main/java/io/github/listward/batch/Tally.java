package io.github.listward.batch;

import io.github.listward.profile.Position;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a batch counts. Records that an earlier reading has counted already are left out, so that a
 * batch may be read any number of times.
 */
public final class Tally {

    /** Ends a change can have, and the beginning. Held is no end for good: it is taken back when the change is delivered after all. */
    public enum Outcome { RECEIVED, ACTIVATED, EXCLUDED, FAILED, HELD }

    record Key(String dataflow, String audience, Outcome outcome, String reason) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::dataflow)
                .thenComparing(Key::audience)
                .thenComparing(Key::outcome)
                .thenComparing(Key::reason);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<TopicPartition, Long> before;
    private final Map<TopicPartition, Long> upTo = new LinkedHashMap<>();
    private final Map<Key, Long> amounts = new LinkedHashMap<>();

    /** @param before last offset counted so far, per partition; absent: none */
    Tally(Map<TopicPartition, Long> before, Iterable<SourceRecord> records) {
        this.before = before;
        for (SourceRecord record : records) {
            Position position = record.position();
            upTo.merge(new TopicPartition(position.topic(), position.partition()), position.offset(), Math::max);
        }
    }

    /** Whether this record has not been counted yet. */
    public boolean isNew(Position record) {
        Long last = before.get(new TopicPartition(record.topic(), record.partition()));
        return last == null || record.offset() > last;
    }

    /** Counts, if the record is new. */
    public synchronized void add(Position record, String dataflow, String audience, Outcome outcome, String reason, int amount) {
        if (isNew(record)) {
            add(dataflow, audience, outcome, reason, amount);
        }
    }

    /** Counts what is known to be new. */
    public synchronized void add(String dataflow, String audience, Outcome outcome, String reason, int amount) {
        amounts.merge(new Key(dataflow, audience, outcome, reason), (long) amount, Long::sum);
    }

    Map<Key, Long> amounts() {
        return amounts;
    }

    Map<TopicPartition, Long> before() {
        return before;
    }

    Map<TopicPartition, Long> upTo() {
        return upTo;
    }
}
