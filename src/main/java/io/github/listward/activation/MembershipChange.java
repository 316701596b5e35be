package io.github.listward.activation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.profile.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A profile qualified for or exited an audience, as one dataflow has it: the record of the change topics.
 *
 * <p>Known by (source, dataflow, audience). Ordered by (at, source, settling): never by where it stands in
 * the change topic, since it may be queued there twice.
 *
 * @param version format of this record
 * @param source where the profile event stands in the source topic
 * @param sequence its number among the changes made of that event
 * @param audienceName the audience's name as the event told it, or null
 * @param at since when this membership holds
 * @param recordedAt the source record's time; orders attributes
 * @param profile keyed hash of the profile, or empty where events name none
 * @param people the profile's people; empty for an exit of a profile whose identities are gone
 * @param fields mapped values by Marketo field, as the event has them; empty for an exit
 * @param settling number of the settling that found this to be wanted; 0 for what an event says
 * @param requeue as what it is in the topic once more, or null
 */
public record MembershipChange(
        int version,
        Position source,
        int sequence,
        String instance,
        String destination,
        String dataflow,
        String audience,
        String audienceName,
        boolean qualified,
        Instant at,
        Instant recordedAt,
        String profile,
        List<Person> people,
        Map<String, JsonNode> fields,
        long settling,
        Requeue requeue) {

    /** The format this version of Listward writes and reads. */
    public static final int VERSION = 1;

    /** As many changes as it counts for: one per person, and one where there is none. */
    @JsonIgnore
    public int weight() {
        return Math.max(1, people.size());
    }

    /** The change of one person only, as a dead letter keeps it. */
    public MembershipChange of(Person person) {
        return new MembershipChange(version, source, sequence, instance, destination, dataflow, audience, audienceName,
                qualified, at, recordedAt, profile, List.of(person), fields, settling, requeue);
    }

    /** What this change means for a person the profile no longer has: an exit, of the same order. */
    public MembershipChange exitOf(Person person) {
        return new MembershipChange(version, source, sequence, instance, destination, dataflow, audience, audienceName,
                false, at, recordedAt, profile, List.of(person), Map.of(), settling, requeue);
    }

    /** The same change, queued once more. */
    public MembershipChange again(Requeue requeue) {
        return new MembershipChange(version, source, sequence, instance, destination, dataflow, audience, audienceName,
                qualified, at, recordedAt, profile, people, fields, settling, requeue);
    }

    @Override
    public String toString() {
        return (qualified ? "qualified for " : "exited ") + dataflow + "/" + audience + " at " + source;
    }
}
