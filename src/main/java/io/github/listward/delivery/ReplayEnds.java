package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import io.github.listward.batch.Chunks;
import io.github.listward.batch.Chunks.Column;
import io.github.listward.batch.Tally;
import io.github.listward.delivery.Outcome.Activated;
import io.github.listward.delivery.Outcome.Excluded;
import io.github.listward.delivery.Outcome.Failed;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What became of failed changes that were sent again. Their rows of the failure report say it, and they are no longer counted as
 * failed, but as what they are now. A row says where its change stands in the counters, and both move in one transaction, so that a
 * replay that is read, or sent, any number of times moves it once.
 */
@Component
class ReplayEnds {

    /** The primary key of table {@code failure}. */
    private record Key(String origin, String dataflow, String audience, String identity) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::origin)
                .thenComparing(Key::dataflow)
                .thenComparing(Key::audience)
                .thenComparing(Key::identity);

        static Key of(Move move) {
            MembershipChange change = move.change();
            return new Key(change.source().toString(), change.dataflow(), change.audience(), move.person().id());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * @param countedAs reason it is counted as failed under, or null if it is not
     * @param resolvedAs null if it has not ended otherwise than failed
     */
    private record End(Key key, String countedAs, String resolvedAs) {}

    private static final List<Column<End>> WRITTEN = List.of(
            new Column<>("varchar", end -> end.key().origin()),
            new Column<>("varchar", end -> end.key().dataflow()),
            new Column<>("varchar", end -> end.key().audience()),
            new Column<>("varchar", end -> end.key().identity()),
            new Column<>("varchar", End::countedAs),
            new Column<>("varchar", End::resolvedAs));

    private final JdbcTemplate jdbc;
    private final Clock clock;

    ReplayEnds(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Joins the caller's transaction, which records the tally, too. What is held has not ended. */
    void record(List<Move> moves, Tally tally) {
        List<Move> ended = moves.stream().filter(move -> move.isReplayed() && !move.derived() && move.person() != null && !move.isHeld()).toList();
        if (ended.isEmpty()) {
            return;
        }
        Map<Key, String> open = open(ended);
        Map<Key, End> ends = new TreeMap<>();
        for (Move move : ended) {
            Key key = Key.of(move);
            End before = ends.get(key);
            boolean isOpen = before == null ? open.containsKey(key) : before.resolvedAs() == null;
            if (isOpen) {
                ends.put(key, end(key, before == null ? open.get(key) : before.countedAs(), move, tally));
            }
        }
        write(List.copyOf(ends.values()));
    }

    /** The reason each is counted under, or null. What has been resolved is left out: it ends once. */
    private Map<Key, String> open(List<Move> moves) {
        Map<Key, String> open = new HashMap<>();
        Chunks.query(jdbc, """
                select f.origin, f.dataflow, f.audience, f.identity, f.counted_as from unnest(?) as k(id) join failure f on f.origin = k.id
                where f.resolved_at is null""", "varchar", moves.stream().map(move -> move.change().source().toString()).toList(),
                (row, n) -> open.put(new Key(row.getString(1), row.getString(2), row.getString(3), row.getString(4)), row.getString(5)));
        return open;
    }

    private static End end(Key key, String countedAs, Move move, Tally tally) {
        Outcome outcome = move.outcome();
        if (outcome instanceof Failed failed) {
            String reason = failed.reason().name();
            if (countedAs != null && !countedAs.equals(reason)) {
                tally.add(key.dataflow(), key.audience(), Tally.Outcome.FAILED, countedAs, -1);
                tally.add(key.dataflow(), key.audience(), Tally.Outcome.FAILED, reason, 1);
            }
            return new End(key, countedAs == null ? null : reason, null);
        }
        if (countedAs != null) {
            tally.add(key.dataflow(), key.audience(), Tally.Outcome.FAILED, countedAs, -1);
            if (outcome instanceof Activated activated) {
                tally.add(key.dataflow(), key.audience(), Tally.Outcome.ACTIVATED, activated.effect().name().toLowerCase(Locale.ROOT), 1);
            } else if (outcome instanceof Excluded excluded) {
                tally.add(key.dataflow(), key.audience(), Tally.Outcome.EXCLUDED, excluded.reason().name(), 1);
            }
        }
        return new End(key, null, outcome instanceof Excluded excluded ? excluded.reason().name() : "ACTIVATED");
    }

    private void write(List<End> ends) {
        Chunks.update(jdbc, """
                merge into failure t using (select * from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as varchar array),
                  cast(? as varchar array), cast(? as varchar array), cast(? as varchar array))
                  as k(origin, dataflow, audience, identity, counted_as, resolved_as)) s
                on t.origin = s.origin and t.dataflow = s.dataflow and t.audience = s.audience and t.identity = s.identity
                when matched then update set counted_as = s.counted_as, resolved_as = s.resolved_as,
                  resolved_at = case when s.resolved_as is not null then cast(? as timestamp with time zone) end,
                  state = case when s.resolved_as is not null then 'RESOLVED' else t.state end""",
                ends, WRITTEN, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    }
}
