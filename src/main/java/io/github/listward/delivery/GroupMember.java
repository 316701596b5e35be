package io.github.listward.delivery;

import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.RowVerdict;
import java.util.List;

/** One member of a group that an aggregator gathers for one call. */
interface GroupMember {

    Tries tries();

    /** Whom the call is for; null if for nobody any more. */
    Destination destination();

    /** Marketo skipped its row, or refused a call that carried nothing else. */
    void skipped(RowVerdict row, String requestId);

    /** It has no future. */
    void refused(Failed failure);

    /** It is asked once more in the next round: nothing is known of it. */
    void postpone();

    /** Marketo refused the whole call without naming a record: the halves of the group go on separately. */
    static void halve(List<? extends GroupMember> members) {
        int half = members.size() / 2;
        for (int i = 0; i < members.size(); i++) {
            members.get(i).tries().goOnIn(i < half ? "a" : "b");
            members.get(i).postpone();
        }
    }
}
