package io.github.listward.delivery;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far the memberships topic was read, partition by partition.
 *
 * @param ends offset per partition up to which it is read: the topic's end when the settling began
 * @param partition where it is read on; as many as there are when it was read to the end
 */
record SettlingProgress(List<Long> ends, int partition, long offset) {

    static SettlingProgress begin(List<Long> ends) {
        return new SettlingProgress(ends, 0, 0);
    }

    boolean isAtEnd() {
        return partition >= ends.size();
    }

    long end() {
        return ends.get(partition);
    }

    SettlingProgress to(long offset) {
        return new SettlingProgress(ends, partition, offset);
    }

    SettlingProgress nextPartition() {
        return new SettlingProgress(ends, partition + 1, 0);
    }

    /** A number for the record here that rises from record to record, over all partitions. */
    long number(long offset) {
        return ends.subList(0, partition).stream().mapToLong(Long::longValue).sum() + offset;
    }

    String endsAsText() {
        return ends.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static List<Long> ends(String text) {
        return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
    }
}
