package io.github.listward.delivery;

import io.github.listward.batch.Chunks;
import io.github.listward.delivery.ListImport.State;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tables {@code list_import} and {@code import_row}: what is, or was, imported in bulk, and who is in it. Only the owner of the instance
 * changes them: an answer that comes too late, to a process that lost it, is not taken for the one the next owner waits for.
 */
@Repository
public class ListImports {

    private static final int LONGEST_MESSAGE = 2000;

    /** As long as the change topics. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final RowMapper<ListImport> ROW = (row, n) -> new ListImport(
            row.getLong("number"),
            row.getLong("hold"),
            row.getString("instance"),
            row.getString("dataflow"),
            row.getString("audience"),
            row.getString("destination"),
            row.getLong("list_id"),
            List.of(row.getString("fields").split(",")),
            row.getLong("from_offset"),
            row.getLong("to_offset"),
            row.getLong("next_offset"),
            row.getLong("people"),
            State.valueOf(row.getString("state")),
            row.getObject("batch_id", Long.class),
            row.getInt("uploads"),
            row.getInt("lost"),
            row.getInt("unread"),
            row.getLong("processed"),
            row.getLong("failed"),
            row.getLong("warned"),
            row.getString("message"),
            WantedTable.fromMicros(row.getLong("not_before")),
            instant(row.getObject("began_at", OffsetDateTime.class)),
            instant(row.getObject("finished_at", OffsetDateTime.class)));

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Leases leases;
    private final Clock clock;

    ListImports(JdbcClient jdbc, JdbcTemplate batches, Leases leases, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.leases = leases;
        this.clock = clock;
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }

    /** Newest first. */
    public List<ListImport> newest(int most) {
        return jdbc.sql("select * from list_import order by number desc limit ?").param(most).query(ROW).list();
    }

    /** The one that is under way; there is one at a time per instance. */
    Optional<ListImport> underWay(String instance) {
        return jdbc.sql("select * from list_import where instance = ? and state not in ('DONE', 'FAILED') order by number limit 1")
                .param(instance)
                .query(ROW)
                .optional();
    }

    ListImport of(long number) {
        return jdbc.sql("select * from list_import where number = ?").param(number).query(ROW).single();
    }

    /** Oldest first. */
    List<ListImport> ofHold(long hold) {
        return jdbc.sql("select * from list_import where hold = ? order by number").param(hold).query(ROW).list();
    }

    /** @return its number */
    @Transactional
    long begin(Hold hold, String destination, long list, String fields, long from) {
        leases.verify(hold.instance());
        KeyHolder number = new GeneratedKeyHolder();
        jdbc.sql("""
                        insert into list_import (hold, instance, dataflow, audience, destination, list_id, fields, from_offset, to_offset, next_offset, people, state, uploads,
                          lost, unread, processed, failed, warned, message, not_before, began_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 'SELECTING', 0, 0, 0, 0, 0, 0, '', 0, ?)""")
                .params(hold.number(), hold.instance(), hold.dataflow(), hold.audience(), destination, list, fields, from, from, from, Timestamp.from(clock.instant()))
                .update(number, "number");
        return number.getKeyAs(Long.class);
    }

    @Transactional
    void add(Hold hold, long number, Collection<ImportRow> rows) {
        leases.verify(hold.instance());
        batches.batchUpdate("insert into import_row (hold, record_offset, person, list_import, key_hash, attributes_hash, attributes_at) values (?, ?, ?, ?, ?, ?, ?)",
                rows, Chunks.SIZE, (statement, row) -> {
                    statement.setLong(1, hold.number());
                    statement.setLong(2, row.offset());
                    statement.setString(3, row.person());
                    statement.setLong(4, number);
                    statement.setString(5, row.keyHash());
                    statement.setString(6, row.attributesHash());
                    statement.setLong(7, WantedTable.micros(row.attributesAt()));
                });
    }

    @Transactional
    void selected(Hold hold, long number, long to, long people) {
        leases.verify(hold.instance());
        jdbc.sql("update list_import set to_offset = ?, people = ?, state = 'SUBMITTING' where number = ?").params(to, people, number).update();
    }

    /** As if it had never begun. */
    @Transactional
    void drop(long number) {
        jdbc.sql("delete from import_row where list_import = ?").param(number).update();
        jdbc.sql("delete from list_import where number = ?").param(number).update();
    }

