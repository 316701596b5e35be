package io.github.listward.activation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.profile.Membership;
import io.github.listward.profile.ProfileEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One membership of a profile event, as one dataflow sees it, on its way through the routes of
 * activation. Steps read and complete it; an operator's step may change {@link #getAttributes()} before
 * the mapping and {@link #getFields()} after it.
 */
public final class MembershipEvent {

    private final ProfileEvent profile;
    private final Membership membership;
    private final Activation activation;
    private final int sequence;
    private final Requeue requeue;
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private ObjectNode attributes;
    private List<Person> people = List.of();
    private boolean ended;

    MembershipEvent(ProfileEvent profile, Membership membership, Activation activation, int sequence) {
        this(profile, membership, activation, sequence, null);
    }

    /** @param requeue the settling that sends it through once more, or null */
    MembershipEvent(ProfileEvent profile, Membership membership, Activation activation, int sequence, Requeue requeue) {
        this.profile = profile;
        this.membership = membership;
        this.activation = activation;
        this.sequence = sequence;
        this.requeue = requeue;
    }

    public boolean isQualified() {
        return membership.qualified();
    }

    public boolean isExited() {
        return membership.exited();
    }

    /** Audience id as the event has it. */
    public String getAudience() {
        return membership.audience();
    }

    public String getDataflow() {
        return activation.dataflow().id();
    }

    /** Munchkin id of the Marketo instance it goes to. */
    public String getInstance() {
        return activation.destination().instance();
    }

    public String getDestination() {
        return activation.destination().id();
    }

    /** XDM attributes at their paths, for a step to change: this event's own copy, since its neighbours share the original. */
    public ObjectNode getAttributes() {
        if (attributes == null) {
            attributes = profile.attributes().deepCopy();
        }
        return attributes;
    }

    /** XDM attributes at their paths. Named {@code attributes} it would be one of two that {@code ${body.attributes}} could mean. */
    ObjectNode attributesToRead() {
        return attributes != null ? attributes : profile.attributes();
    }

    /** Mapped values by Marketo field; empty before the mapping. */
    public Map<String, JsonNode> getFields() {
        return fields;
    }

    ProfileEvent profile() {
        return profile;
    }

    Membership membership() {
        return membership;
    }

    Activation activation() {
        return activation;
    }

    List<Person> people() {
        return people;
    }

    void people(List<Person> people) {
        this.people = people;
    }

    /** Of a profile that is known by its key, and has none of the identities the dataflow maps. */
    boolean isWithoutPeople() {
        return people.isEmpty() && !profile.profile().isEmpty();
    }

    /** As many changes as it counts for: one per person, and one where there is none. */
    int weight() {
        return Math.max(1, people.size());
    }

    /** Whether its end, or that it was queued, has been counted. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Number of the settling that sends it through once more; 0 for what an event says. */
    long settling() {
        return requeue == null ? 0 : requeue.job();
    }

    MembershipChange toChange() {
        return new MembershipChange(
                MembershipChange.VERSION,
                profile.position(),
                sequence,
                activation.destination().instance(),
                activation.destination().id(),
                activation.dataflow().id(),
                membership.audience(),
                membership.name(),
                membership.qualified(),
                membership.at(),
                profile.recordedAt(),
                profile.profile(),
                people,
                fields,
                settling(),
                requeue);
    }

    @Override
    public String toString() {
        return getDataflow() + "/" + getAudience() + " at " + profile.position();
    }
}
