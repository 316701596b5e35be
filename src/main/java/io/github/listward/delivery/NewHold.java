package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.AudienceLists.Feed;

/**
 * A hold that begins with a flush.
 *
 * @param listId the list that cannot be served, or null where its number is not known
 * @param listName its name, or null where the definition gives its number
 * @param listLost whether the list had members before
 */
record NewHold(Feed feed, Reason reason, String message, Long listId, String listName, boolean listLost) {

    /** What is wrong is not one list. */
    static NewHold of(Feed feed, Reason reason, String message) {
        return new NewHold(feed, reason, message, null, null, false);
    }

    boolean isOfAdditionsOnly() {
        return reason == Reason.BUDGET_USED;
    }
}
