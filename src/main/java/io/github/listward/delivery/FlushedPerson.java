package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Reason;
import io.github.listward.delivery.LeadTable.KnownLead;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person of one destination within a flush: all of its moves, and how far its lead is known.
 * Changed by one thread at a time: the flush's own, or that of the one call it is part of.
 */
final class FlushedPerson {

    /** Where it stands in the flush. */
    enum Stage { RESOLVE, LISTS, DONE }

    private final Destination destination;
    private final String id;
    private final List<Move> moves = new ArrayList<>();

    List<MatchKey> keys = List.of();
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    /** Source record time of {@link #fields}; null: there are none. */
    Instant attributesAt;
    /** What the database has of its leads. */
    Set<KnownLead> stored = Set.of();
    /** What Marketo has of the attributes, as far as known: hash and source record time. */
    String sentHash;
    Instant sentAt;

    Stage stage = Stage.RESOLVE;
    List<Long> leads = List.of();
    /** A bulk import has put it into Marketo, which has not said its lead's id yet. */
    boolean imported;
    /** The key to ask Marketo by next. */
    int key;
    /** To be looked up, not upserted: upserting found several leads, was refused, or is not wanted. */
    boolean search;
    /** Whether the attributes are to be sent: they are no older than those last sent, and differ. */
    boolean attributesDue;
    /** Whether they are no older than those last sent. */
    boolean attributesCurrent;
    boolean mayBeCreated;
    boolean synced;
    /** Marketo's id of the request that did so, or null. */
    String syncedBy;
    boolean created;
    /** Its leads were learnt in this flush; otherwise they are remembered, and may be gone. */
    boolean fresh;
    /** Whether a verdict on the last thing asked has come. */
    boolean answered;
    /** Its leads are every one it can be: enough to take it off a list, too many to remember. */
    boolean ambiguous;
    /** Every lead it can be, where several match: what it leaves lists with, since which of them was once added is not known. */
    List<Long> leaving = List.of();
    /** Why nobody was found, where it is not that there is nobody. */
    Failed unfound;
    /** Why the attributes could not be delivered; the membership can be all the same. */
    Failed refusal;
    /** To be asked again what was asked last, whatever was answered of its other leads. */
    boolean postponed;
    /** How often it was asked by a key (null), or by a lead's id. */
    private final Map<Long, Tries> tries = new HashMap<>();

    FlushedPerson(Destination destination, String id) {
        this.destination = destination;
        this.id = id;
    }

    Destination destination() {
        return destination;
    }

    String id() {
        return id;
    }

    void add(Move move) {
        moves.add(move);
    }

    Stream<Move> openMoves() {
        return moves.stream().filter(Move::isOpen);
    }

    boolean isWanted() {
        return openMoves().anyMatch(Move::qualified);
    }

    synchronized Tries tries(Long lead) {
        return tries.computeIfAbsent(lead, key -> new Tries());
    }

    /** What is asked next is another question. */
    synchronized void startOver() {
        tries.clear();
    }

    /** What is known of its leads by now, as the database is to have it. */
    Set<KnownLead> known() {
        Instant at = sentAt == null ? null : sentAt.truncatedTo(ChronoUnit.MICROS);
        if (leads.isEmpty() && imported && !ambiguous) {
            return Set.of(KnownLead.imported(id, sentHash, at));
        }
        return ambiguous ? Set.of() : leads.stream().map(lead -> new KnownLead(id, lead, sentHash, at)).collect(Collectors.toSet());
    }

    /** The database knows no more what was last sent. */
    void attributesForgotten() {
        stored = stored.stream().map(KnownLead::withoutAttributes).collect(Collectors.toSet());
    }

    /** Forgets leads that are gone, to ask Marketo once more. */
    void forgetLeads() {
        leads = List.of();
        key = 0;
        sentHash = null;
        attributesDue = attributesCurrent;
        synced = false;
        ambiguous = false;
        leaving = List.of();
        unfound = null;
        startOver();
        stage = Stage.RESOLVE;
        if (destination.deletedLeads() == Destination.DeletedLeads.EXCLUDE) {
            search = true;
            mayBeCreated = false;
        }
    }

    void excludeAll(Reason reason) {
        openMoves().toList().forEach(move -> move.excluded(reason));
        stage = Stage.DONE;
    }

    void failAll(Failed failure) {
        openMoves().toList().forEach(move -> move.failed(failure));
        stage = Stage.DONE;
    }

    @Override
    public String toString() {
        return "FlushedPerson[" + destination.id() + " " + id + "]";
    }
}
