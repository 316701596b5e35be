package io.github.listward.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Partitions, which hold leads, and workspaces, which hold lists and see partitions.
 * Source: Marketo product documentation, "Understanding Workspaces and Person Partitions".
 */
final class Partitions {

    static final String DEFAULT = "Default";

    private final List<String> names = new ArrayList<>(List.of(DEFAULT));
    private final Map<String, Set<String>> seenBy = new LinkedHashMap<>();

    Partitions(Map<String, List<String>> workspaces) {
        seenBy.put(DEFAULT, Set.of(DEFAULT));
        workspaces.forEach((workspace, partitions) -> {
            partitions.stream().filter(name -> !names.contains(name)).forEach(names::add);
            seenBy.put(workspace, Set.copyOf(partitions));
        });
    }

    /** In the order of their ids, which start at 1. */
    List<String> names() {
        return Collections.unmodifiableList(names);
    }

    Set<String> workspaces() {
        return Collections.unmodifiableSet(seenBy.keySet());
    }

    /** Or 0 if there is none of that name. */
    int id(String name) {
        return names.indexOf(name) + 1;
    }

    String name(int id) {
        return names.get(id - 1);
    }

    boolean sees(String workspace, int partition) {
        return seenBy.getOrDefault(workspace, Set.of()).contains(name(partition));
    }
}
