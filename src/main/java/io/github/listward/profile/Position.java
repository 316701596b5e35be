package io.github.listward.profile;

import java.util.Comparator;

/** Where a record stands in Kafka. Orders records of one partition by offset, and others arbitrarily but always alike. */
public record Position(String topic, int partition, long offset) implements Comparable<Position> {

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::topic)
            .thenComparingInt(Position::partition)
            .thenComparingLong(Position::offset);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** {@code topic-partition@offset}, as logs and failure reports show it. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
