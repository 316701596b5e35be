package io.github.listward.delivery;

import io.github.listward.delivery.LeadTable.KnownLead;
import io.github.listward.destination.Destination;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What is known of the people of a flush before Marketo is asked: their leads, and whether their
 * attributes are due. Nobody is created with values missing that did not fit.
 */
@Component
class LeadState {

    private final LeadTable table;
    private final Fitting fitting;

    LeadState(LeadTable table, Fitting fitting) {
        this.table = table;
        this.fitting = fitting;
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
        person.leads = known.stream().filter(lead -> !lead.isImported()).map(KnownLead::lead).toList();
        person.imported = !known.isEmpty() && person.leads.isEmpty();
        person.stored = Set.copyOf(known);
        if (!known.isEmpty()) {
            person.sentHash = known.get(0).attributesHash();
            person.sentAt = known.get(0).attributesAt();
        }
        fit(person);
        if (!person.destination().syncType().profiles() || !person.isWanted()) {
            return;
        }
        person.mayBeCreated = person.destination().creates() && person.refusal == null;
        person.attributesCurrent = !person.fields.isEmpty() && isCurrent(person);
        person.attributesDue = person.attributesCurrent && !hashOf(person).equals(person.sentHash);
        // An upsert would tell the id, and overwrite what was imported with what is older.
        person.search |= person.imported && !person.attributesCurrent;
        if (person.attributesCurrent && !person.attributesDue) {
            person.sentAt = person.attributesAt; // Marketo has them already, and has them as of now
        }
    }

    private static boolean isCurrent(FlushedPerson person) {
        return person.sentAt == null || !person.attributesAt.isBefore(person.sentAt);
    }

    private void fit(FlushedPerson person) {
        boolean withFields = person.destination().syncType().profiles() && person.isWanted();
        Fitted fitted = fitting.of(person.destination(), person.keys, withFields ? person.fields : Map.of());
        person.keys = fitted.keys();
        person.refusal = fitted.refusal() == null ? person.refusal : fitted.refusal();
        if (withFields) {
            person.fields = fitted.fields();
        }
    }

    /** Notes that Marketo has confirmed the attributes of this flush. */
    void sent(FlushedPerson person) {
        person.attributesDue = false;
        person.synced = true;
        person.sentHash = hashOf(person);
        person.sentAt = person.attributesAt == null ? Instant.EPOCH : person.attributesAt;
    }

    private String hashOf(FlushedPerson person) {
        return fitting.hashOf(person.fields);
    }
}
