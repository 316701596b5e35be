package io.github.listward.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile as one event tells it, in one dialect whichever it was sent in.
 *
 * @param profile keyed hash that stays the same over the events of one profile, or empty (see {@link ProfileReader})
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

    /**
     * The attribute at an XDM path such as {@code person.name.firstName}, nested or as one flat key with dots, with or without {@code xdm:}.
     *
     * @return null when it is missing or JSON null
     */
    public JsonNode at(String xdmPath) {
        return at(attributes, xdmPath);
    }

    /** As {@link #at(String)}, in attributes that are not the event's own. */
    public static JsonNode at(ObjectNode attributes, String xdmPath) {
        return find(attributes, xdmPath);
    }

    /**
     * This event with its record's time believed only up to a moment: attributes from a producer whose clock is ahead would
     * otherwise outrank all that come after them. Memberships keep their times.
     */
    public ProfileEvent recordedNoLaterThan(Instant latest) {
        return recordedAt.isAfter(latest) ? new ProfileEvent(profile, position, latest, memberships, identities, attributes) : this;
    }

    /** The identities of a namespace, however it is spelt, in the order they were sent. */
    public List<Identity> identities(String namespace) {
        String code = Identity.canonicalNamespace(namespace);
        List<Identity> found = new ArrayList<>(2);
        for (Identity identity : identities) {
            if (identity.namespace().equals(code)) {
                found.add(identity);
            }
        }
        return found;
    }

    private static JsonNode find(JsonNode object, String path) {
        JsonNode whole = child(object, path);
        if (whole != null) {
            return whole;
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            JsonNode parent = child(object, path.substring(0, dot));
            JsonNode found = parent == null ? null : find(parent, path.substring(dot + 1));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static JsonNode child(JsonNode object, String name) {
        JsonNode plain = object.get(name);
        JsonNode child = plain == null && object.isObject() ? object.get("xdm:" + name) : plain;
        return child == null || child.isNull() ? null : child;
    }

    @Override
    public String toString() {
        return "ProfileEvent[" + position + "]";
    }
}
