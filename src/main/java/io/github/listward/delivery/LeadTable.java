package io.github.listward.delivery;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    }

    private final JdbcTemplate jdbc;

    LeadTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<KnownLead> of(String destination, Collection<String> people) {
        return Chunks.query(jdbc, "select l.* from lead l join unnest(?) as k(id) on l.person = k.id where l.destination = ?",
                "varchar", people, (row, n) -> {
                    long at = row.getLong("attributes_at");
                    Instant attributesAt = row.wasNull() ? null : WantedTable.fromMicros(at);
                    return new KnownLead(row.getString("person"), row.getLong("lead_id"), row.getString("attributes_hash"), attributesAt);
                }, destination);
    }

    /** What was last sent to these people becomes unknown. Called before anything is sent, since a call may succeed and its answer be lost. */
    void forgetAttributes(String destination, Collection<String> people) {
        jdbc.batchUpdate("update lead set attributes_hash = null where destination = ? and person = ?", people, Chunks.SIZE, (statement, person) -> {
            statement.setString(1, destination);
            statement.setString(2, person);
        });
    }

    /**
     * Adds the leads of people of a destination of whom no lead is known; of whom one is, it stays. Whoever was imported keeps the attributes.
     *
     * @return how many were added
     */
    int add(String destination, Map<String, Long> leads) {
        Map<Boolean, Set<String>> known = of(destination, leads.keySet()).stream()
                .collect(Collectors.partitioningBy(KnownLead::isImported, Collectors.mapping(KnownLead::person, Collectors.toSet())));
        Set<String> imported = known.get(true);
        List<Map.Entry<String, Long>> learnt = leads.entrySet().stream().filter(lead -> imported.contains(lead.getKey())).toList();
        jdbc.batchUpdate("update lead set lead_id = ? where destination = ? and person = ? and lead_id = " + IMPORTED, learnt, Chunks.SIZE, (statement, lead) -> {
            statement.setLong(1, lead.getValue());
            statement.setString(2, destination);
            statement.setString(3, lead.getKey());
        });
        List<Map.Entry<String, Long>> unknown = leads.entrySet().stream()
                .filter(lead -> !imported.contains(lead.getKey()) && !known.get(false).contains(lead.getKey()))
                .toList();
        jdbc.batchUpdate("insert into lead (destination, person, lead_id) values (?, ?, ?)", unknown, Chunks.SIZE, (statement, lead) -> {
            statement.setString(1, destination);
            statement.setString(2, lead.getKey());
            statement.setLong(3, lead.getValue());
        });
        return learnt.size() + unknown.size();
    }

    /** Replaces what is known of these people of a destination. */
    void put(String destination, Collection<FlushedPerson> people) {
        jdbc.batchUpdate("delete from lead where destination = ? and person = ?", people, Chunks.SIZE, (statement, person) -> {
            statement.setString(1, destination);
            statement.setString(2, person.id());
        });
        insert(destination, people.stream().filter(person -> !person.ambiguous).flatMap(LeadTable::rows).toList());
    }

    private static Stream<KnownLead> rows(FlushedPerson person) {
        return person.leads.isEmpty() && person.imported
                ? Stream.of(KnownLead.imported(person.id(), person.sentHash, person.sentAt))
                : person.leads.stream().map(lead -> new KnownLead(person.id(), lead, person.sentHash, person.sentAt));
    }

    /** People who were imported, and have no lead known by its id. */
    void putImported(String destination, Collection<KnownLead> people) {
        jdbc.batchUpdate("delete from lead where destination = ? and person = ?", people, Chunks.SIZE, (statement, person) -> {
            statement.setString(1, destination);
            statement.setString(2, person.person());
        });
        insert(destination, people);
    }

    private void insert(String destination, Collection<KnownLead> rows) {
        jdbc.batchUpdate("insert into lead (destination, person, lead_id, attributes_hash, attributes_at) values (?, ?, ?, ?, ?)",
                rows, Chunks.SIZE, (statement, row) -> {
                    statement.setString(1, destination);
                    statement.setString(2, row.person());
                    statement.setLong(3, row.lead());
                    statement.setString(4, row.attributesHash());
                    statement.setObject(5, row.attributesAt() == null ? null : WantedTable.micros(row.attributesAt()), java.sql.Types.BIGINT);
                });
    }
}
