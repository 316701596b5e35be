package io.github.listward.batch;

import io.github.listward.profile.Position;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a batch counts. Records that an earlier reading has counted already are left out, so that a
 * batch may be read any number of times.
 */
public final class Tally {

    /**
     * Ends a change can have, and the beginning: {@code RECEIVED} is the sum of all ends, what is held and what is under way. Held is no end
     * for good: it is taken back when the change is delivered after all. {@code PROFILES} (events that came in) and {@code CALLS} (to Marketo)
     * are no changes.
     */
    public enum Outcome { RECEIVED, ACTIVATED, EXCLUDED, FAILED, HELD, PROFILES, CALLS }

    record Key(String dataflow, String audience, Outcome outcome, String reason) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::dataflow)
                .thenComparing(Key::audience)
                .thenComparing(Key::outcome)
                .thenComparing(Key::reason);

        /** Whether it counts for the dataflow alone, and for none of its audiences. */
        boolean isOfDataflow() {
            return outcome == Outcome.PROFILES && audience.isEmpty();
        }

        /** What it adds to in the sums of the dataflow, or null: a profile in several of its audiences is one. */
        Key ofDataflow() {
            return outcome == Outcome.PROFILES && !isOfDataflow() ? null : new Key(dataflow, "", outcome, reason);
        }

        /** Its audience, whatever is counted. */
        Key ofAudience() {
            return new Key(dataflow, audience, Outcome.RECEIVED, "");
        }

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

    /** For what is counted apart from any batch. */
    public static Tally ofNoBatch() {
        return new Tally(Map.of(), List.of());
    }

    /** Whether this record has not been counted yet. */
    public boolean isNew(Position record) {
        Long last = before.get(new TopicPartition(record.topic(), record.partition()));
        return last == null || record.offset() > last;
    }

    /** Counts, if the record is new. */
    public synchronized void add(Position record, String dataflow, String audience, Outcome outcome, String reason, long amount) {
        if (isNew(record)) {
            add(dataflow, audience, outcome, reason, amount);
        }
    }

    /**
     * Counts a profile event, if its record is new.
     *
     * @param audiences those of the dataflow it is about; it counts once for each, and once for the dataflow
     */
    public synchronized void addProfile(Position record, String dataflow, Collection<String> audiences) {
        add(record, dataflow, "", Outcome.PROFILES, "", 1);
        audiences.forEach(audience -> add(record, dataflow, audience, Outcome.PROFILES, "", 1));
    }

    /** Counts what is known to be new. */
    public synchronized void add(String dataflow, String audience, Outcome outcome, String reason, long amount) {
        amounts.merge(new Key(dataflow, audience, outcome, reason), amount, Long::sum);
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
