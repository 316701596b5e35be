package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.activation.ActivatedAudience;
import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Reason;
import io.github.listward.activation.Terms;
import io.github.listward.activation.TermsTable;
import io.github.listward.batch.Batch;
import io.github.listward.batch.SourceRecord;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.WantedTable.Wanted;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.CallBudget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Opens a poll of a change topic as a {@link Flush}: coalesces its changes to one wish per person and
 * audience, ends those that are old, and adds the exits that follow from what is known of a profile.
 */
@Component("flushes")
class Flushes {

    /** A profile in an audience: its identities come and go together. */
    private record ProfileKey(String dataflow, String audience, String profile) {

        static ProfileKey of(Move.Key key) {
            return new ProfileKey(key.dataflow(), key.audience(), key.profile());
        }
    }

    private record Audience(String dataflow, String audience) {}

    private final ChangeFormat format;
    private final Definitions definitions;
    private final DestinationStates states;
    private final Holds holds;
    private final WantedTable wanted;
    private final SourceMarkTable marks;
    private final LeadState leads;
    private final TermsTable terms;
    private final Settlings settlings;
    private final CallBudget budget;

    Flushes(
            ChangeFormat format,
            Definitions definitions,
            DestinationStates states,
            Holds holds,
            WantedTable wanted,
            SourceMarkTable marks,
            LeadState leads,
            TermsTable terms,
            Settlings settlings,
            CallBudget budget) {
        this.format = format;
        this.definitions = definitions;
        this.states = states;
        this.holds = holds;
        this.wanted = wanted;
        this.marks = marks;
        this.leads = leads;
        this.terms = terms;
        this.settlings = settlings;
        this.budget = budget;
    }

    void open(@ExchangeProperty("instance") String instance, Exchange exchange) {
        Batch batch = Batch.of(exchange);
        List<SourceRecord> records = batch.records();
        SourceMarks sourceMarks = marks.of(records.get(0).position().topic());
        Map<Feed, Hold> held = holds.held(instance);
        Map<Feed, Optional<NewHold>> newlyHeld = new HashMap<>();
        boolean additionsWait = budget.of(instance).holdsAdditions();
        Map<Feed, NewHold> additionsHeld = new HashMap<>();
        Map<Feed, FeedRecords> feeds = new HashMap<>();
        List<Move> moves = new ArrayList<>();
        List<Move> orphans = new ArrayList<>();
        List<Move> heldMoves = new ArrayList<>();
        for (SourceRecord record : records) {
            if (format.isWakeUp(record.value())) {
                continue;
            }
            MembershipChange change = format.read(record.value());
            Feed feed = new Feed(change.dataflow(), change.audience());
            boolean isUnread = batch.tally().isNew(record.position());
            boolean isNew = sourceMarks.pass(change) & isUnread;
            Hold before = held.get(feed);
            Reason holdOfAll = before != null && !before.additionsOnly()
                    ? before.reason()
                    : newlyHeld.computeIfAbsent(feed, key -> newHold(feed, instance)).map(NewHold::reason).orElse(null);
            boolean isHeldAddition = holdOfAll == null && change.qualified() && (before != null || additionsWait && isActivated(feed, instance));
            Reason hold = isHeldAddition ? Reason.BUDGET_USED : holdOfAll;
            if (isHeldAddition && before == null) {
                additionsHeld.computeIfAbsent(feed, key -> NewHold.of(feed, Reason.BUDGET_USED, budget.of(instance).summary()));
            }
            if (isUnread) {
                FeedRecords known = feeds.computeIfAbsent(feed, key -> new FeedRecords());
                if (isHeldAddition) {
                    known.addAddition(record.position().offset(), change, isNew);
                } else {
                    known.add(record.position().offset(), change, isNew);
                }
            }
            List<Move> people = change.people().stream().map(person -> new Move(change, person, isNew, false)).toList();
            List<Move> nobody = people.isEmpty() ? List.of(new Move(change, null, isNew, false)) : List.of();
            if (hold == null) {
                moves.addAll(people);
                orphans.addAll(nobody);
            } else {
                Stream.concat(people.stream(), nobody.stream()).forEach(move -> {
                    move.held(hold);
                    heldMoves.add(move);
                });
            }
        }
        Map<Move.Key, Wanted> known = known(moves, orphans);
        moves.addAll(derived(moves, orphans, known));
        supersede(moves);
        Map<ProfileKey, WishOrder> newestKnown = newestKnown(known);
        Map<ActivatedAudience, Terms> inForce = terms.inForce();
        moves.forEach(move -> judge(move, known.get(move.key()), newestKnown.get(ProfileKey.of(move.key())), inForce, instance));
        skipWhatIsSettled(moves, known);
        Map<String, FlushedPerson> people = people(moves);
        leads.load(people.values());
        moves.addAll(orphans);
        moves.addAll(heldMoves);
        exchange.setProperty(Flush.PROPERTY, new Flush(instance, batch, moves, people, sourceMarks, feeds, held,
                Stream.concat(newlyHeld.values().stream().flatMap(Optional::stream), additionsHeld.values().stream()).toList()));
    }

