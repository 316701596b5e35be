package io.github.listward.sandbox;

import java.time.Instant;

/**
 * A folder.
 *
 * @param folderType {@code List} for one that static lists live in
 * @param system made by Marketo
 * @param parent null for the top
 */
record Folder(long id, String name, String description, String folderType, boolean system, Folder parent, String workspace, Instant createdAt) {

    String path() {
        return (parent == null ? "" : parent.path()) + "/" + name;
    }

    boolean holdsLists() {
        return folderType.equals("List");
    }
}
