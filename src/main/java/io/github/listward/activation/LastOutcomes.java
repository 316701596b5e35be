package io.github.listward.activation;

import io.github.listward.batch.Chunks;
import io.github.listward.batch.Chunks.Column;
import io.github.listward.profile.Position;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Table {@code last_outcome}: what became last of a person in an audience of a dataflow. What is kept is the outcome of the newest wish, by
 * the order of wishes; of one wish the one recorded last. One that only says that nothing was to be done hides no other that says why
 * (docs/adr/0021-trace.md).
 */
@Repository
public class LastOutcomes {

    /** How an outcome stands to the one that is kept. */
    public enum Weight {
        /** It is decided: delivered, failed, or a rule of delivery said no. */
        DECIDES,
        /** It is kept out before delivery, or waits: delivery may find nothing to do when its turn comes. */
        WAITS,
        /** It is so already: that hides neither when it came to be so, nor that the same wish was decided otherwise. */
        CONFIRMS,
        /** It came too late to matter: kept only where nothing else is known. */
        PASSES
    }

    /**
     * @param outcome {@code activated}, {@code excluded}, {@code failed} or {@code held}
     * @param reason reason code, or what being activated changed, in lower case
     * @param code Marketo's, or null; {@code requestId} likewise
     * @param at since when the wish holds; with {@code source} and {@code settling} its order
     * @param attempt 0 for the first time, n for the n-th time it was sent again
     */
    public record LastOutcome(
            String person,
            String dataflow,
            String audience,
            boolean qualified,
            String outcome,
            String reason,
            String code,
            String requestId,
            Weight weight,
            Instant at,
            Position source,
            long settling,
            int attempt) {

        private static final Comparator<LastOutcome> ORDER =
                Comparator.comparing(LastOutcome::at).thenComparing(LastOutcome::source).thenComparingLong(LastOutcome::settling);

        private Key key() {
            return new Key(person, dataflow, audience);
        }

        /** Whether it is kept, and not the one before it; the statement below judges alike. */
        private boolean replaces(LastOutcome before) {
            if (weight == Weight.PASSES || before.weight == Weight.PASSES) {
                return weight != Weight.PASSES;
            }
            return ORDER.compare(before, this) <= 0 && (weight != Weight.CONFIRMS
                    || before.weight != Weight.DECIDES
                    || before.qualified != qualified
                    || !before.outcome.equals("activated") && !(before.at.equals(at) && before.source.equals(source)));
        }
    }

    private record Key(String person, String dataflow, String audience) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::person).thenComparing(Key::dataflow).thenComparing(Key::audience);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final int MOST_TRIES = 5;

    private static final List<Column<LastOutcome>> WRITTEN = List.of(
            new Column<>("varchar", LastOutcome::person),
            new Column<>("varchar", LastOutcome::dataflow),
            new Column<>("varchar", LastOutcome::audience),
            new Column<>("boolean", LastOutcome::qualified),
            new Column<>("varchar", LastOutcome::outcome),
            new Column<>("varchar", LastOutcome::reason),
            new Column<>("varchar", LastOutcome::code),
            new Column<>("varchar", LastOutcome::requestId),
            new Column<>("boolean", row -> row.weight() == Weight.DECIDES),
            new Column<>("boolean", row -> row.weight() == Weight.CONFIRMS),
            new Column<>("boolean", row -> row.weight() == Weight.PASSES),
            new Column<>("bigint", row -> micros(row.at())),
            new Column<>("varchar", row -> row.source().topic()),
            new Column<>("integer", row -> row.source().partition()),
            new Column<>("bigint", row -> row.source().offset()),
            new Column<>("bigint", LastOutcome::settling),
            new Column<>("integer", LastOutcome::attempt));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate nested;
    private final Clock clock;

    LastOutcomes(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.nested = new TransactionTemplate(transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
        this.clock = clock;
    }

    /**
     * Joins the transaction that counts them. Activation, of any replica, and delivery write of the same people: PostgreSQL refuses a merge
     * whose row another transaction has inserted meanwhile, and locks rows in no certain order. Neither may cost a flush, so it is tried again.
     *
     * @param outcomes of one person in one audience there may be several, in the order they were decided in
     */
    public void put(Collection<LastOutcome> outcomes) {
        Map<Key, LastOutcome> newest = new HashMap<>(outcomes.size() * 2);
        outcomes.forEach(each -> newest.merge(each.key(), each, (before, next) -> next.replaces(before) ? next : before));
        List<LastOutcome> rows = newest.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
        for (int tries = 1; ; tries++) {
            try {
                nested.executeWithoutResult(status -> write(rows));
                return;
            } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void write(List<LastOutcome> rows) {
        long now = micros(clock.instant());
        Chunks.update(jdbc, """
                merge into last_outcome t using (select * from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as varchar array),
                  cast(? as boolean array), cast(? as varchar array), cast(? as varchar array), cast(? as varchar array), cast(? as varchar array),
                  cast(? as boolean array), cast(? as boolean array), cast(? as boolean array), cast(? as bigint array), cast(? as varchar array),
                  cast(? as integer array), cast(? as bigint array), cast(? as bigint array), cast(? as integer array))
                  as k(person, dataflow, audience, qualified, outcome, reason, code, request_id, decided, confirms, passes, wished_at, source_topic,
                  source_partition, source_offset, settling, attempt)) s
                on t.person = s.person and t.dataflow = s.dataflow and t.audience = s.audience
                when matched and not s.passes and (t.reason = 'STALE'
                  or (t.wished_at, t.source_topic, t.source_partition, t.source_offset, t.settling)
                    <= (s.wished_at, s.source_topic, s.source_partition, s.source_offset, s.settling)
                  and (not s.confirms or not t.decided or t.qualified <> s.qualified or t.outcome <> 'activated'
                    and (t.wished_at, t.source_topic, t.source_partition, t.source_offset) <> (s.wished_at, s.source_topic, s.source_partition, s.source_offset)))
                then update set qualified = s.qualified, outcome = s.outcome, reason = s.reason, code = s.code, request_id = s.request_id,
                  recorded_at = ?, decided = s.decided, wished_at = s.wished_at, source_topic = s.source_topic, source_partition = s.source_partition,
                  source_offset = s.source_offset, settling = s.settling, attempt = s.attempt
                when not matched then insert (person, dataflow, audience, qualified, outcome, reason, code, request_id, recorded_at, decided, wished_at,
                  source_topic, source_partition, source_offset, settling, attempt)
                  values (s.person, s.dataflow, s.audience, s.qualified, s.outcome, s.reason, s.code, s.request_id, ?, s.decided, s.wished_at,
                  s.source_topic, s.source_partition, s.source_offset, s.settling, s.attempt)""", rows, WRITTEN, now, now);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
