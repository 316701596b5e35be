package io.github.listward.delivery;

import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Reason;
import io.github.listward.batch.Parts;
import io.github.listward.delivery.FlushedPerson.Stage;
import io.github.listward.delivery.LeadTask.Kind;
import io.github.listward.delivery.Outcome.Failed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/**
 * Decides what Marketo is asked about the people of a flush, round by round, until each is a known
 * lead or nobody's. The table of calls is in docs/matching.md.
 */
@Component("leads")
class Leads {

    private final LeadTable table;

    Leads(LeadTable table) {
        this.table = table;
    }

    /** The round's tasks. What is about to be overwritten becomes unknown first: a call may succeed and its answer be lost. */
    List<Message> plan(@ExchangeProperty(Flush.PROPERTY) Flush flush, CamelContext context) {
        List<LeadTask> tasks = new ArrayList<>();
        Set<String> beingCreated = new HashSet<>();
        for (FlushedPerson person : flush.people()) {
            if (person.stage == Stage.RESOLVE) {
                tasks.addAll(next(person, beingCreated));
            }
        }
        Map<String, Set<FlushedPerson>> overwritten = new LinkedHashMap<>();
        for (LeadTask task : tasks) {
            task.person().answered = false;
            if (!task.isSearch() && task.person().sentHash != null) {
                overwritten.computeIfAbsent(task.destination().id(), id -> new LinkedHashSet<>()).add(task.person());
            }
        }
        overwritten.forEach(table::forgetAttributes);
        flush.asked(tasks);
        return tasks.stream()
                .map(task -> Parts.of(context, task, "kind", task.isSearch() ? "search" : "upsert", "group", task.group()))
                .toList();
    }

    private static List<LeadTask> next(FlushedPerson person, Set<String> beingCreated) {
        if (person.openMoves().findAny().isEmpty()) {
            person.stage = Stage.DONE;
            return List.of();
        }
        if (!person.leads.isEmpty()) {
            if (person.attributesDue) {
                return person.leads.stream().map(lead -> LeadTask.byId(person, lead)).toList();
            }
            person.stage = Stage.LISTS;
            return List.of();
        }
        while (person.key < person.keys.size()) {
            MatchKey key = person.keys.get(person.key);
            if (!isSearched(person)) {
                return upsert(person, key, beingCreated);
            }
            if (!isList(key.value())) {
                return List.of(LeadTask.byKey(person, Kind.FIND, key));
            }
            person.unfound = Failed.of(Reason.INVALID_VALUE, "Field " + key.field() + ": a value with a comma cannot be looked up");
            person.key++;
        }
        if (person.mayBeCreated && person.refusal == null && person.unfound == null && !person.created && !person.keys.isEmpty()) {
            return upsert(person, person.keys.get(0), beingCreated);
        }
        unmatched(person);
        return List.of();
    }

    /** An upsert answers with the id at once, but cannot tell several leads apart, must not touch whoever only exits, and creates by one key only. */
    private static boolean isSearched(FlushedPerson person) {
        return person.search
                || person.refusal != null
                || !person.destination().syncType().profiles()
                || !person.isWanted()
                || person.mayBeCreated && person.keys.size() > 1;
    }

    private static List<LeadTask> upsert(FlushedPerson person, MatchKey key, Set<String> beingCreated) {
        if (!person.mayBeCreated) {
            return List.of(LeadTask.byKey(person, Kind.UPDATE, key));
        }
        // Two upserts of one new key at a time make two leads. Source: Marketo "Leads", Create and update.
        if (!beingCreated.add(person.id())) {
            return List.of();
        }
        return List.of(LeadTask.byKey(person, Kind.CREATE_OR_UPDATE, key));
    }

    /** Values of a filter are separated by commas, and no way to escape one is documented. Source: Marketo "Leads", Get by filter type. */
    private static boolean isList(String value) {
        return value.indexOf(',') >= 0;
    }

    private static void unmatched(FlushedPerson person) {
        if (person.imported && person.keys.isEmpty() && person.unfound == null) {
            // It left with its profile's event, which has no key of it; and yet it is in Marketo, and on the list.
            person.unfound = Failed.of(Reason.LEAD_UNKNOWN, Reason.LEAD_UNKNOWN.meaning());
        }
        for (Move move : person.openMoves().toList()) {
            Failed failure = person.unfound != null ? person.unfound : move.qualified() ? person.refusal : null;
            if (move.attributesOnly()) {
                move.excluded(Reason.STALE);
            } else if (failure != null) {
                move.failed(failure);
            } else {
                move.excluded(Reason.NO_MATCH);
            }
        }
        person.stage = Stage.DONE;
    }

    /** After the round: whoever was asked about and has no verdict was taken out by a route. */
    void settle(@ExchangeProperty(Flush.PROPERTY) Flush flush) {
        for (LeadTask task : flush.asked()) {
            if (!task.person().answered) {
                task.person().failAll(Failed.of(Reason.NOT_DELIVERED, Reason.NOT_DELIVERED.meaning()));
            }
            if (task.person().postponed) {
                task.person().postponed = false;
                task.person().attributesDue |= task.lead() != null && task.person().refusal == null;
            }
        }
    }
}
