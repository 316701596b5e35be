package io.github.listward.sandbox;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The folder tree. Every workspace has a system folder {@code /Lead Database/<workspace>/Group Lists}, in which its lists live,
 * so a folder is not known by its name; the Default one even holds a user's folder of the same name (recorded).
 */
final class Folders {

    static final String GROUP_LISTS = "Group Lists";
    /** The id a recorded instance had for it. */
    private static final long DEFAULT_GROUP_LISTS = 12;

    private final Clock clock;
    private final Map<Long, Folder> byId = new TreeMap<>();
    private long nextId = 5;

    Folders(Clock clock, Set<String> workspaces) {
        this.clock = clock;
        Folder activities = add(1, "Marketing Activities", "Marketing Folder", true, null, Partitions.DEFAULT);
        Folder database = add(2, "Lead Database", "Zone", true, null, Partitions.DEFAULT);
        for (String workspace : workspaces) {
            boolean isDefault = workspace.equals(Partitions.DEFAULT);
            add(isDefault ? 3 : nextId(), workspace, "Marketing Folder", true, activities, workspace);
            Folder zone = add(isDefault ? 4 : nextId(), workspace, "Zone", true, database, workspace);
            Folder lists = add(isDefault ? DEFAULT_GROUP_LISTS : nextId(), GROUP_LISTS, "List", true, zone, workspace);
            if (isDefault) {
                add(nextId(), GROUP_LISTS, "List", false, lists, workspace);
            }
        }
    }

    Folder create(String name, String description, Folder parent) {
        Folder folder = new Folder(nextId(), name, description, parent.folderType(), false, parent, parent.workspace(), clock.instant());
        byId.put(folder.id(), folder);
        return folder;
    }

    /** Or null. */
    Folder get(long id) {
        return byId.get(id);
    }

    Collection<Folder> all() {
        return byId.values();
    }

    Folder groupLists(String workspace) {
        return byId.values().stream()
                .filter(folder -> folder.system() && folder.name().equals(GROUP_LISTS) && folder.workspace().equals(workspace))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no workspace " + workspace));
    }

    private long nextId() {
        while (byId.containsKey(nextId) || nextId == DEFAULT_GROUP_LISTS) {
            nextId++;
        }
        return nextId++;
    }

    private Folder add(long id, String name, String folderType, boolean system, Folder parent, String workspace) {
        Folder folder = new Folder(id, name, "", folderType, system, parent, workspace, clock.instant());
        byId.put(id, folder);
        return folder;
    }
}