    /** People in a part of its range, by the offset of their change. */
    Map<Long, List<ImportRow>> rows(ListImport each, long from, long to) {
        return jdbc.sql("select * from import_row where hold = ? and record_offset >= ? and record_offset < ? and list_import = ?")
                .params(each.hold(), from, to, each.number())
                .query((row, n) -> new ImportRow(row.getLong("record_offset"), row.getString("person"), row.getString("key_hash"),
                        row.getString("attributes_hash"), WantedTable.fromMicros(row.getLong("attributes_at"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(ImportRow::offset, HashMap::new, Collectors.toList()));
    }

    /** Those of these people who are in the file. */
    Set<String> among(ListImport each, Collection<String> people) {
        return new HashSet<>(Chunks.query(batches, "select r.person from unnest(?) as k(id) join import_row r on r.person = k.id where r.list_import = ?", "varchar",
                people, (row, n) -> row.getString(1), each.number()));
    }

    /** These changes are not imported, or not in this way: they are delivered when the hold is released. */
    void leaveOut(ListImport each, Collection<Long> offsets) {
        batches.batchUpdate("delete from import_row where hold = ? and record_offset = ?", offsets, Chunks.SIZE, (statement, offset) -> {
            statement.setLong(1, each.hold());
            statement.setLong(2, offset);
        });
    }

    /** It is about to be sent. Unless its answer is noted, it is not sent again before it is sure to have come or to be lost. */
    @Transactional
    void uploading(ListImport each, long people) {
        leases.verify(each.instance());
        jdbc.sql("update list_import set uploads = uploads + 1, people = ?, not_before = ? where number = ?")
                .params(people, WantedTable.micros(clock.instant().plus(Leases.LONGEST_CALL)), each.number())
                .update();
    }

    /** @param notBefore when Marketo is to be asked how far it is */
    @Transactional
    void running(ListImport each, long batch, Instant notBefore) {
        leases.verify(each.instance());
        jdbc.sql("update list_import set state = 'RUNNING', batch_id = ?, processed = 0, message = '', not_before = ? where number = ?")
                .params(batch, WantedTable.micros(notBefore), each.number())
                .update();
    }

    @Transactional
    void progress(ListImport each, long processed, Instant notBefore) {
        leases.verify(each.instance());
        jdbc.sql("update list_import set processed = ?, message = '', not_before = ? where number = ?")
                .params(processed, WantedTable.micros(notBefore), each.number())
                .update();
    }

    @Transactional
    void later(ListImport each, Instant notBefore, String message) {
        leases.verify(each.instance());
        jdbc.sql("update list_import set not_before = ?, message = ? where number = ?")
                .params(WantedTable.micros(notBefore), shortened(message), each.number())
                .update();
    }

    /** Marketo knows nothing of it any more: it is to be sent once more. */
    @Transactional
    void lost(ListImport each, String message) {
        leases.verify(each.instance());
        jdbc.sql("update list_import set state = 'SUBMITTING', batch_id = null, lost = lost + 1, message = ? where number = ?")
                .params(shortened(message), each.number())
                .update();
    }

    @Transactional
    void unread(ListImport each, Instant notBefore, String message) {
        leases.verify(each.instance());
        jdbc.sql("update list_import set unread = unread + 1, not_before = ?, message = ? where number = ?")
                .params(WantedTable.micros(notBefore), shortened(message), each.number())
                .update();
    }

    /** The file is too large: the second half of it is another file's. @return whether there are two halves */
    @Transactional
    boolean halve(ListImport each) {
        leases.verify(each.instance());
        Long middle = jdbc.sql("select record_offset from import_row where list_import = ? order by record_offset limit 1 offset ?")
                .params(each.number(), each.people() / 2)
                .query(Long.class)
                .optional()
                .orElse(each.fromOffset());
        long left = jdbc.sql("select count(*) from import_row where list_import = ? and record_offset < ?").params(each.number(), middle).query(Long.class).single();
        if (left == 0) {
            return false;
        }
        jdbc.sql("delete from import_row where list_import = ? and record_offset >= ?").params(each.number(), middle).update();
        jdbc.sql("update list_import set to_offset = ?, people = ? where number = ?").params(middle, left, each.number()).update();
        return true;
    }

    /**
     * Marketo is done with it. Joins the caller's transaction.
     *
     * @param failed by the hash of their key
     * @return how many of them are in it
     */
    long ended(ListImport each, long processed, long warned, Set<String> failed) {
        leases.verify(each.instance());
        List<Long> offsets = Chunks.query(batches, "select r.record_offset from import_row r join unnest(?) as k(id) on r.key_hash = k.id where r.list_import = ?",
                "varchar", failed, (row, n) -> row.getLong(1), each.number());
        leaveOut(each, new HashSet<>(offsets));
        jdbc.sql("update list_import set state = 'RECORDING', processed = ?, failed = ?, warned = ?, message = '' where number = ?")
                .params(processed, failed.size(), warned, each.number())
                .update();
        return offsets.size();
    }

    /** @return false if somebody else has come as far, or farther */
    boolean recorded(ListImport each, long from, long next) {
        return jdbc.sql("update list_import set next_offset = ? where number = ? and next_offset = ? and state = 'RECORDING'")
                .params(next, each.number(), from)
                .update() == 1;
    }

    @Transactional
    void say(ListImport each, String message) {
        leases.verify(each.instance());
        jdbc.sql("update list_import set message = ? where number = ?").params(shortened(message), each.number()).update();
    }

    @Transactional
    void done(ListImport each) {
        leases.verify(each.instance());
        Instant now = clock.instant();
        jdbc.sql("update list_import set state = 'DONE', finished_at = ? where number = ?").params(Timestamp.from(now), each.number()).update();
        jdbc.sql("delete from list_import where finished_at < ? and hold not in (select number from hold)").param(Timestamp.from(now.minus(KEPT))).update();
    }

    /** Nothing of it counts as imported: all of its people are delivered when the hold is released. */
    @Transactional
    void failed(ListImport each, String message) {
        leases.verify(each.instance());
        jdbc.sql("delete from import_row where list_import = ?").param(each.number()).update();
        jdbc.sql("update list_import set state = 'FAILED', message = ?, finished_at = ? where number = ?")
                .params(shortened(message), Timestamp.from(clock.instant()), each.number())
                .update();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }
}
