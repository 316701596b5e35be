package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Reason;
import io.github.listward.delivery.LeadTable.KnownLead;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import io.github.listward.destination.FieldValue;
import io.github.listward.destination.FieldValue.Accepted;
import io.github.listward.destination.FieldValue.Refused;
import io.github.listward.profile.IdentityHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What is known of the people of a flush before Marketo is asked: their leads, and whether their
 * attributes are due. Fits values to the types of their fields; one that does not fit is left out and
 * reported, and nobody is created with values missing.
 */
@Component
class LeadState {

    private final LeadTable table;
    private final DestinationFacts facts;
    private final IdentityHash hash;

    LeadState(LeadTable table, DestinationFacts facts, IdentityHash hash) {
        this.table = table;
        this.facts = facts;
        this.hash = hash;
    }

    void load(Collection<FlushedPerson> people) {
        Map<Destination, List<FlushedPerson>> byDestination = people.stream()
                .collect(Collectors.groupingBy(FlushedPerson::destination, LinkedHashMap::new, Collectors.toList()));
        byDestination.forEach((destination, members) -> {
            Map<String, List<KnownLead>> known = table.of(destination.id(), members.stream().map(FlushedPerson::id).toList())
                    .stream()
                    .collect(Collectors.groupingBy(KnownLead::person));
            members.forEach(person -> prepare(person, known.getOrDefault(person.id(), List.of())));
        });
    }

    private void prepare(FlushedPerson person, List<KnownLead> known) {
        person.leads = known.stream().map(KnownLead::lead).toList();
        person.stored = Set.copyOf(known);
        if (!known.isEmpty()) {
            person.sentHash = known.get(0).attributesHash();
            person.sentAt = known.get(0).attributesAt();
        }
        fitKeys(person);
        if (!person.destination().syncType().profiles() || !person.isWanted()) {
            return;
        }
        fitFields(person);
        person.mayBeCreated = person.destination().creates() && person.refusal == null;
        person.attributesCurrent = !person.fields.isEmpty() && isCurrent(person);
        person.attributesDue = person.attributesCurrent && !hashOf(person).equals(person.sentHash);
        if (person.attributesCurrent && !person.attributesDue) {
            person.sentAt = person.attributesAt; // Marketo has them already, and has them as of now
        }
    }

    private static boolean isCurrent(FlushedPerson person) {
        return person.sentAt == null || !person.attributesAt.isBefore(person.sentAt);
    }

    private void fitKeys(FlushedPerson person) {
        List<MatchKey> fitting = new ArrayList<>();
        for (MatchKey key : person.keys) {
            FieldValue value = facts.fit(person.destination(), key.field(), TextNode.valueOf(key.value()));
            if (value instanceof Refused refused) {
                person.refusal = invalid(key.field(), refused);
            } else if (value instanceof Accepted accepted) {
                fitting.add(new MatchKey(key.field(), accepted.value().asText()));
            }
        }
        person.keys = fitting;
    }

    private void fitFields(FlushedPerson person) {
        Map<String, JsonNode> fitting = new TreeMap<>();
        person.fields.forEach((field, raw) -> {
            FieldValue value = facts.fit(person.destination(), field, raw);
            if (value instanceof Accepted accepted) {
                fitting.put(field, accepted.value());
            } else if (value instanceof Refused refused) {
                person.refusal = invalid(field, refused);
            }
        });
        person.fields = fitting;
    }

    private static Failed invalid(String field, Refused refused) {
        return Failed.of(Reason.INVALID_VALUE, "The value of " + field + " " + refused.reason());
    }

    /** Notes that Marketo has confirmed the attributes of this flush. */
    void sent(FlushedPerson person) {
        person.attributesDue = false;
        person.synced = true;
        person.sentHash = hashOf(person);
        person.sentAt = person.attributesAt == null ? Instant.EPOCH : person.attributesAt;
    }

    private String hashOf(FlushedPerson person) {
        return hash.of("attributes", person.fields.toString());
    }
}
