package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.Hold.State;
import io.github.listward.destination.Destination;
import io.github.listward.destination.Destination.MultiMatch;
import io.github.listward.destination.Destination.SyncType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which audiences of a flush have so many new people that an import in bulk costs fewer calls: all that comes of them is held until
 * they are imported, since nothing may overtake an import (docs/adr/0018-bulk-imports.md).
 */
@Component
class ImportThreshold {

    private static final Logger LOG = LoggerFactory.getLogger(ImportThreshold.class);

    private final Holds holds;
    private final ListImports imports;
    private final int people;

    ImportThreshold(Holds holds, ListImports imports, DeliveryProperties properties, @Value("${listward.delivery.max-poll-records}") int mostChanges) {
        this.holds = holds;
        this.imports = imports;
        this.people = properties.importThreshold();
        if (people > mostChanges) {
            LOG.warn("Nobody is ever imported in bulk: listward.delivery.import-threshold is {}, and a flush has no more than the {} changes of "
                    + "listward.delivery.max-poll-records. Lower it, or set it to 0 if it is meant so", people, mostChanges);
        }
    }

    /** Whether an import does what the destination is to do: it creates whom it does not find by one key, and writes the fields. */
    static boolean suits(Destination destination) {
        return destination.creates() && destination.syncType() == SyncType.AUDIENCE_AND_PROFILE && destination.matchKeys().size() == 1
                // Which of several leads an import takes is not documented: all of them, or none, it cannot be told.
                && (destination.multiMatch() == MultiMatch.NEWEST || destination.multiMatch() == MultiMatch.OLDEST);
    }

    void holdMany(Flush flush) {
        if (people == 0) {
            return;
        }
        List<FlushedPerson> unknown = flush.people().stream().filter(person -> person.leads.isEmpty() && person.mayBeCreated).toList();
        Map<Feed, Integer> newPeople = new HashMap<>();
        unknown.stream().filter(person -> suits(person.destination())).forEach(person -> feeds(person).forEach(feed -> newPeople.merge(feed, 1, Integer::sum)));
        newPeople.values().removeIf(amount -> amount < people);
        Set<Feed> alike = unknown.isEmpty() ? new HashSet<>() : withPeopleOfImport(flush, unknown);
        if (newPeople.isEmpty() && alike.isEmpty()) {
            return;
        }
        // What of an earlier hold comes now is older than what would be held, and must not be behind it.
        List<Feed> releasing = holds.of(flush.instance(), State.RELEASING).stream().map(Hold::feed).toList();
        newPeople.keySet().removeAll(releasing);
        alike.removeAll(releasing);
        newPeople.forEach((feed, amount) -> flush.hold(NewHold.of(feed, Reason.IMPORTING, "%d new people came at a time. They are imported in bulk".formatted(amount))));
        alike.forEach(feed -> flush.hold(NewHold.of(feed, Reason.IMPORTING, "Some of its new people are being imported in bulk for another audience")));
    }

    /** An import and an upsert of one new person at a time make two leads. Source: Marketo "Leads", Create and update. */
    private Set<Feed> withPeopleOfImport(Flush flush, List<FlushedPerson> unknown) {
        return imports.underWay(flush.instance())
                .map(each -> imports.among(each, unknown.stream().map(FlushedPerson::id).distinct().toList()))
                .map(imported -> unknown.stream().filter(person -> imported.contains(person.id())).flatMap(person -> feeds(person).stream()).collect(Collectors.toSet()))
                .orElseGet(HashSet::new);
    }

    private static Set<Feed> feeds(FlushedPerson person) {
        return person.openMoves()
                .filter(move -> move.qualified() && !move.attributesOnly() && !move.isReleased() && !move.isReplayed())
                .map(Move::feed)
                .collect(Collectors.toSet());
    }
}
