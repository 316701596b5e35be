package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.activation.Reason;
import io.github.listward.activation.Requeue;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.Outcome.Activated;
import io.github.listward.delivery.Outcome.Effect;
import io.github.listward.delivery.Outcome.Excluded;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.delivery.Outcome.Held;

/** One person's part of a membership change: what is counted, and ends exactly once. */
final class Move {

    /** Whose wish it is: moves of one key follow each other, and the newest wins. */
    record Key(String dataflow, String audience, String profile, String person) {}

    private final MembershipChange change;
    private final Person person;
    private final boolean isNew;
    private final boolean derived;
    private boolean attributesOnly;
    private Outcome outcome;

    /**
     * @param isNew whether it has not been counted by an earlier reading
     * @param derived whether it follows from what is known of the profile, not from the change's own people
     */
    Move(MembershipChange change, Person person, boolean isNew, boolean derived) {
        this.change = change;
        this.person = person;
        this.isNew = isNew;
        this.derived = derived;
    }

    MembershipChange change() {
        return change;
    }

    Person person() {
        return person;
    }

    /** Of an exit without identity: the profile's as a whole, with no person. */
    Key key() {
        String id = person == null ? "" : person.id();
        // Where events name no profile, each person stands for itself.
        String profile = change.profile().isEmpty() ? id : change.profile();
        return new Key(change.dataflow(), change.audience(), profile, id);
    }

    WishOrder order() {
        return WishOrder.of(change);
    }

    /** The audience of a dataflow it is for. */
    Feed feed() {
        return new Feed(change.dataflow(), change.audience());
    }

    boolean qualified() {
        return change.qualified();
    }

    boolean isNew() {
        return isNew;
    }

    boolean derived() {
        return derived;
    }

    /** Counted as held so far. */
    boolean isReleased() {
        return change.requeue() != null && change.requeue().kind() == Requeue.Kind.RELEASED;
    }

    /** It failed before, and somebody wants it sent again. */
    boolean isReplayed() {
        return change.requeue() != null && change.requeue().kind() == Requeue.Kind.REPLAYED;
    }

    /** 0 for the first time it is sent, n for the n-th time again. */
    int attempt() {
        return isReplayed() ? (int) change.requeue().number() : 0;
    }

    /** No event says so, but a settling. */
    boolean isSettled() {
        return change.requeue() != null && change.requeue().kind() == Requeue.Kind.SETTLED;
    }

    /** Its membership is old, but its attributes may be the newest: only they are delivered. */
    boolean attributesOnly() {
        return attributesOnly;
    }

    void onlyAttributes() {
        attributesOnly = true;
    }

    boolean isOpen() {
        return outcome == null;
    }

    Outcome outcome() {
        return outcome;
    }

    /** @param requestId Marketo's id of the request that did it, or null */
    void activated(Effect effect, String requestId) {
        end(new Activated(effect, requestId));
    }

    void excluded(Reason reason) {
        end(new Excluded(reason));
    }

    void failed(Failed failure) {
        end(failure);
    }

    /** Takes back whatever became of it so far: all of a feed's changes are held, or none. */
    void held(Reason reason) {
        outcome = new Held(reason);
    }

    boolean isHeld() {
        return outcome instanceof Held;
    }

    private void end(Outcome end) {
        if (outcome == null) {
            outcome = end;
        }
    }
}
