package io.github.listward.destination;

import java.time.Instant;

/**
 * An audience as activated in a dataflow, and the one static list it feeds.
 *
 * @param id AEP audience id or external audience id
 * @param name names the list; null means: as the events name it, else the id
 * @param start first moment it is activated, or null
 * @param end first moment it no longer is, or null
 * @param listId an existing list's id, or null; beats every name
 * @param listName an existing or wanted list's name when it differs from {@code name}, or null
 * @param folder path of the folder the list is created in, e.g. {@code /Lead Database/Default/Group Lists}
 */
public record Audience(
        String id,
        String name,
        boolean enabled,
        Instant start,
        Instant end,
        WhenEnded whenEnded,
        Long listId,
        String listName,
        String folder) {

    /** Whether the list's members stay when the audience's end has passed. */
    public enum WhenEnded { KEEP, CLEAR }
}
