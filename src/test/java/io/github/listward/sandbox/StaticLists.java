package io.github.listward.sandbox;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The static lists and who is in them. */
final class StaticLists {

    private static final long FIRST_ID = 1001;

    private final Clock clock;
    private final Map<Long, StaticList> byId = new TreeMap<>();
    /** What is left of deleted lists: a test may still ask what happened on them. */
    private final Map<Long, StaticList> deleted = new HashMap<>();
    private long nextId = FIRST_ID;

    StaticLists(Clock clock) {
        this.clock = clock;
    }

    StaticList create(String name, String description, Folder folder) {
        StaticList list = new StaticList(nextId++, name, description, folder, clock.instant());
        byId.put(list.id, list);
        return list;
    }

    void rename(StaticList list, String name, String description) {
        list.name = name == null ? list.name : name;
        list.description = description == null ? list.description : description;
        list.updatedAt = clock.instant();
    }

    void delete(long id) {
        deleted.put(id, byId.remove(id));
    }

    void clear() {
        byId.clear();
        deleted.clear();
        nextId = FIRST_ID;
    }

    /** @throws Refusal 1013. Source: Marketo "Error Codes", 1013 (object not found). */
    StaticList get(long id) {
        StaticList list = byId.get(id);
        if (list == null) {
            throw new Refusal("1013", "List with id '" + id + "' not found");
        }
        return list;
    }

    Collection<StaticList> all() {
        return byId.values();
    }

    /** Whether or not its case fits: that Marketo tells names apart by case is not documented, so nobody may rely on it. */
    List<StaticList> named(String name) {
        return byId.values().stream().filter(list -> list.name.equalsIgnoreCase(name)).toList();
    }

    /** Adding a member again changes nothing and is answered alike (recorded). */
    void add(StaticList list, long lead) {
        list.members.add(lead);
        list.moved(lead, new Move(clock.instant(), "added"));
    }

    /** @throws Refusal 1015 if it is not a member. Source: Marketo "Error Codes", 1015. */
    void remove(StaticList list, long lead) {
        if (!list.members.remove(lead)) {
            throw new Refusal("1015", "Lead not in list");
        }
        list.moved(lead, new Move(clock.instant(), "removed"));
    }

    void leadDeleted(long lead) {
        for (StaticList list : byId.values()) {
            if (list.members.remove(lead)) {
                list.moved(lead, new Move(clock.instant(), "deleted"));
            }
        }
    }

    /** The winner takes over the memberships of the loser. Source: Marketo "Leads", Merge. */
    void leadMerged(long winner, long loser) {
        for (StaticList list : byId.values()) {
            if (list.members.remove(loser)) {
                list.moved(loser, new Move(clock.instant(), "deleted"));
                list.members.add(winner);
                list.moved(winner, new Move(clock.instant(), "merged"));
            }
        }
    }

    List<Move> history(long list, long lead) {
        StaticList found = byId.getOrDefault(list, deleted.get(list));
        return found == null ? List.of() : found.history(lead);
    }
}
