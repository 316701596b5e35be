package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
import java.util.ArrayList;
import java.util.List;

/** Where the changes of one feed stand in a poll of the change topic, as far as no earlier reading has recorded them: what a hold is made of. */
final class FeedRecords {

    private final List<Long> repeats = new ArrayList<>();
    private long first = -1;
    private long last = -1;
    private long changes;
    private FeedRecords additions;

    /** @param counts whether it is counted by this reading; otherwise it stands in the topic a second time, or is a replay */
    void add(long offset, MembershipChange change, boolean counts) {
        first = first < 0 ? offset : first;
        last = offset;
        if (counts) {
            changes += change.weight();
        } else if (change.requeue() == null || change.requeue().kind() != Requeue.Kind.REPLAYED) {
            repeats.add(offset);
        }
    }

    /** One that a hold of additions has: another hold of the feed neither counts it nor has it queued again. */
    void addAddition(long offset, MembershipChange change, boolean counts) {
        additions().add(offset, change, counts);
        repeats.add(offset);
    }

    /** Those that a hold of additions has. */
    FeedRecords additions() {
        additions = additions == null ? new FeedRecords() : additions;
        return additions;
    }

    boolean isEmpty() {
        return first < 0;
    }

    long from() {
        return first;
    }

    /** The offset after the last one. */
    long to() {
        return last + 1;
    }

    long changes() {
        return changes;
    }

    /** Offsets of those that need not be queued again: the first one of each was counted, and is delivered or held itself. */
    List<Long> repeats() {
        return repeats;
    }
}
