package io.github.listward.delivery;

import io.github.listward.profile.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;

/** Table {@code wanted}: the newest wish per person of a profile in an audience. */
@Repository
class WantedTable {

    record Wanted(Move.Key key, boolean qualified, WishOrder order) {}

    private static final RowMapper<Wanted> ROW = (row, n) -> new Wanted(
            new Move.Key(row.getString("dataflow"), row.getString("audience"), row.getString("profile"), row.getString("person")),
            row.getBoolean("qualified"),
            new WishOrder(
                    fromMicros(row.getLong("wished_at")),
                    new Position(row.getString("source_topic"), row.getInt("source_partition"), row.getLong("source_offset")),
                    row.getLong("settling")));

    private final JdbcTemplate jdbc;

    WantedTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Everything known of these profiles in this audience. */
    List<Wanted> ofProfiles(String dataflow, String audience, Collection<String> profiles) {
        return Chunks.query(jdbc, """
                select w.* from wanted w join unnest(?) as k(id) on w.profile = k.id
                where w.dataflow = ? and w.audience = ?""", "varchar", profiles, ROW, dataflow, audience);
    }

    /** Whoever else wants one of these leads in the list of this audience: lead id to the wishes of the people it is known as. */
    Map<Long, List<Wanted>> qualifiedByLead(String destination, String dataflow, String audience, Collection<Long> leads) {
        Map<Long, List<Wanted>> found = new HashMap<>();
        Chunks.query(jdbc, """
                select w.*, l.lead_id from unnest(?) as k(id)
                join lead l on l.lead_id = k.id and l.destination = ?
                join wanted w on w.person = l.person and w.dataflow = ? and w.audience = ?
                where w.qualified""", "bigint", leads, (row, n) -> found
                        .computeIfAbsent(row.getLong("lead_id"), id -> new ArrayList<>())
                        .add(ROW.mapRow(row, n)), destination, dataflow, audience);
        return found;
    }

    /** Who of these people is wanted in the list of this audience, by any profile. */
    Map<String, List<Wanted>> qualifiedByPerson(String dataflow, String audience, Collection<String> people) {
        return Chunks.query(jdbc, """
                select w.* from unnest(?) as k(id) join wanted w on w.person = k.id
                where w.dataflow = ? and w.audience = ? and w.qualified""", "varchar", people, ROW, dataflow, audience).stream()
                .collect(Collectors.groupingBy(row -> row.key().person()));
    }

    void put(Collection<Wanted> rows) {
        jdbc.batchUpdate("""
                merge into wanted t using (select cast(? as varchar) dataflow, cast(? as varchar) audience, cast(? as varchar) profile,
                  cast(? as varchar) person, cast(? as boolean) qualified, cast(? as bigint) wished_at, cast(? as varchar) source_topic,
                  cast(? as integer) source_partition, cast(? as bigint) source_offset, cast(? as bigint) settling) s
                on t.dataflow = s.dataflow and t.audience = s.audience and t.profile = s.profile and t.person = s.person
                when matched then update set qualified = s.qualified, wished_at = s.wished_at, source_topic = s.source_topic,
                  source_partition = s.source_partition, source_offset = s.source_offset, settling = s.settling
                when not matched then insert (dataflow, audience, profile, person, qualified, wished_at, source_topic, source_partition, source_offset, settling)
                  values (s.dataflow, s.audience, s.profile, s.person, s.qualified, s.wished_at, s.source_topic, s.source_partition, s.source_offset,
                  s.settling)""",
                rows, Chunks.SIZE, (statement, row) -> {
                    statement.setString(1, row.key().dataflow());
                    statement.setString(2, row.key().audience());
                    statement.setString(3, row.key().profile());
                    statement.setString(4, row.key().person());
                    statement.setBoolean(5, row.qualified());
                    statement.setLong(6, micros(row.order().at()));
                    statement.setString(7, row.order().source().topic());
                    statement.setInt(8, row.order().source().partition());
                    statement.setLong(9, row.order().source().offset());
                    statement.setLong(10, row.order().settling());
                });
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant fromMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