    /** The feeds of a destination that is down wait for it, since another one of the instance is up. */
    private Optional<NewHold> newHold(Feed feed, String instance) {
        if (!isActivated(feed, instance)) {
            return Optional.empty();
        }
        Activation activation = definitions.activation(feed.dataflow(), feed.audience());
        DestinationState state = states.of(activation.destination().id());
        if (state.status() != Status.DOWN) {
            return Optional.empty();
        }
        return Optional.of(NewHold.of(feed, Reason.DESTINATION_DOWN, "Destination %s is down: %s".formatted(activation.destination().id(),
                state.problems().stream()
                        .map(problem -> problem.property() + " " + problem.problem() + ". " + problem.remedy())
                        .collect(Collectors.joining("; ")))));
    }

    private boolean isActivated(Feed feed, String instance) {
        Activation activation = definitions.activation(feed.dataflow(), feed.audience());
        return activation != null && activation.destination().instance().equals(instance);
    }

    /** Whether somebody is still to be resolved or to be put on a list. */
    boolean isOpen(@ExchangeProperty(Flush.PROPERTY) Flush flush) {
        return flush.isOpen();
    }

    private Map<Move.Key, Wanted> known(List<Move> moves, List<Move> orphans) {
        Map<Audience, Set<String>> profiles = new LinkedHashMap<>();
        for (Move move : moves) {
            profiles.computeIfAbsent(audience(move), key -> new LinkedHashSet<>()).add(move.key().profile());
        }
        for (Move orphan : orphans) {
            profiles.computeIfAbsent(audience(orphan), key -> new LinkedHashSet<>()).add(orphan.change().profile());
        }
        Map<Move.Key, Wanted> known = new HashMap<>();
        profiles.forEach((audience, ids) -> wanted.ofProfiles(audience.dataflow(), audience.audience(), ids)
                .forEach(row -> known.put(row.key(), row)));
        return known;
    }

    private static Audience audience(Move move) {
        return new Audience(move.change().dataflow(), move.change().audience());
    }

    /**
     * The people of a profile that its newest event no longer has: they exit with it. An exit of a
     * profile whose identities are all gone becomes theirs.
     */
    private static List<Move> derived(List<Move> moves, List<Move> orphans, Map<Move.Key, Wanted> known) {
        Map<ProfileKey, Move> newest = new LinkedHashMap<>();
        Map<ProfileKey, Map<String, Person>> seen = new LinkedHashMap<>();
        Map<Move.Key, Move> latest = new HashMap<>();
        for (Move move : moves) {
            ProfileKey profile = ProfileKey.of(move.key());
            newest.merge(profile, move, Flushes::newer);
            latest.merge(move.key(), move, Flushes::newer);
            seen.computeIfAbsent(profile, key -> new LinkedHashMap<>()).put(move.person().id(), move.person());
        }
        for (Move orphan : orphans) {
            newest.merge(ProfileKey.of(orphan.key()), orphan, Flushes::newer);
        }
        for (Wanted row : known.values()) {
            if (row.qualified() && !row.key().person().isEmpty()) {
                seen.computeIfAbsent(ProfileKey.of(row.key()), key -> new LinkedHashMap<>())
                        .putIfAbsent(row.key().person(), new Person(row.key().person(), List.of()));
            }
        }
        List<Move> derived = new ArrayList<>();
        newest.forEach((profile, move) -> {
            Set<String> present = new HashSet<>();
            move.change().people().forEach(person -> present.add(person.id()));
            boolean standsIn = move.person() == null;
            for (Person person : seen.getOrDefault(profile, Map.of()).values()) {
                Move.Key key = new Move.Key(profile.dataflow(), profile.audience(), profile.profile(), person.id());
                Wanted row = known.get(key);
                boolean older = row == null || row.order().compareTo(move.order()) < 0;
                if (!present.contains(person.id()) && older && wasWanted(latest.get(key), row)) {
                    derived.add(new Move(move.change().exitOf(person), person, move.isNew(), !standsIn));
                    if (standsIn) {
                        orphans.remove(move); // counted as the first of those it stands for
                        standsIn = false;
                    }
                }
            }
        });
        orphans.forEach(orphan -> orphan.excluded(isOld(orphan, known) ? Reason.STALE : Reason.MISSING_IDENTITY));
        return derived;
    }

    /** @param move the latest of the flush, or null @param row what was known before it, or null; one of the two is there */
    private static boolean wasWanted(Move move, Wanted row) {
        boolean moveIsNewer = move != null && (row == null || move.order().compareTo(row.order()) > 0);
        return moveIsNewer ? move.qualified() : row.qualified();
    }

    private static boolean isOld(Move orphan, Map<Move.Key, Wanted> known) {
        Wanted row = known.get(orphan.key());
        return row != null && orphan.order().compareTo(row.order()) < 0;
    }

