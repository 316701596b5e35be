package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the changes made of each source partition have been counted, so that a change queued twice,
 * by an activation that was killed between queueing and committing, counts once.
 */
final class SourceMarks {

    record Partition(String topic, int partition) {}

    record Mark(long offset, int sequence) {

        boolean isBefore(Mark other) {
            return offset < other.offset || offset == other.offset && sequence < other.sequence;
        }
    }

    private final Map<Partition, Mark> marks;
    private final Map<Partition, Mark> moved = new LinkedHashMap<>();

    SourceMarks(Map<Partition, Mark> marks) {
        this.marks = marks;
    }

    /** Whether this change comes after all seen so far; if so it is the furthest from now on. */
    boolean pass(MembershipChange change) {
        Partition partition = new Partition(change.source().topic(), change.source().partition());
        Mark mark = new Mark(change.source().offset(), change.sequence());
        Mark last = marks.get(partition);
        if (last != null && !last.isBefore(mark)) {
            return false;
        }
        marks.put(partition, mark);
        moved.put(partition, mark);
        return true;
    }

    Map<Partition, Mark> moved() {
        return moved;
    }
}
