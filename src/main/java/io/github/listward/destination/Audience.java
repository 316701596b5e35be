package io.github.listward.destination;

import java.time.Instant;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An audience as activated in a dataflow, and the one static list it feeds.
 *
 * @param id AEP audience id or external audience id.
 * @param name names the list; null means: as the events name it, else the id.
 * @param enabled whether it is activated at all.
 * @param start first moment it is activated, or null. A date (its midnight, UTC), a date-time (UTC), or a date-time with offset.
 * @param end first moment it no longer is, or null; end: 2027-01-01 activates all of December.
 * @param whenEnded whether the members stay in the list after the end: keep or clear.
 * @param listId an existing list's id, or null; beats every name. Marketo: 1021 in the list's address ...#ST1021A1.
 * @param listName an existing or wanted list's name when it differs from the audience's, or null.
 * @param folder path of the folder a new list is created in; null means the workspace's Group Lists, e.g. /Lead Database/Default/Group Lists.
 * @param whenListMissing whether a list that is gone in Marketo is created again at once, with its members, or its changes are held until somebody has looked: recreate or hold. One given by list-id is never created.
 */
public record Audience(
        String id,
        String name,
        @DefaultValue("true") boolean enabled,
        Instant start,
        Instant end,
        @DefaultValue("keep") WhenEnded whenEnded,
        Long listId,
        String listName,
        String folder,
        @DefaultValue("recreate") WhenListMissing whenListMissing) {

    /** The name of its list as far as definitions say; null when the events are to name it. */
    public String definedListName() {
        return listName != null ? listName : name;
    }

    /** Whether its list is created again when it is gone; one given by its number cannot be. */
    public boolean recreatesList() {
        return listId == null && whenListMissing == WhenListMissing.RECREATE;
    }

    /** What becomes of its changes when the list is gone in Marketo. */
    public enum WhenListMissing { RECREATE, HOLD }

    /** Whether the list's members stay when the audience's end has passed. */
    public enum WhenEnded { KEEP, CLEAR }
}
