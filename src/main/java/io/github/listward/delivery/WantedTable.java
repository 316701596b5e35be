package io.github.listward.delivery;

import io.github.listward.batch.Chunks;
import io.github.listward.batch.Chunks.Column;
import io.github.listward.profile.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    private static final String COLUMNS =
            "w.profile, w.person, w.qualified, w.wished_at, w.source_topic, w.source_partition, w.source_offset, w.settling";

    private static final List<Column<Wanted>> WRITTEN = List.of(
            new Column<>("varchar", row -> row.key().dataflow()),
            new Column<>("varchar", row -> row.key().audience()),
            new Column<>("varchar", row -> row.key().profile()),
            new Column<>("varchar", row -> row.key().person()),
            new Column<>("boolean", Wanted::qualified),
            new Column<>("bigint", row -> micros(row.order().at())),
            new Column<>("varchar", row -> row.order().source().topic()),
            new Column<>("integer", row -> row.order().source().partition()),
            new Column<>("bigint", row -> row.order().source().offset()),
            new Column<>("bigint", row -> row.order().settling()));

    /** As the primary key. */
    private static final Comparator<Wanted> ORDER = Comparator.comparing((Wanted row) -> row.key().dataflow())
            .thenComparing(row -> row.key().audience())
            .thenComparing(row -> row.key().profile())
            .thenComparing(row -> row.key().person());

    private final JdbcTemplate jdbc;

    WantedTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Everything known of these profiles in this audience. */
    List<Wanted> ofProfiles(String dataflow, String audience, Collection<String> profiles) {
        return Chunks.query(jdbc, "select " + COLUMNS + """
                 from unnest(?) as k(id) join wanted w on w.profile = k.id
                where w.dataflow = ? and w.audience = ?""", "varchar", profiles, rows(dataflow, audience), dataflow, audience);
    }

    /** Whoever else wants one of these leads in the list of this audience: lead id to the wishes of the people it is known as. */
    Map<Long, List<Wanted>> qualifiedByLead(String destination, String dataflow, String audience, Collection<Long> leads) {
        RowMapper<Wanted> wish = rows(dataflow, audience);
        Map<Long, List<Wanted>> found = new HashMap<>();
        Chunks.query(jdbc, "select " + COLUMNS + """
                , l.lead_id from unnest(?) as k(id)
                join lead l on l.lead_id = k.id and l.destination = ?
                join wanted w on w.person = l.person and w.dataflow = ? and w.audience = ?
                where w.qualified""", "bigint", leads, (row, n) -> found
                        .computeIfAbsent(row.getLong(9), id -> new ArrayList<>())
                        .add(wish.mapRow(row, n)), destination, dataflow, audience);
        return found;
    }

    /** Who of these people is wanted in the list of this audience, by any profile. */
    Map<String, List<Wanted>> qualifiedByPerson(String dataflow, String audience, Collection<String> people) {
        return Chunks.query(jdbc, "select " + COLUMNS + """
                 from unnest(?) as k(id) join wanted w on w.person = k.id
                where w.dataflow = ? and w.audience = ? and w.qualified""", "varchar", people, rows(dataflow, audience), dataflow, audience).stream()
                .collect(Collectors.groupingBy(row -> row.key().person()));
    }

    private static RowMapper<Wanted> rows(String dataflow, String audience) {
        return (row, n) -> new Wanted(
                new Move.Key(dataflow, audience, row.getString(1), row.getString(2)),
                row.getBoolean(3),
                new WishOrder(fromMicros(row.getLong(4)), new Position(row.getString(5), row.getInt(6), row.getLong(7)), row.getLong(8)));
    }

    /** @param rows one per key */
    void put(Collection<Wanted> rows) {
        Chunks.update(jdbc, """
                merge into wanted t using (select * from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as varchar array),
                  cast(? as varchar array), cast(? as boolean array), cast(? as bigint array), cast(? as varchar array), cast(? as integer array),
                  cast(? as bigint array), cast(? as bigint array))
                  as k(dataflow, audience, profile, person, qualified, wished_at, source_topic, source_partition, source_offset, settling)) s
                on t.dataflow = s.dataflow and t.audience = s.audience and t.profile = s.profile and t.person = s.person
                when matched then update set qualified = s.qualified, wished_at = s.wished_at, source_topic = s.source_topic,
                  source_partition = s.source_partition, source_offset = s.source_offset, settling = s.settling
                when not matched then insert (dataflow, audience, profile, person, qualified, wished_at, source_topic, source_partition, source_offset, settling)
                  values (s.dataflow, s.audience, s.profile, s.person, s.qualified, s.wished_at, s.source_topic, s.source_partition, s.source_offset,
                  s.settling)""", rows.stream().sorted(ORDER).toList(), WRITTEN);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant fromMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
