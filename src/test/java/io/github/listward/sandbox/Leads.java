package io.github.listward.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The leads: field values by id, found by any field. Several may have the same e-mail address. */
final class Leads {

    private static final long FIRST_ID = 1_000_001;

    private final Clock clock;
    private final NavigableMap<Long, Map<String, Object>> byId = new TreeMap<>();
    /** Field to value to ids; a field's index is made when it is first searched. */
    private final Map<String, Map<String, SortedSet<Long>>> indexes = new HashMap<>();
    private long nextId = FIRST_ID;

    Leads(Clock clock) {
        this.clock = clock;
    }

    long create(Map<String, Object> values, int partition) {
        long id = nextId++;
        Map<String, Object> lead = new LinkedHashMap<>();
        byId.put(id, lead);
        set(id, "id", id);
        set(id, "leadPartitionId", partition);
        set(id, "createdAt", FieldType.written(clock.instant()));
        update(id, values);
        return id;
    }

    void update(long id, Map<String, Object> values) {
        values.forEach((field, value) -> set(id, field, value));
        set(id, "updatedAt", FieldType.written(clock.instant()));
    }

    void delete(long id) {
        Map<String, Object> lead = byId.get(id);
        indexes.forEach((field, index) -> forget(index, lead.get(field), id));
        byId.remove(id);
    }

    void clear() {
        byId.clear();
        indexes.clear();
        nextId = FIRST_ID;
    }

    boolean exists(long id) {
        return byId.containsKey(id);
    }

    /** Or null. */
    Map<String, Object> get(long id) {
        return byId.get(id);
    }

    Set<Long> ids() {
        return byId.keySet();
    }

    int partition(long id) {
        return (Integer) byId.get(id).get("leadPartitionId");
    }

    /** The ones created last, newest first. */
    List<Map<String, Object>> newest(int count) {
        return byId.descendingMap().values().stream().limit(count).toList();
    }

    int size() {
        return byId.size();
    }

    /** Ids in ascending order: Marketo does not answer in the order that was asked. */
    List<Long> find(String field, Object value) {
        Map<String, SortedSet<Long>> index = indexes.computeIfAbsent(field, this::indexOf);
        return List.copyOf(index.getOrDefault(key(value), new TreeSet<>()));
    }

    private void set(long id, String field, Object value) {
        Object before = byId.get(id).put(field, value);
        Map<String, SortedSet<Long>> index = indexes.get(field);
        if (index != null) {
            forget(index, before, id);
            learn(index, value, id);
        }
    }

    private Map<String, SortedSet<Long>> indexOf(String field) {
        Map<String, SortedSet<Long>> index = new HashMap<>();
        byId.forEach((id, lead) -> learn(index, lead.get(field), id));
        return index;
    }

    private static void learn(Map<String, SortedSet<Long>> index, Object value, long id) {
        if (value != null) {
            index.computeIfAbsent(key(value), none -> new TreeSet<>()).add(id);
        }
    }

    private static void forget(Map<String, SortedSet<Long>> index, Object value, long id) {
        if (value != null) {
            SortedSet<Long> ids = index.get(key(value));
            ids.remove(id);
            if (ids.isEmpty()) {
                index.remove(key(value));
            }
        }
    }

    /** Marketo's documentation does not say whether values are compared by case; its clients take it that they are not. */
    static String key(Object value) {
        return value.toString().trim().toLowerCase(Locale.ROOT);
    }

    List<Map<String, Object>> having(String field, Object value) {
        List<Map<String, Object>> leads = new ArrayList<>();
        find(field, value).forEach(id -> leads.add(new LinkedHashMap<>(byId.get(id))));
        return leads;
    }
}
