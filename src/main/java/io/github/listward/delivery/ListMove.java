package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.DeliveredTable.ListLead;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.RowVerdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wanted of one lead in one list, whoever wants it, as part of a call of up to 300. */
final class ListMove implements GroupMember {

    /**
     * What became of it. {@code MEMBER}: Marketo was asked, and it is one already; {@code GONE}: Marketo has no such lead;
     * {@code LIST_GONE}: no such list; {@code POSTPONED}: to be sent in the next round.
     */
    enum Result { CHANGED, MEMBER, CONFIRMED, NOT_IN_LIST, STILL_WANTED, GONE, LIST_GONE, FAILED, POSTPONED }

    private final String instance;
    private final ListLead place;
    private final Tries tries;
    private final Map<Move, FlushedPerson> wishes = new LinkedHashMap<>();

    private boolean addition;
    private Result result;
    private Failed failure;
    private String requestId;

    ListMove(String instance, ListLead place, Tries tries) {
        this.instance = instance;
        this.place = place;
        this.tries = tries;
    }

    /** Somebody asks whether the lead is in the list; nothing is wanted of it. */
    static ListMove asked(String instance, ListLead place) {
        return new ListMove(instance, place, new Tries("asked "));
    }

    /** What was confirmed is sent once more, on nobody's behalf. */
    static ListMove repeated(String instance, ListLead place, boolean member) {
        ListMove move = new ListMove(instance, place, new Tries("repeated "));
        move.addition = member;
        return move;
    }

    void add(Move move, FlushedPerson person) {
        wishes.put(move, person);
        addition |= move.qualified();
    }

    String instance() {
        return instance;
    }

    ListLead place() {
        return place;
    }

    Map<Move, FlushedPerson> wishes() {
        return wishes;
    }

    boolean isAddition() {
        return addition;
    }

    /** No event asks for it, but a settling: what Marketo has already is not to be added again, since that sets off campaigns. */
    boolean isSettled() {
        return wishes.keySet().stream().allMatch(move -> move.change().settling() > 0);
    }

    /** What may share a call: one list, one action. */
    String group() {
        return instance + " " + place.list() + " " + tries.lane();
    }

    Result result() {
        return result;
    }

    Failed failure() {
        return failure;
    }

    void ended(Result result) {
        this.result = result;
    }

    /** Marketo's id of the request that was answered last, or null. */
    String requestId() {
        return requestId;
    }

    void answeredBy(String requestId) {
        this.requestId = requestId;
    }

    void failed(Failed failure) {
        this.failure = failure;
        this.result = Result.FAILED;
    }

    @Override
    public void refused(Failed failure) {
        failed(failure);
        if (failure.reason() == Reason.LIST_MISSING) {
            result = Result.LIST_GONE;
        }
    }

    /** The audience of a dataflow that feeds the list: there is one only. */
    Feed feed() {
        return wishes.keySet().iterator().next().feed();
    }

    @Override
    public void skipped(RowVerdict row, String requestId) {
        switch (row.code()) {
            case "1004" -> ended(Result.GONE);
            case "1013" -> refused(Failed.of(Reason.LIST_MISSING, row.code(), requestId, "Marketo does not know the list: " + row.message()));
            default -> {
                if (row.code().equals("1015") && !addition) {
                    ended(Result.NOT_IN_LIST);
                } else {
                    failed(Failed.of(Reason.REFUSED, row.code(), requestId, "Marketo refused the lead in this list: " + row.message()));
                }
            }
        }
    }

    /** It is to be sent in the next round, whatever came of it in this one. */
    @Override
    public void postpone() {
        failure = null;
        result = Result.POSTPONED;
    }

    @Override
    public Destination destination() {
        return wishes.values().stream().findFirst().map(FlushedPerson::destination).orElse(null);
    }

    @Override
    public Tries tries() {
        return tries;
    }

    /** The route it was given to ended without a verdict. */
    void failIfUnanswered() {
        if (result == null) {
            failed(Failed.of(Reason.NOT_DELIVERED, Reason.NOT_DELIVERED.meaning()));
        }
    }

    @Override
    public String toString() {
        return (addition ? "add " : "remove ") + place;
    }
}