    /** Of one change read twice the first: it is the one that counts. */
    private static Move newer(Move a, Move b) {
        return b.order().compareTo(a.order()) > 0 ? b : a;
    }

    /** Of all wishes for one person and audience the newest goes on. */
    private static void supersede(List<Move> moves) {
        Map<Move.Key, Move> newest = new HashMap<>();
        for (Move move : moves) {
            Move other = newest.put(move.key(), move);
            if (other != null) {
                Move winner = newer(other, move);
                (winner == move ? other : move).excluded(Reason.SUPERSEDED);
                newest.put(move.key(), winner);
            }
        }
    }

    private static Map<ProfileKey, WishOrder> newestKnown(Map<Move.Key, Wanted> known) {
        Map<ProfileKey, WishOrder> newest = new HashMap<>();
        known.values().forEach(row -> newest.merge(ProfileKey.of(row.key()), row.order(), (a, b) -> b.compareTo(a) > 0 ? b : a));
        return newest;
    }

    /**
     * @param known what was wanted of this person so far, or null
     * @param profile order of the newest event seen of its profile, or null
     */
    private void judge(Move move, Wanted known, WishOrder profile, Map<ActivatedAudience, Terms> inForce, String instance) {
        if (!move.isOpen()) {
            return;
        }
        Activation activation = definitions.activation(move.change().dataflow(), move.change().audience());
        if (activation == null) {
            move.failed(Outcome.Failed.of(Reason.DEFINITION_GONE, Reason.DEFINITION_GONE.meaning()));
        } else if (!isServedBy(instance, activation.destination(), move.change())) {
            move.failed(Outcome.Failed.of(Reason.DEFINITION_GONE, "The dataflow now goes to destination " + activation.destination().id()));
        } else if (move.qualified() && inForce.get(ActivatedAudience.of(activation)) == Terms.ENDED) {
            move.excluded(Reason.OUT_OF_SCHEDULE); // queued before the end, and the settling that clears the list may be past it
        } else if (!move.qualified() && !activation.destination().syncType().lists()) {
            move.excluded(Reason.NO_LIST);
        } else if (known != null && move.order().compareTo(known.order()) < 0) {
            if (move.qualified() && known.qualified() && activation.destination().syncType().profiles()) {
                move.onlyAttributes();
            } else {
                move.excluded(Reason.STALE);
            }
        } else if (move.qualified() && profile != null && move.order().compareTo(profile) < 0) {
            // A newer event of the profile came first, and this person was no part of it any more.
            move.excluded(Reason.STALE);
        }
    }

    /** What only changed terms settle anew was delivered when its event came, unless the terms kept it out: no call is made for it. */
    private void skipWhatIsSettled(List<Move> moves, Map<Move.Key, Wanted> known) {
        List<Move> settled = moves.stream().filter(move -> move.isOpen() && move.change().settling() > 0).toList();
        Map<Long, String> reasons = settlings.reasons(settled.stream().map(move -> move.change().settling()).collect(Collectors.toSet()));
        for (Move move : settled) {
            Wanted before = known.get(move.key());
            boolean same = before != null && before.qualified() == move.qualified() && before.order().isOfSameEvent(move.order());
            if (same && !move.isReplayed() && !isRepeated(move, reasons.getOrDefault(move.change().settling(), Settlings.REQUESTED))) {
                move.excluded(Reason.UNCHANGED);
            }
        }
    }

    private static boolean isRepeated(Move move, String reason) {
        return reason.equals(Settlings.REQUESTED) || reason.equals(Settlings.LIST_RECREATED) && move.qualified();
    }

    private static boolean isServedBy(String instance, Destination destination, MembershipChange change) {
        return destination.id().equals(change.destination()) && destination.instance().equals(instance);
    }

    private Map<String, FlushedPerson> people(List<Move> moves) {
        Map<String, FlushedPerson> people = new LinkedHashMap<>();
        for (Move move : moves) {
            if (move.isOpen()) {
                people.computeIfAbsent(personKey(move), key -> new FlushedPerson(
                        definitions.destination(move.change().destination()), move.person().id())).add(move);
            }
        }
        // Attributes have an order of their own: a superseded change may carry the newest.
        moves.stream()
                .filter(move -> move.qualified() && people.containsKey(personKey(move)))
                .sorted(Comparator.comparing(move -> move.change().recordedAt()))
                .forEach(move -> attributes(people.get(personKey(move)), move));
        for (Move move : moves) {
            FlushedPerson person = people.get(personKey(move));
            List<MatchKey> keys = move.person().keys();
            if (person != null && (person.keys.isEmpty() || move.isOpen() && !keys.isEmpty())) {
                person.keys = keys;
            }
        }
        return people;
    }

    private static void attributes(FlushedPerson person, Move move) {
        Map<String, JsonNode> fields = move.change().fields();
        person.fields.putAll(fields);
        person.attributesAt = move.change().recordedAt();
    }

    private static String personKey(Move move) {
        return move.change().destination() + " " + move.person().id();
    }
}
