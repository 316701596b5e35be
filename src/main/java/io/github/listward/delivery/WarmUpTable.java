package io.github.listward.delivery;

import io.github.listward.batch.Chunks;
import io.github.listward.delivery.WarmUp.Export;
import io.github.listward.delivery.WarmUp.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Tables {@code warm_up} and {@code warm_up_lead}: how far warm-ups are, and the leads they have read. */
@Repository
class WarmUpTable {

    /**
     * A lead that was read.
     *
     * @param own whether it is in the destination's partition, as far as is known
     */
    record ReadLead(String destination, String person, long lead, boolean own) {}

    private static final RowMapper<WarmUp> ROW = (row, n) -> new WarmUp(
            row.getLong("number"),
            row.getString("instance"),
            row.getObject("list_id", Long.class),
            instant(row, "since"),
            instant(row, "until_at"),
            State.valueOf(row.getString("state")),
            instant(row, "window_from"),
            row.getInt("tries"),
            instant(row, "not_before"),
            export(row),
            row.getLong("leads"),
            row.getLong("remembered"),
            row.getLong("ambiguous"),
            row.getString("message"));

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    WarmUpTable(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Export export(ResultSet row) throws SQLException {
        if (row.getString("export_id") == null) {
            return null;
        }
        String columns = row.getString("column_names");
        return new Export(row.getString("export_id"), row.getObject("file_bytes", Long.class), row.getObject("file_rows", Long.class), row.getLong("next_byte"),
                row.getLong("rows_read"), columns == null ? null : List.of(columns.split(",")));
    }

    /** @return the same with its number */
    WarmUp insert(WarmUp warmUp) {
        KeyHolder number = new GeneratedKeyHolder();
        client.sql("""
                        insert into warm_up (instance, list_id, since, until_at, state, window_from, tries, not_before, next_byte, rows_read, leads, remembered, ambiguous)
                        values (?, ?, ?, ?, ?, ?, 0, ?, 0, 0, 0, 0, 0)""")
                .params(warmUp.instance(), warmUp.list(), Timestamp.from(warmUp.since()), Timestamp.from(warmUp.until()), warmUp.state().name(),
                        Timestamp.from(warmUp.windowFrom()), Timestamp.from(warmUp.notBefore()))
                .update(number, "number");
        return client.sql("select * from warm_up where number = ?").param(number.getKeyAs(Long.class)).query(ROW).single();
    }

    /** Of those about everybody. */
    Optional<WarmUp> latest(String instance) {
        return client.sql("select * from warm_up where instance = ? and list_id is null order by number desc limit 1").param(instance).query(ROW).optional();
    }

    /** The one to be carried on: the oldest. */
    Optional<WarmUp> unfinished(String instance) {
        return client.sql("select * from warm_up where instance = ? and state not in ('DONE', 'FAILED') order by number limit 1")
                .param(instance)
                .query(ROW)
                .optional();
    }

    /** Whether there was one about leads created since then. */
    boolean wasBegun(String instance, Instant since) {
        return client.sql("select count(*) from warm_up where instance = ? and since = ? and list_id is null").params(instance, Timestamp.from(since)).query(Long.class).single() > 0;
    }

    void save(WarmUp warmUp, Instant now) {
        Export export = warmUp.export();
        client.sql("""
                        update warm_up set state = ?, window_from = ?, tries = ?, not_before = ?, export_id = ?, file_bytes = ?, file_rows = ?, next_byte = ?,
                          rows_read = ?, column_names = ?, leads = ?, remembered = ?, ambiguous = ?, message = ?, finished_at = ?
                        where number = ?""")
                .params(warmUp.state().name(), Timestamp.from(warmUp.windowFrom()), warmUp.tries(), Timestamp.from(warmUp.notBefore()),
                        export == null ? null : export.id(), export == null ? null : export.bytes(), export == null ? null : export.rows(),
                        export == null ? 0 : export.nextByte(), export == null ? 0 : export.rowsRead(),
                        export == null || export.columns() == null ? null : String.join(",", export.columns()),
                        warmUp.leads(), warmUp.remembered(), warmUp.ambiguous(), warmUp.message(), warmUp.isOver() ? Timestamp.from(now) : null, warmUp.number())
                .update();
    }

    /** One that was read before changes nothing. */
    @Transactional
    void put(long warmUp, List<ReadLead> leads) {
        jdbc.batchUpdate("insert into warm_up_lead (warm_up, destination, person, lead_id, own) values (?, ?, ?, ?, ?) on conflict do nothing",
                leads, Chunks.SIZE, (statement, lead) -> {
                    statement.setLong(1, warmUp);
                    statement.setString(2, lead.destination());
                    statement.setString(3, lead.person());
                    statement.setLong(4, lead.lead());
                    statement.setBoolean(5, lead.own());
                });
    }

    /** The first so many that are left, those of a person one after the other. */
    List<ReadLead> first(long warmUp, int most) {
        return client.sql("select * from warm_up_lead where warm_up = ? order by warm_up, destination, person, lead_id limit ?")
                .params(warmUp, most)
                .query((row, n) -> new ReadLead(row.getString("destination"), row.getString("person"), row.getLong("lead_id"), row.getBoolean("own")))
                .list();
    }

    /** Those of a destination up to a person, in the order of {@link #first}. */
    void removeUpTo(long warmUp, String destination, String person) {
        client.sql("delete from warm_up_lead where warm_up = ? and destination = ? and person <= ?").params(warmUp, destination, person).update();
    }

    void removeAll(long warmUp) {
        client.sql("delete from warm_up_lead where warm_up = ?").param(warmUp).update();
    }
}
