package io.github.listward.delivery;

import io.github.listward.activation.ActivatedAudience;
import io.github.listward.batch.StateCheck;
import io.github.listward.delivery.Settling.State;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code settling}. */
@Repository
class SettlingTable {

    /** @param progress null while it waits */
    record Row(Settling settling, SettlingProgress progress) {}

    private static final RowMapper<Settling> SETTLING = (row, n) -> new Settling(
            row.getLong("number"),
            row.getString("dataflow"),
            row.getString("audience"),
            row.getString("instance"),
            row.getString("reason"),
            instant(row.getObject("requested_at", OffsetDateTime.class)),
            State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
            row.getLong("memberships"),
            instant(row.getObject("finished_at", OffsetDateTime.class)));

    private static final RowMapper<Row> ROW = (row, n) -> new Row(SETTLING.mapRow(row, n), row.getString("ends") == null
            ? null
            : new SettlingProgress(SettlingProgress.ends(row.getString("ends")), row.getInt("partition_id"), row.getLong("next_offset")));

    private final JdbcClient jdbc;

    SettlingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By time, so that numbers rise even after a loss of this database. */
    long nextNumber(Instant now) {
        return jdbc.sql("select coalesce(max(number), 0) from settling").query(Long.class).optional()
                .map(last -> Math.max(last + 1, now.toEpochMilli())).orElseThrow();
    }

    /** Whether one waits that will start no later than this and do as much: for the same reason, or for one that repeats everything. */
    boolean isWaiting(String dataflow, String audience, String reason, Instant notBefore) {
        return jdbc.sql("select count(*) from settling where state = 'waiting' and dataflow = ? and audience = ? and reason in (?, ?) and not_before <= ?")
                .params(dataflow, audience, reason, Settlings.REQUESTED, time(notBefore))
                .query(Long.class).single() > 0;
    }

    void insert(Settling settling, Instant notBefore) {
        jdbc.sql("""
                        insert into settling (number, instance, dataflow, audience, reason, requested_at, not_before, state)
                        values (?, ?, ?, ?, ?, ?, ?, 'waiting')""")
                .params(settling.number(), settling.instance(), settling.dataflow(), settling.audience(), settling.reason(), time(settling.requestedAt()),
                        time(notBefore))
                .update();
    }

    /** Has all that wait for an instance begin, together: the topic is read once for all of them. */
    int start(String instance, SettlingProgress progress, Instant now) {
        return jdbc.sql("update settling set state = 'running', ends = ?, partition_id = ?, next_offset = ? where state = 'waiting' and instance = ? and not_before <= ?")
                .params(progress.endsAsText(), progress.partition(), progress.offset(), instance, time(now))
                .update();
    }

    boolean isDue(String instance, Instant now) {
        return jdbc.sql("select count(*) from settling where instance = ? and (state = 'running' or state = 'waiting' and not_before <= ?)")
                .params(instance, time(now))
                .query(Long.class).single() > 0;
    }

    /** In the order they were asked for. */
    List<Row> running(String instance) {
        return jdbc.sql("select * from settling where state = 'running' and instance = ? order by number").param(instance).query(ROW).list();
    }

    /** @return false if it was noted already: then nothing is */
    boolean advance(Row row, SettlingProgress to, long memberships) {
        return jdbc.sql("""
                        update settling set partition_id = ?, next_offset = ?, memberships = memberships + ?
                        where number = ? and state = 'running' and partition_id = ? and next_offset = ?""")
                .params(to.partition(), to.offset(), memberships, row.settling().number(), row.progress().partition(), row.progress().offset())
                .update() > 0;
    }

    void finish(Settling settling, Instant now) {
        jdbc.sql("update settling set state = 'done', finished_at = ? where number = ?").params(time(now), settling.number()).update();
        jdbc.sql("update terms_in_force set settled_at = ? where dataflow = ? and audience = ?")
                .params(time(now), settling.dataflow(), settling.audience())
                .update();
    }

    /** @return false if the database was not lost, or some of these have not been settled since */
    boolean endLossOfState(Collection<ActivatedAudience> all) {
        Set<ActivatedAudience> settled = new HashSet<>(jdbc.sql("select dataflow, audience from terms_in_force where settled_at is not null")
                .query((row, n) -> new ActivatedAudience(row.getString(1), row.getString(2)))
                .list());
        return settled.containsAll(all) && jdbc.sql("delete from setting where name = ?").param(StateCheck.STATE_LOST).update() > 0;
    }

    Map<Long, String> reasons(Collection<Long> numbers) {
        Map<Long, String> reasons = new HashMap<>();
        if (!numbers.isEmpty()) {
            jdbc.sql("select number, reason from settling where number in (:numbers)")
                    .param("numbers", numbers)
                    .query(row -> {
                        reasons.put(row.getLong(1), row.getString(2));
                    });
        }
        return reasons;
    }

    /** With how far they were counted: none of their changes is left in a change topic. */
    void deleteFinishedBefore(Instant moment) {
        jdbc.sql("delete from counted_source where source_topic in (select 'settling:' || number from settling where state = 'done' and finished_at < ?)")
                .param(time(moment))
                .update();
        jdbc.sql("delete from settling where state = 'done' and finished_at < ?").param(time(moment)).update();
    }

    /** Newest first. */
    List<Settling> newest(int most) {
        return jdbc.sql("select * from settling order by number desc limit ?").param(most).query(SETTLING).list();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
