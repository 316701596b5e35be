package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.batch.Parts;
import io.github.listward.delivery.AudienceLists.AudienceList;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.DeliveredTable.Delivered;
import io.github.listward.delivery.DeliveredTable.ListLead;
import io.github.listward.delivery.FlushedPerson.Stage;
import io.github.listward.delivery.ListMove.Result;
import io.github.listward.delivery.Outcome.Effect;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.delivery.WantedTable.Wanted;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Definitions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Decides which leads are put on and taken off which lists, once everybody in the flush is a known
 * lead: two people can turn out to be one lead, and then the list sees one move.
 */
@Component("lists")
class Lists {

    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);

    private final AudienceLists audienceLists;
    private final Definitions definitions;
    private final DeliveredTable delivered;
    private final WantedTable wanted;
    private final DeliveryProperties properties;
    private final Clock clock;

    Lists(
            AudienceLists audienceLists,
            Definitions definitions,
            DeliveredTable delivered,
            WantedTable wanted,
            DeliveryProperties properties,
            Clock clock) {
        this.audienceLists = audienceLists;
        this.definitions = definitions;
        this.delivered = delivered;
        this.wanted = wanted;
        this.properties = properties;
        this.clock = clock;
    }

    /** Finds the round's moves, and those of a settling that Marketo has to be asked about first; nothing while somebody is still to be resolved. */
    List<Message> ask(@ExchangeProperty(Flush.PROPERTY) Flush flush, CamelContext context) {
        flush.listMoves(Map.of());
        if (flush.isResolving()) {
            return List.of();
        }
        Map<Feed, AudienceList> lists = audienceLists.of(flush.instance());
        Map<ListLead, ListMove> moves = new LinkedHashMap<>();
        for (FlushedPerson person : flush.atLists()) {
            for (Move move : person.openMoves().toList()) {
                if (move.attributesOnly() || !person.destination().syncType().lists()) {
                    endProfileMove(person, move);
                } else {
                    place(flush, person, move, lists, moves);
                }
            }
        }
        flush.listMoves(moves);
        keepWhoIsStillWanted(flush, moves.values());
        // What is to change becomes unknown first: a call may succeed and its answer be lost.
        delivered.forget(flush.instance(), skipWhatIsConfirmed(flush.instance(), moves.values()));
        return moves.values().stream()
                .filter(move -> move.result() == null && move.isAddition() && move.isSettled() && !flush.hasCreatedList(move.place().list()))
                .map(move -> Parts.of(context, move, "group", move.group()))
                .toList();
    }

    /** The round's moves that Marketo has to be told. */
    List<Message> plan(@ExchangeProperty(Flush.PROPERTY) Flush flush, CamelContext context) {
        List<ListMove> open = flush.listMoves().stream().filter(move -> move.result() == null).toList();
        flush.sends(open.stream().map(move -> action(move) + " " + move.group()).collect(Collectors.toSet()));
        return open.stream()
                .map(move -> Parts.of(context, move, "action", action(move), "group", move.group()))
                .toList();
    }

    private static String action(ListMove move) {
        return move.isAddition() ? "add" : "remove";
    }

    private static void endProfileMove(FlushedPerson person, Move move) {
        if (person.refusal != null) {
            move.failed(person.refusal);
        } else if (person.synced && move.change().recordedAt().equals(person.attributesAt)) {
            move.activated(person.created ? Effect.CREATED : Effect.UPDATED, person.syncedBy);
        } else {
            move.excluded(move.attributesOnly() ? Reason.STALE : Reason.UNCHANGED);
        }
    }

    private static void place(Flush flush, FlushedPerson person, Move move, Map<Feed, AudienceList> lists, Map<ListLead, ListMove> moves) {
        AudienceList list = lists.get(move.feed());
        if (list == null || list.id() == null) {
            if (flush.isWithoutList(move.feed()) && !move.qualified()) {
                move.excluded(Reason.NOT_IN_LIST);
            } else {
                move.failed(Failed.of(Reason.NOT_DELIVERED, Reason.NOT_DELIVERED.meaning()));
            }
            return;
        }
        for (Long lead : move.qualified() || person.leaving.isEmpty() ? person.leads : person.leaving) {
            moves.computeIfAbsent(new ListLead(list.id(), lead), place -> new ListMove(flush.instance(), place, flush.tries(place))).add(move, person);
        }
    }

    /** A lead stays while any profile or identity feeding the list wants it. */
    private void keepWhoIsStillWanted(Flush flush, Collection<ListMove> moves) {
        Map<FeedOfDestination, List<ListMove>> removals = moves.stream()
                .filter(move -> !move.isAddition())
                .collect(Collectors.groupingBy(FeedOfDestination::of, LinkedHashMap::new, Collectors.toList()));
        removals.forEach((feed, leaving) -> {
            Map<Long, List<Wanted>> known = wanted.qualifiedByLead(
                    feed.destination(), feed.dataflow(), feed.audience(), leaving.stream().map(move -> move.place().lead()).toList());
            Map<String, List<Wanted>> imported = wanted.qualifiedByPerson(feed.dataflow(), feed.audience(),
                    leaving.stream().flatMap(Lists::justLearnt).distinct().toList());
            for (ListMove move : leaving) {
                List<Wanted> others = Stream.concat(
                        known.getOrDefault(move.place().lead(), List.of()).stream(),
                        justLearnt(move).flatMap(person -> imported.getOrDefault(person, List.of()).stream())).toList();
                // Somebody of this flush may have put it there in an earlier round, which no table knows yet.
                boolean justAdded = flush.confirmed().getOrDefault(move.place(), false);
                if (justAdded || others.stream().anyMatch(wish -> !flush.overrules(wish))) {
                    move.ended(Result.STILL_WANTED);
                }
            }
        });
    }

    /** People of whose leads no table knows yet, as of those who were imported. */
    private static Stream<String> justLearnt(ListMove move) {
        return move.wishes().values().stream().filter(person -> person.fresh).map(FlushedPerson::id);
    }

    private record FeedOfDestination(String destination, String dataflow, String audience) {

        static FeedOfDestination of(ListMove move) {
            Move any = move.wishes().keySet().iterator().next();
            return new FeedOfDestination(any.change().destination(), any.change().dataflow(), any.change().audience());
        }
    }

    /**
     * Only what Marketo has confirmed, of this very list and lead and not too long ago, saves a call.
     *
     * @return what was confirmed once, and is about to change or too old
     */
    private List<ListLead> skipWhatIsConfirmed(String instance, Collection<ListMove> moves) {
        Instant trusted = clock.instant().minus(properties.reaffirmAfter());
        List<ListLead> outdated = new ArrayList<>();
        Map<Long, List<ListMove>> byList = moves.stream()
                .filter(move -> move.result() == null)
                .collect(Collectors.groupingBy(move -> move.place().list(), LinkedHashMap::new, Collectors.toList()));
        byList.forEach((list, members) -> {
            Map<Long, Delivered> known = delivered.of(instance, list, members.stream().map(move -> move.place().lead()).toList());
            for (ListMove move : members) {
                Delivered state = known.get(move.place().lead());
                if (state == null) {
                    continue;
                }
                if (state.member() == move.isAddition() && state.at().isAfter(trusted)) {
                    move.ended(Result.CONFIRMED);
                } else {
                    outdated.add(move.place());
                }
            }
        });
        return outdated;
    }

    /** After the round: ends every move whose lists have answered; people whose lead is gone are resolved once more. */
    void settle(@ExchangeProperty(Flush.PROPERTY) Flush flush) {
        if (flush.isResolving()) {
            return;
        }
        Map<Move, List<ListMove>> answers = new HashMap<>();
        flush.listMoves().forEach(ListMove::failIfUnanswered);
        settleLostLists(flush);
        for (ListMove listMove : flush.listMoves()) {
            switch (listMove.result()) {
                case CHANGED -> flush.confirmed(listMove, listMove.isAddition());
                case MEMBER -> flush.confirmed(listMove, true);
                case NOT_IN_LIST -> flush.confirmed(listMove, false);
                default -> { /* nothing new is known */ }
            }
            listMove.wishes().keySet().forEach(move -> answers.computeIfAbsent(move, key -> new ArrayList<>()).add(listMove));
        }
        for (FlushedPerson person : flush.atLists()) {
            List<Move> open = person.openMoves().toList();
            if (!person.fresh && open.stream().anyMatch(move -> has(answers.get(move), Result.GONE))) {
                person.forgetLeads();
                continue;
            }
            open.stream().filter(move -> !has(answers.get(move), Result.POSTPONED)).forEach(move -> end(person, move, answers.get(move)));
            if (person.openMoves().findAny().isEmpty()) {
                person.stage = Stage.DONE;
            }
        }
    }

    /** Lists that Marketo no longer has: all of their moves go on with another list in the next round, or are held. */
    private void settleLostLists(Flush flush) {
        Map<Long, List<ListMove>> byList = flush.listMoves().stream().collect(Collectors.groupingBy(move -> move.place().list()));
        byList.values().forEach(moves -> moves.stream().filter(move -> move.result() == Result.LIST_GONE).findFirst().ifPresent(lost -> {
            Feed feed = lost.feed();
            long list = lost.place().list();
            Audience audience = definitions.activation(feed.dataflow(), feed.audience()).audience();
            String name = audienceLists.of(flush.instance()).get(feed).name();
            boolean recreated = audience.recreatesList() && flush.mayRecreateList(feed);
            flush.forgetList(list);
            moves.forEach(ListMove::postpone);
            if (recreated) {
                audienceLists.replace(flush.instance(), feed, list);
                LOG.warn("Static list {} of audience {} of dataflow {} is gone in Marketo; it is created again, or adopted by its name", list,
                        feed.audience(), feed.dataflow());
            } else {
                flush.hold(new NewHold(feed, Reason.LIST_MISSING, "Static list %d is gone in Marketo. %s".formatted(list, remedy(audience)), list,
                        audience.listId() == null ? name : null, true));
            }
        }));
    }

    private static String remedy(Audience audience) {
        return audience.listId() != null
                ? "Give the audience the list-id of another, or none"
                : "Create one of its name in Marketo, or release the hold to have it created";
    }

    private static void end(FlushedPerson person, Move move, List<ListMove> answers) {
        Failed failure = answers.stream().map(ListMove::failure).filter(each -> each != null).findFirst().orElse(null);
        if (failure != null) {
            move.failed(failure);
        } else if (move.qualified()) {
            endAddition(person, move, answers);
        } else {
            endRemoval(move, answers);
        }
    }

    private static void endAddition(FlushedPerson person, Move move, List<ListMove> answers) {
        if (has(answers, Result.GONE)) {
            // Found a moment ago, and yet the list does not see it.
            move.failed(Failed.of(Reason.ACCESS_DENIED, "1004", null, "The list's workspace does not see the lead"));
        } else if (person.refusal != null) {
            move.failed(person.refusal);
        } else if (has(answers, Result.CHANGED)) {
            move.activated(person.created ? Effect.CREATED : Effect.ADDED, requestOf(answers, Result.CHANGED));
        } else if (person.synced) {
            move.activated(Effect.UPDATED, person.syncedBy);
        } else {
            move.excluded(Reason.UNCHANGED);
        }
    }

    private static void endRemoval(Move move, List<ListMove> answers) {
        boolean kept = answers.stream().anyMatch(answer -> answer.isAddition() || answer.result() == Result.STILL_WANTED);
        if (kept) {
            move.excluded(Reason.STILL_WANTED);
        } else if (has(answers, Result.CHANGED)) {
            move.activated(Effect.REMOVED, requestOf(answers, Result.CHANGED));
        } else if (has(answers, Result.GONE)) {
            move.excluded(Reason.NO_MATCH);
        } else if (has(answers, Result.CONFIRMED)) {
            move.excluded(Reason.UNCHANGED);
        } else {
            move.excluded(Reason.NOT_IN_LIST);
        }
    }

    private static String requestOf(List<ListMove> answers, Result result) {
        return answers.stream().filter(answer -> answer.result() == result).map(ListMove::requestId).findFirst().orElse(null);
    }

    private static boolean has(List<ListMove> answers, Result result) {
        return answers != null && answers.stream().anyMatch(answer -> answer.result() == result);
    }
}
