package io.github.listward.sandbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A static list, its members and what happened to them. */
final class StaticList {

    private static final int RECENT = 3;

    final long id;
    final Folder folder;
    final Instant createdAt;
    final NavigableSet<Long> members = new TreeSet<>();
    private final Map<Long, List<Move>> history = new HashMap<>();
    private final Deque<Recent> recent = new ArrayDeque<>();
    String name;
    String description;
    Instant updatedAt;

    /** A late move of one of its leads. */
    record Recent(long lead, Move move) {}

    StaticList(long id, String name, String description, Folder folder, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.description = description;
        this.folder = folder;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    String workspace() {
        return folder.workspace();
    }

    void moved(long lead, Move move) {
        history.computeIfAbsent(lead, none -> new ArrayList<>()).add(move);
        recent.addFirst(new Recent(lead, move));
        if (recent.size() > RECENT) {
            recent.removeLast();
        }
    }

    /** The latest moves, newest first. */
    List<Recent> recent() {
        return List.copyOf(recent);
    }

    List<Move> history(long lead) {
        return List.copyOf(history.getOrDefault(lead, List.of()));
    }
}
