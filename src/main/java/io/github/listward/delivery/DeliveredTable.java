package io.github.listward.delivery;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Table {@code delivered}: membership as Marketo confirmed it. */
@Repository
class DeliveredTable {

    record ListLead(long list, long lead) {}

    record Delivered(boolean member, Instant at) {}

    private final JdbcTemplate jdbc;

    DeliveredTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Map<Long, Delivered> of(String instance, long list, Collection<Long> leads) {
        Map<Long, Delivered> found = new HashMap<>();
        Chunks.query(jdbc, "select d.* from delivered d join unnest(?) as k(id) on d.lead_id = k.id where d.instance = ? and d.list_id = ?",
                "bigint", leads, (row, n) -> found.put(row.getLong("lead_id"),
                        new Delivered(row.getBoolean("member"), WantedTable.fromMicros(row.getLong("delivered_at")))), instance, list);
        return found;
    }

    /** What was confirmed since then. */
    Map<ListLead, Boolean> since(String instance, Instant since) {
        Map<ListLead, Boolean> found = new LinkedHashMap<>();
        jdbc.query("select list_id, lead_id, member from delivered where instance = ? and delivered_at >= ? order by list_id",
                row -> {
                    found.put(new ListLead(row.getLong(1), row.getLong(2)), row.getBoolean(3));
                },
                instance, WantedTable.micros(since));
        return found;
    }

    /** These become unknown. Called before anything is sent, since a call may succeed and its answer be lost. */
    void forget(String instance, Collection<ListLead> memberships) {
        jdbc.batchUpdate("delete from delivered where instance = ? and list_id = ? and lead_id = ?", memberships, Chunks.SIZE, (statement, each) -> {
            statement.setString(1, instance);
            statement.setLong(2, each.list());
            statement.setLong(3, each.lead());
        });
    }

    /** A list was created, adopted or emptied: nothing is known of its members. */
    void forgetList(String instance, long list) {
        jdbc.update("delete from delivered where instance = ? and list_id = ?", instance, list);
    }

    /** Who is not in the list becomes unknown: an import is about to add people whose leads are not known. */
    void forgetAbsent(String instance, long list) {
        jdbc.update("delete from delivered where instance = ? and list_id = ? and not member", instance, list);
    }

    /** Keeps what was confirmed; there is no older row, since {@link #forget} went before. */
    void put(String instance, Map<ListLead, Boolean> memberships, Instant at) {
        jdbc.batchUpdate("insert into delivered (instance, list_id, lead_id, member, delivered_at) values (?, ?, ?, ?, ?)",
                memberships.entrySet(), Chunks.SIZE, (statement, each) -> {
                    statement.setString(1, instance);
                    statement.setLong(2, each.getKey().list());
                    statement.setLong(3, each.getKey().lead());
                    statement.setBoolean(4, each.getValue());
                    statement.setLong(5, WantedTable.micros(at));
                });
    }
}
