package io.github.listward.delivery;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is held for an import, as far as all of it has to be known before any of it is imported: whose changes are many, and which fields
 * people have. Reads on as the hold grows.
 */
final class HoldScan {

    /** Records at a time. */
    static final int READ = 2_000;

    /** Kinds of files; people with rarer fields are delivered one by one. */
    private static final int MOST_KINDS = 100;

    private final long hold;
    private final Occurrences occurrences = new Occurrences();
    private final Map<String, Long> kinds = new LinkedHashMap<>();
    private long next;

    HoldScan(Hold hold) {
        this.hold = hold.number();
        this.next = hold.fromOffset();
    }

    boolean isOf(Hold other) {
        return hold == other.number();
    }

    void readOn(RecordReader reader, ChangeFormat format, Holds holds, String topic, Hold now) {
        while (next < now.toOffset()) {
            List<SourceRecord> records = reader.readFrom(topic, 0, next, READ);
            long end = records.isEmpty() ? now.toOffset() : Math.min(now.toOffset(), records.get(records.size() - 1).position().offset() + 1);
            changes(records, format, now, holds.repeats(hold, next, end), end).values().forEach(this::add);
            next = end;
        }
    }

    /**
     * Changes of the hold, by offset.
     *
     * @param repeats offsets that are there a second time, which are left out
     */
    static Map<Long, MembershipChange> changes(List<SourceRecord> records, ChangeFormat format, Hold hold, Set<Long> repeats, long end) {
        Map<Long, MembershipChange> changes = new LinkedHashMap<>();
        for (SourceRecord record : records) {
            long offset = record.position().offset();
            if (offset < end && !repeats.contains(offset) && !format.isWakeUp(record.value())) {
                MembershipChange change = format.read(record.value());
                if (change.dataflow().equals(hold.dataflow()) && change.audience().equals(hold.audience())) {
                    changes.put(offset, change);
                }
            }
        }
        return changes;
    }

    private void add(MembershipChange change) {
        if (!change.profile().isEmpty()) {
            occurrences.add(change.profile());
        }
        change.people().forEach(person -> occurrences.add(person.id()));
        String kind = kind(change);
        if (kind != null && (kinds.size() < MOST_KINDS || kinds.containsKey(kind))) {
            kinds.merge(kind, (long) change.people().size(), Long::sum);
        }
    }

    /** Whether neither its profile nor its people are in another change of the hold: with two, each has to be delivered in its turn. */
    boolean isAlone(MembershipChange change) {
        return (change.profile().isEmpty() || occurrences.isOnce(change.profile()))
                && change.people().stream().map(Person::id).allMatch(occurrences::isOnce);
    }

    /** The columns of files that so many people may be in, of most people first. */
    List<String> kinds(long least) {
        List<Map.Entry<String, Long>> large = new ArrayList<>(kinds.entrySet().stream().filter(kind -> kind.getValue() >= least).toList());
        large.sort(Map.Entry.<String, Long>comparingByValue().reversed());
        return large.stream().map(Map.Entry::getKey).toList();
    }

    /**
     * Columns of the file a change can be in: the match key, then its fields, since what an empty cell does to a field is not documented.
     *
     * @return null if it can be in none
     */
    static String kind(MembershipChange change) {
        if (!change.qualified() || change.people().isEmpty() || change.people().stream().anyMatch(person -> person.keys().size() != 1)) {
            return null;
        }
        String key = change.people().get(0).keys().get(0).field();
        Set<String> fields = new TreeSet<>(change.fields().keySet());
        fields.remove(key);
        return fields.isEmpty() ? key : key + "," + String.join(",", fields);
    }
}
