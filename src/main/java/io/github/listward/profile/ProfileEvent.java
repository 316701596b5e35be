package io.github.listward.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * A profile as one event tells it, in one dialect whichever it was sent in.
 *
 * @param profile keyed hash that stays the same over the events of one profile (see {@link ProfileReader})
 * @param position where the event stands in the source topic
 * @param recordedAt the Kafka record's time; orders attributes
 * @param attributes the XDM attributes at their paths, without {@code segmentMembership} and {@code identityMap}
 */
public record ProfileEvent(
        String profile,
        Position position,
        Instant recordedAt,
        List<Membership> memberships,
        List<Identity> identities,
        ObjectNode attributes) {

    @Override
    public String toString() {
        return "ProfileEvent[" + position + "]";
    }
}
