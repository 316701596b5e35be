package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
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

    /** Whether this change comes after all seen so far of its kind; if so it is the furthest from now on. A replay never does: it was counted when it failed. */
    boolean pass(MembershipChange change) {
        Requeue again = change.requeue();
        if (again == null) {
            return pass(new Partition(change.source().topic(), change.source().partition()), new Mark(change.source().offset(), change.sequence()));
        }
        return switch (again.kind()) {
            case REPLAYED -> false;
            case SETTLED -> pass(new Partition("settling:" + again.job(), 0), new Mark(again.number(), 0));
            case RELEASED -> pass(new Partition("hold:" + again.job(), 0), new Mark(again.number(), 0));
        };
    }

    private boolean pass(Partition partition, Mark mark) {
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
