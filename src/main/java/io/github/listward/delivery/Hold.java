package io.github.listward.delivery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Reason;
import io.github.listward.delivery.AudienceLists.Feed;
import java.time.Instant;

/**
 * The changes of one audience of a dataflow that wait for their list or their destination while others are delivered.
 *
 * @param message what is wrong and what would be right, free of personal data
 * @param listId the list that cannot be served, or null where its number is not known
 * @param listName its name, or null where the definition gives its number
 * @param listLost whether the list had members before
 * @param fromOffset of the change topic; {@code toOffset} is the first one after it, {@code nextOffset} how far it has been queued again
 * @param changes counted as held; {@code released} of them have been queued again
 * @param additionsOnly whether the feed's exits are delivered meanwhile: none of them is in the hold
 */
public record Hold(
        long number,
        String instance,
        String dataflow,
        String audience,
        Reason reason,
        String message,
        Long listId,
        String listName,
        @JsonIgnore boolean listLost,
        Instant since,
        long fromOffset,
        long toOffset,
        long nextOffset,
        long changes,
        long released,
        boolean additionsOnly,
        State state) {

    /** Incomplete: a part of it has fallen out of Kafka's retention, and the rest waits until somebody has taken notice. */
    public enum State { HELD, RELEASING, INCOMPLETE }

    boolean has(MembershipChange change) {
        return change.dataflow().equals(dataflow) && change.audience().equals(audience) && (change.qualified() || !additionsOnly);
    }

    Feed feed() {
        return new Feed(dataflow, audience);
    }
}
