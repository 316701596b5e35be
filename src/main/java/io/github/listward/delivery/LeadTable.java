package io.github.listward.delivery;

import io.github.listward.batch.Chunks;
import io.github.listward.batch.Chunks.Column;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Table {@code lead}: which leads a person is, and what was last sent of it. */
@Repository
class LeadTable {

    /** In place of the id of whoever was imported: Marketo does not say it. It has no lead of this id. */
    private static final long IMPORTED = 0;

    /**
     * @param lead the lead's id
     * @param attributesHash hash of the attributes last sent; null: unknown
     * @param attributesAt source record time of the attributes last sent; null: unknown
     */
    record KnownLead(String person, long lead, String attributesHash, Instant attributesAt) {

        /** The attributes that were imported, and no lead's id. */
        static KnownLead imported(String person, String attributesHash, Instant attributesAt) {
            return new KnownLead(person, IMPORTED, attributesHash, attributesAt);
        }

        boolean isImported() {
            return lead == IMPORTED;
        }

        KnownLead withoutAttributes() {
            return new KnownLead(person, lead, null, attributesAt);
        }

        private Long attributesAtMicros() {
            return attributesAt == null ? null : WantedTable.micros(attributesAt);
        }
    }

    private static final Column<String> PERSON = new Column<>("varchar", person -> person);

    private final JdbcTemplate jdbc;

    LeadTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<KnownLead> of(String destination, Collection<String> people) {
        return Chunks.query(jdbc, """
                select l.person, l.lead_id, l.attributes_hash, l.attributes_at from unnest(?) as k(id) join lead l on l.person = k.id
                where l.destination = ?""",
                "varchar", people, (row, n) -> {
                    long at = row.getLong(4);
                    Instant attributesAt = row.wasNull() ? null : WantedTable.fromMicros(at);
                    return new KnownLead(row.getString(1), row.getLong(2), row.getString(3), attributesAt);
                }, destination);
    }

    /** What was last sent to these people becomes unknown. Called before anything is sent, since a call may succeed and its answer be lost. */
    void forgetAttributes(String destination, Collection<FlushedPerson> people) {
        forgetAttributesOf(destination, ids(people));
        people.forEach(FlushedPerson::attributesForgotten);
    }

    void forgetAttributesOf(String destination, Collection<String> people) {
        Chunks.update(jdbc, """
                merge into lead l using unnest(?) as k(person) on l.destination = ? and l.person = k.person
                when matched then update set attributes_hash = null""", people.stream().sorted().toList(), List.of(PERSON), destination);
    }

    /**
     * Adds the leads of people of a destination whose leads are not known; whose are, they stay.
     *
     * @return how many were added
     */
    int add(String destination, Map<String, Long> leads) {
        Set<String> known = of(destination, leads.keySet()).stream().filter(lead -> !lead.isImported()).map(KnownLead::person).collect(Collectors.toSet());
        List<Map.Entry<String, Long>> unknown =
                leads.entrySet().stream().filter(lead -> !known.contains(lead.getKey())).sorted(Map.Entry.comparingByKey()).toList();
        Chunks.update(jdbc, """
                merge into lead l using unnest(cast(? as varchar array), cast(? as bigint array)) as k(person, lead)
                on l.destination = ? and l.person = k.person and l.lead_id = ?
                when matched then update set lead_id = k.lead
                when not matched then insert (destination, person, lead_id) values (?, k.person, k.lead)""",
                unknown, List.of(new Column<>("varchar", Map.Entry::getKey), new Column<>("bigint", Map.Entry::getValue)), destination, IMPORTED, destination);
        return unknown.size();
    }

    /** @return how many of them were imported, and are known by their leads from now on */
    int addToImported(String destination, Map<String, Long> leads) {
        Map<String, Long> imported = of(destination, leads.keySet()).stream()
                .filter(KnownLead::isImported)
                .collect(Collectors.toMap(KnownLead::person, known -> leads.get(known.person())));
        return add(destination, imported);
    }

    /** Replaces what is known of these people of a destination, where the flush has learnt something. */
    void put(String destination, Collection<FlushedPerson> people) {
        Map<Boolean, List<FlushedPerson>> changed = people.stream()
                .filter(person -> !person.known().equals(person.stored))
                .collect(Collectors.partitioningBy(person -> leads(person.known()).equals(leads(person.stored))));
        putAttributes(destination, changed.get(true));
        replace(destination, ids(changed.get(false)), changed.get(false).stream().flatMap(person -> person.known().stream()).toList());
    }

    /** People who were imported, and have no lead known by its id. */
    void putImported(String destination, Collection<KnownLead> people) {
        replace(destination, people.stream().map(KnownLead::person).distinct().sorted().toList(), people);
    }

    private static Set<Long> leads(Collection<KnownLead> rows) {
        return rows.stream().map(KnownLead::lead).collect(Collectors.toSet());
    }

    /** All leads of a person are sent the same. */
    private void putAttributes(String destination, List<FlushedPerson> people) {
        Chunks.update(jdbc, """
                merge into lead l using unnest(cast(? as varchar array), cast(? as varchar array), cast(? as bigint array)) as k(person, hash, sent_at)
                on l.destination = ? and l.person = k.person
                when matched then update set attributes_hash = k.hash, attributes_at = k.sent_at""",
                people.stream().sorted(Comparator.comparing(FlushedPerson::id)).map(person -> person.known().iterator().next()).toList(),
                List.of(new Column<>("varchar", KnownLead::person), new Column<>("varchar", KnownLead::attributesHash),
                        new Column<>("bigint", KnownLead::attributesAtMicros)),
                destination);
    }

    private void replace(String destination, List<String> people, Collection<KnownLead> known) {
        Chunks.update(jdbc, """
                merge into lead l using unnest(?) as k(person) on l.destination = ? and l.person = k.person
                when matched then delete""", people, List.of(PERSON), destination);
        Chunks.update(jdbc, """
                insert into lead (destination, person, lead_id, attributes_hash, attributes_at)
                select * from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as bigint array), cast(? as varchar array), cast(? as bigint array))""",
                known.stream().sorted(Comparator.comparing(KnownLead::person)).toList(),
                List.of(new Column<>("varchar", row -> destination), new Column<>("varchar", KnownLead::person), new Column<>("bigint", KnownLead::lead),
                        new Column<>("varchar", KnownLead::attributesHash), new Column<>("bigint", KnownLead::attributesAtMicros)));
    }

    private static List<String> ids(Collection<FlushedPerson> people) {
        return people.stream().map(FlushedPerson::id).distinct().sorted().toList();
    }
}
