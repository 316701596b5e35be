package io.github.listward.delivery;

import io.github.listward.batch.Chunks;
import io.github.listward.batch.Chunks.Column;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Table {@code delivered}: membership as Marketo confirmed it. */
@Repository
class DeliveredTable {

    record ListLead(long list, long lead) {}

    record Delivered(boolean member, Instant at) {}

    /** In place of the time: what was confirmed then may have changed since. It is not "not a member", no more than where no row is. */
    private static final long UNKNOWN = 0;

    private static final Comparator<ListLead> ORDER = Comparator.comparing(ListLead::list).thenComparing(ListLead::lead);

    private final JdbcTemplate jdbc;

    DeliveredTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Map<Long, Delivered> of(String instance, long list, Collection<Long> leads) {
        Map<Long, Delivered> found = new HashMap<>();
        Chunks.query(jdbc, """
                select d.lead_id, d.member, d.delivered_at from unnest(?) as k(id) join delivered d on d.lead_id = k.id
                where d.instance = ? and d.list_id = ? and d.delivered_at <> ?""",
                "bigint", leads, (row, n) -> found.put(row.getLong(1), new Delivered(row.getBoolean(2), WantedTable.fromMicros(row.getLong(3)))),
                instance, list, UNKNOWN);
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
        Chunks.update(jdbc, """
                merge into delivered d using unnest(cast(? as bigint array), cast(? as bigint array)) as k(list, lead)
                on d.instance = ? and d.list_id = k.list and d.lead_id = k.lead
                when matched then update set delivered_at = ?""",
                memberships.stream().sorted(ORDER).toList(),
                List.of(new Column<>("bigint", ListLead::list), new Column<>("bigint", ListLead::lead)), instance, UNKNOWN);
    }

    /** A list was created, adopted or emptied: nothing is known of its members. */
    void forgetList(String instance, long list) {
        jdbc.update("delete from delivered where instance = ? and list_id = ?", instance, list);
    }

    /** Who is not in the list becomes unknown: an import is about to add people whose leads are not known. */
    void forgetAbsent(String instance, long list) {
        jdbc.update("delete from delivered where instance = ? and list_id = ? and not member", instance, list);
    }

    void put(String instance, Map<ListLead, Boolean> memberships, Instant at) {
        long deliveredAt = WantedTable.micros(at);
        Chunks.update(jdbc, """
                merge into delivered d using unnest(cast(? as bigint array), cast(? as bigint array), cast(? as boolean array)) as k(list, lead, member)
                on d.instance = ? and d.list_id = k.list and d.lead_id = k.lead
                when matched then update set member = k.member, delivered_at = ?
                when not matched then insert (instance, list_id, lead_id, member, delivered_at) values (?, k.list, k.lead, k.member, ?)""",
                memberships.keySet().stream().sorted(ORDER).toList(),
                List.of(new Column<>("bigint", ListLead::list), new Column<>("bigint", ListLead::lead), new Column<>("boolean", memberships::get)),
                instance, deliveredAt, instance, deliveredAt);
    }
}
