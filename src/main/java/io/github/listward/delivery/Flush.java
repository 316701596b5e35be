package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.batch.Batch;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.DeliveredTable.ListLead;
import io.github.listward.delivery.FlushedPerson.Stage;
import io.github.listward.delivery.WantedTable.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** What is delivered of one poll of an instance's change topic. */
final class Flush {

    static final String PROPERTY = "flush";

    /** More rounds than any person can need: per key, once for several matches, once for a lost lead, twice for no answer, and to halve 300. */
    private static final int MOST_ROUNDS = 40;

    private final String instance;
    private final Batch batch;
    private final List<Move> moves;
    private final Map<String, FlushedPerson> people;
    private final SourceMarks sourceMarks;
    private final Map<Feed, FeedRecords> records;
    private final Map<Feed, Hold> holds;
    private final Map<Feed, NewHold> newHolds = new LinkedHashMap<>();
    private final List<NewHold> newHoldsOfAdditions = new ArrayList<>();
    private final Set<Feed> withoutList = new HashSet<>();
    private final Set<Feed> recreated = new HashSet<>();
    private final Set<Feed> listsToEnsure = new HashSet<>();
    private final Map<Move.Key, Move> newest = new HashMap<>();
    private final Set<Long> createdLists = new HashSet<>();
    private final Map<ListLead, Tries> tries = new HashMap<>();
    private final Set<String> groups = new HashSet<>();
    private final Set<String> acceptedOperations = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> refusedAlone = new ConcurrentHashMap<>();
    private final Map<ListLead, Boolean> confirmed = new LinkedHashMap<>();
    private List<LeadTask> asked = List.of();
    private Map<ListLead, ListMove> listMoves = Map.of();
    private int round;

    /**
     * @param records where each feed's changes stand
     * @param holds the holds that were there before
     * @param newHolds those that begin with this flush; their moves have ended as held
     */
    Flush(
            String instance,
            Batch batch,
            List<Move> moves,
            Map<String, FlushedPerson> people,
            SourceMarks sourceMarks,
            Map<Feed, FeedRecords> records,
            Map<Feed, Hold> holds,
            Collection<NewHold> newHolds) {
        this.instance = instance;
        this.batch = batch;
        this.moves = moves;
        this.people = people;
        this.sourceMarks = sourceMarks;
        this.records = records;
        this.holds = holds;
        newHolds.stream().filter(NewHold::isOfAdditionsOnly).forEach(newHoldsOfAdditions::add);
        newHolds.stream().filter(hold -> !hold.isOfAdditionsOnly()).forEach(hold -> this.newHolds.put(hold.feed(), hold));
        for (Move move : moves) {
            if (!move.isHeld()) {
                newest.merge(move.key(), move, (a, b) -> b.order().compareTo(a.order()) > 0 ? b : a);
            }
        }
    }

    /** Of no changes: what is asked is for somebody to know, and nothing comes of it. */
    static Flush ofQuestions(String instance, Batch batch) {
        return new Flush(instance, batch, List.of(), Map.of(), null, Map.of(), Map.of(), List.of());
    }

