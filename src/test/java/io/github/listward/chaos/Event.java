package io.github.listward.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A profile event, and what it means.
 *
 * @param profile the record's key, null for an event without one
 * @param partition null to go by the key
 * @param recordedAt the record's time, which is also the time of memberships without one
 * @param emails in lower case; nobody where the event carries no identity
 * @param memberships none where the event cannot be read
 */
public record Event(String profile, Integer partition, Instant recordedAt, Set<String> emails, List<Membership> memberships, String json) {

    /** @param at the record's time where the event has none */
    public record Membership(String audience, boolean qualified, Instant at) {}

    /** Where an event stands in the profile topic. Of two wishes of one moment the one that stands later holds. */
    public record Place(int partition, long offset) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            return partition != other.partition ? Integer.compare(partition, other.partition) : Long.compare(offset, other.offset);
        }
    }

    /** As Kafka has it. */
    public record Sent(Event event, Place place) {}
}
