package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.Hold.State;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table {@code hold}: ranges of the change topics that are committed past without being delivered, each of one feed. A range grows
 * with every flush that brings more of its feed, in the transaction that counts it as held, so what is counted is what it has.
 */
@Repository
public class Holds {

    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);

    private static final int LONGEST_MESSAGE = 2000;

    private static final RowMapper<Hold> ROW = (row, n) -> new Hold(
            row.getLong("number"),
            row.getString("instance"),
            row.getString("dataflow"),
            row.getString("audience"),
            Reason.valueOf(row.getString("reason")),
            row.getString("message"),
            row.getObject("list_id", Long.class),
            row.getString("list_name"),
            row.getBoolean("list_lost"),
            row.getObject("since", OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
            row.getLong("from_offset"),
            row.getLong("to_offset"),
            row.getLong("next_offset"),
            row.getLong("changes"),
            row.getLong("released"),
            row.getBoolean("additions_only"),
            State.valueOf(row.getString("state")));

    private final JdbcClient jdbc;
    private final Settlings settlings;
    private final Tallies tallies;
    private final Clock clock;

    Holds(JdbcClient jdbc, Settlings settlings, Tallies tallies, Clock clock) {
        this.jdbc = jdbc;
        this.settlings = settlings;
        this.tallies = tallies;
        this.clock = clock;
    }

    /** Oldest first. */
    public List<Hold> all() {
        return jdbc.sql("select * from hold order by number").query(ROW).list();
    }

    public Optional<Hold> of(long number) {
        return jdbc.sql("select * from hold where number = ?").param(number).query(ROW).optional();
    }

    List<Hold> of(String instance, State state) {
        return jdbc.sql("select * from hold where instance = ? and state = ? order by number").params(instance, state.name()).query(ROW).list();
    }

    /** The feeds of which nothing is delivered now, or no additions are; one hold each. */
    Map<Feed, Hold> held(String instance) {
        Map<Feed, Hold> held = new HashMap<>();
        of(instance, State.HELD).forEach(hold -> held.put(hold.feed(), hold));
        return held;
    }

    /** Joins the transaction that counts the flush. */
    @Transactional
    void record(Flush flush) {
        flush.holds().forEach((feed, hold) -> extend(hold, hold.additionsOnly() ? flush.records(feed).additions() : flush.records(feed)));
        flush.newHoldsOfAdditions().forEach(hold -> add(flush.instance(), hold, flush.records(hold.feed()).additions(), flush.endOffset()));
        flush.newHolds().forEach(hold -> add(flush.instance(), hold, flush.records(hold.feed()), flush.endOffset()));
    }

    /** Also while it is being released: what comes of the feed from then on is delivered, but this flush began before. */
    private void extend(Hold hold, FeedRecords records) {
        if (records.isEmpty()) {
            return;
        }
        int extended = jdbc.sql("update hold set to_offset = ?, changes = changes + ? where number = ?")
                .params(records.to(), records.changes(), hold.number())
                .update();
        if (extended == 0) {
            throw new BatchFailedException("hold " + hold.number() + " was released meanwhile; the batch is read again");
        }
        repeats(hold.number(), records);
    }

    private void add(String instance, NewHold hold, FeedRecords records, long endOffset) {
        long from = records.isEmpty() ? endOffset : records.from();
        long to = records.isEmpty() ? endOffset : records.to();
        // A hold of additions ends with the one of everything: its changes are held by that one when they are queued again.
        jdbc.sql("update hold set state = 'RELEASING' where dataflow = ? and audience = ? and state = 'HELD' and additions_only")
                .params(hold.feed().dataflow(), hold.feed().audience())
                .update();
        KeyHolder number = new GeneratedKeyHolder();
        jdbc.sql("""
                        insert into hold (instance, dataflow, audience, reason, message, list_id, list_name, list_lost, since,
                          from_offset, to_offset, next_offset, changes, released, additions_only, state)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 'HELD')""")
                .params(instance, hold.feed().dataflow(), hold.feed().audience(), hold.reason().name(), shortened(hold.message()), hold.listId(),
                        hold.listName(), hold.listLost(), Timestamp.from(clock.instant()), from, to, from, records.changes(), hold.isOfAdditionsOnly())
                .update(number, "number");
        repeats(number.getKeyAs(Long.class), records);
        LOG.warn("{} of audience {} of dataflow {} are held from now on ({}): {}", hold.isOfAdditionsOnly() ? "Additions" : "Changes", hold.feed().audience(),
                hold.feed().dataflow(), hold.reason(), hold.message());
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    private void repeats(long hold, FeedRecords records) {
        records.repeats().forEach(offset -> jdbc.sql("insert into hold_repeat (hold, record_offset) values (?, ?)").params(hold, offset).update());
    }

    /** Those of a part of the range that are not to be queued again: see {@link FeedRecords#repeats}, or they were imported. */
    Set<Long> done(long hold, long from, long to) {
        return new HashSet<>(jdbc.sql("""
                        select record_offset from hold_repeat where hold = ? and record_offset >= ? and record_offset < ?
                        union select record_offset from import_row where hold = ? and record_offset >= ? and record_offset < ?""")
                .params(hold, from, to, hold, from, to)
                .query(Long.class)
                .list());
    }

    /** Those of a part of the range that are there a second time: see {@link FeedRecords#repeats}. */
    Set<Long> repeats(long hold, long from, long to) {
        return new HashSet<>(jdbc.sql("select record_offset from hold_repeat where hold = ? and record_offset >= ? and record_offset < ?")
                .params(hold, from, to)
                .query(Long.class)
                .list());
    }

    /**
     * Has the changes queued again, from the oldest on, and those that come from now on delivered. One that is incomplete goes on
     * with what is left of it. What is under way of a bulk import is seen to its end first, since nothing may overtake it.
     *
     * @return the hold, or empty if there is none of this number (any more)
     */
    @Transactional
    public Optional<Hold> release(long number) {
        Optional<Hold> hold = of(number);
        if (hold.isPresent() && hold.get().reason() == Reason.IMPORTING && hold.get().state() == State.HELD) {
            jdbc.sql("update hold set import_closing = true where number = ?").param(number).update();
            return hold;
        }
        return releaseNow(hold);
    }

    /** For the job that imports, when no import of the hold is under way. */
    @Transactional
    void releaseImported(long number) {
        releaseNow(of(number));
    }

    /** Whether no more of it is to be imported. */
    boolean isClosing(long number) {
        return jdbc.sql("select import_closing from hold where number = ?").param(number).query(Boolean.class).optional().orElse(true);
    }

    /** What people see of it. */
    void say(long number, String message) {
        jdbc.sql("update hold set message = ? where number = ?").params(shortened(message), number).update();
    }

    /** So many of its changes were imported, and are not queued again. */
    void imported(long number, long changes) {
        jdbc.sql("update hold set released = released + ? where number = ?").params(changes, number).update();
    }

    private Optional<Hold> releaseNow(Optional<Hold> hold) {
        if (hold.isPresent() && hold.get().state() != State.RELEASING) {
            long number = hold.get().number();
            jdbc.sql("update hold set state = 'RELEASING' where number = ?").param(number).update();
            LOG.info("Hold {} of audience {} of dataflow {} ({}) is released: {} changes are queued again", number, hold.get().audience(),
                    hold.get().dataflow(), hold.get().reason(), hold.get().changes() - hold.get().released());
            return of(number);
        }
        return hold;
    }

    /**
     * Kafka has the part up to {@code next}. Being killed before this queues it once more, which counts nothing and changes nothing.
     *
     * @param changes as many of those held
     */
    @Transactional
    void released(Hold hold, long next, long changes) {
        jdbc.sql("update hold set next_offset = ?, released = released + ? where number = ? and next_offset = ?")
                .params(next, changes, hold.number(), hold.nextOffset())
                .update();
        of(hold.number()).filter(now -> now.nextOffset() >= now.toOffset()).ifPresent(this::end);
    }

    private void end(Hold hold) {
        int ended = jdbc.sql("delete from hold where number = ? and next_offset >= to_offset").param(hold.number()).update();
        if (ended == 0) {
            return; // a flush has just added to it
        }
        if (hold.listLost()) {
            settlings.request(hold.dataflow(), hold.audience(), hold.instance(), Settlings.LIST_RECREATED);
        }
        long lost = hold.changes() - hold.released();
        if (lost > 0) {
            Tally tally = Tally.ofNoBatch();
            tally.add(hold.dataflow(), hold.audience(), Tally.Outcome.HELD, "", -lost);
            tally.add(hold.dataflow(), hold.audience(), Tally.Outcome.FAILED, Reason.EXPIRED.name(), lost);
            tallies.record(tally);
        }
        LOG.info("All of hold {} of audience {} of dataflow {} is queued again{}", hold.number(), hold.audience(), hold.dataflow(),
                lost > 0 ? ", except " + lost + " changes that Kafka no longer keeps" : "");
    }

    /** A part of it is no longer kept by Kafka: nothing more is queued of it until somebody releases it, knowing that. */
    void incomplete(Hold hold, long firstKept) {
        String message = ("Of the changes held, Kafka no longer keeps those at offsets %d to %d of the change topic. Release the hold to go on with the "
                + "rest; settle the audience, or have its producer send it again, for those that are lost. It was held because: %s")
                        .formatted(hold.nextOffset(), Math.min(firstKept, hold.toOffset()) - 1, hold.message());
        jdbc.sql("update hold set state = 'INCOMPLETE', next_offset = ?, message = ? where number = ? and state = 'RELEASING'")
                .params(Math.min(firstKept, hold.toOffset()), shortened(message), hold.number())
                .update();
        LOG.error("Hold {} of audience {} of dataflow {} is incomplete. {}", hold.number(), hold.audience(), hold.dataflow(), message);
    }
}