    static Flush of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Flush.class);
    }

    String instance() {
        return instance;
    }

    Batch batch() {
        return batch;
    }

    /** In the order of the change topic. */
    List<Move> moves() {
        return moves;
    }

    Collection<FlushedPerson> people() {
        return people.values();
    }

    SourceMarks sourceMarks() {
        return sourceMarks;
    }

    void asked(List<LeadTask> tasks) {
        asked = tasks;
    }

    /** What was asked about leads in this round. */
    List<LeadTask> asked() {
        return asked;
    }

    /** The newest wish of this flush per person and audience, whatever became of it. */
    Collection<Move> newest() {
        return newest.values();
    }

    /** Whether the flush brought a newer wish than this one, and against it. */
    boolean overrules(Wanted wish) {
        Move move = newest.get(wish.key());
        return move != null && !move.qualified() && move.order().compareTo(wish.order()) > 0;
    }

    boolean isResolving() {
        return people.values().stream().anyMatch(person -> person.stage == Stage.RESOLVE);
    }

    List<FlushedPerson> atLists() {
        return people.values().stream().filter(person -> person.stage == Stage.LISTS).toList();
    }

    void listMoves(Map<ListLead, ListMove> moves) {
        listMoves = moves;
    }

    /** Every lead of every list in this round, sent or not. */
    Collection<ListMove> listMoves() {
        return listMoves.values();
    }

    /** Notes what is sent: a list and an action each. */
    void sends(Collection<String> groupsOfMoves) {
        groups.addAll(groupsOfMoves);
    }

    /** On how many lists people were put, and off how many taken. */
    int groups() {
        return groups.size();
    }

    /** Of a lead in a list, whatever became of it in earlier rounds. */
    Tries tries(ListLead place) {
        return tries.computeIfAbsent(place, key -> new Tries());
    }

    /** Notes that Marketo has taken a call. */
    void accepted(String operation) {
        acceptedOperations.add(operation);
    }

    /** @return how many records were refused as this one, each in a call of its own, while no call of the operation was taken */
    int refusedAlone(String operation, String code) {
        return acceptedOperations.contains(operation) ? 0 : refusedAlone.merge(operation + " " + code, 1, Integer::sum);
    }

    /** Notes what Marketo has confirmed of a list. */
    void confirmed(ListMove move, boolean member) {
        confirmed.put(move.place(), member);
    }

    Map<ListLead, Boolean> confirmed() {
        return confirmed;
    }

    /** What Marketo has confirmed of this list is worth nothing any more. */
    void forgetList(long list) {
        confirmed.keySet().removeIf(place -> place.list() == list);
    }

    /** Notes a list that is empty, since Marketo has just created it. */
    void createdList(long list) {
        createdLists.add(list);
    }

    boolean hasCreatedList(long list) {
        return createdLists.contains(list);
    }

    /**
     * Holds a feed from this flush on, all of what the flush has of it: what was delivered of it already is delivered again when the
     * hold is released, which changes nothing. One that is held already stays so for its first reason, unless that is an import, which
     * needs the list.
     */
    void hold(NewHold hold) {
        boolean isHeld = holds.containsKey(hold.feed()) && !holds.get(hold.feed()).additionsOnly();
        NewHold before = newHolds.get(hold.feed());
        if (isHeld || before != null && before.reason() != Reason.IMPORTING) {
            return;
        }
        newHolds.put(hold.feed(), hold);
        moves.stream().filter(move -> move.feed().equals(hold.feed())).forEach(move -> move.held(hold.reason()));
        if (hold.reason() == Reason.IMPORTING) {
            listsToEnsure.add(hold.feed());
        }
    }

    /** The feeds to be imported, whose lists have to be there first: once. */
    Set<Feed> takeListsToEnsure() {
        Set<Feed> taken = Set.copyOf(listsToEnsure);
        listsToEnsure.clear();
        return taken;
    }

    Map<Feed, Hold> holds() {
        return holds;
    }

    Collection<NewHold> newHolds() {
        return newHolds.values();
    }

    List<NewHold> newHoldsOfAdditions() {
        return newHoldsOfAdditions;
    }

    FeedRecords records(Feed feed) {
        return records.getOrDefault(feed, new FeedRecords());
    }

    /** The offset after the last one of the poll. */
    long endOffset() {
        return batch.records().get(batch.records().size() - 1).position().offset() + 1;
    }

    /** Marketo has no list for those who only leave: none is created for them. */
    void hasNoList(Feed feed) {
        withoutList.add(feed);
    }

    boolean isWithoutList(Feed feed) {
        return withoutList.contains(feed);
    }

    /** Once per flush: a list that vanishes a second time is somebody's to look after. */
    boolean mayRecreateList(Feed feed) {
        return recreated.add(feed);
    }

    /** Whether somebody is still to be resolved or to be put on a list, or a list is to be there. */
    boolean isOpen() {
        boolean open = !listsToEnsure.isEmpty() || people.values().stream().anyMatch(person -> person.stage != Stage.DONE);
        if (open && ++round > MOST_ROUNDS) {
            throw new IllegalStateException("A flush of " + moves.size() + " moves did not end in " + MOST_ROUNDS + " rounds");
        }
        return open;
    }

    @Override
    public String toString() {
        return "Flush[" + instance + ", " + moves.size() + " moves]";
    }
}
