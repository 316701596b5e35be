package io.github.listward.monitoring;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The failure report: one row per failed change. */
@Component
public class Failures {

    private static final int ROWS_PER_BATCH = 500;

    /** So many are read at a time: what a download holds in memory. */
    private static final int ROWS_PER_CHUNK = 2_000;

    /** Of more, a page only says that there are more: to count a million takes longer than to read a page. */
    private static final int MOST_COUNTED = 10_000;

    private static final int MOST_OF_A_PERSON = 5;

    private static final String COLUMNS = "origin, dataflow, audience, identity, reason, message, marketo_code, request_id, occurred_at,"
            + " dead_letter_partition, dead_letter_offset, replay_requested_at, replayed_at, attempt, replays, state, resolved_at, resolved_as";

    private static final String NEWEST_FIRST = "occurred_at desc, dead_letter_partition desc, dead_letter_offset desc";

    /** What column {@code state} has to be. H2 and PostgreSQL have no common form of a generated column. */
    private static final String STATE = """
            case when resolved_at is not null then 'RESOLVED' when replay_requested_at is not null then 'REPLAY_REQUESTED'
              when replays > attempt then 'REPLAYED' else 'OPEN' end""";

    /** The dead letter at hand, as a table of one row. */
    private static final String LETTER = """
            (select cast(? as varchar) origin, cast(? as varchar) dataflow, cast(? as varchar) audience,
              cast(? as varchar) identity, cast(? as integer) attempt, cast(? as varchar) reason, cast(? as varchar) message,
              cast(? as varchar) marketo_code, cast(? as varchar) request_id, cast(? as timestamp with time zone) occurred_at,
              cast(? as integer) dead_letter_partition, cast(? as bigint) dead_letter_offset) s
            on t.origin = s.origin and t.dataflow = s.dataflow and t.audience = s.audience and t.identity = s.identity""";

    private static final String UNRESOLVED = " and resolved_at is null";

    /** Delivery failed on it, and knew whom it is about: what failed earlier has passed no check and is never sent on. */
    private static final String REPLAYABLE = UNRESOLVED + " and identity <> ''";

    /** One change after the other in one order always, so that this and delivery, which ends their rows, never wait for each other's. */
    private static final Comparator<Failure> ORDER = Comparator.comparing(Failure::origin)
            .thenComparing(Failure::dataflow)
            .thenComparing(Failure::audience)
            .thenComparing(Failure::identity);

    private static final String KEY = "origin = ? and dataflow = ? and audience = ? and identity = ?";

    private final JdbcTemplate jdbc;

    Failures(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
    }

    /** Adds what has just failed, and been counted so, in one transaction. */
    @Transactional
    void add(Collection<Failure> failures) {
        add(failures, "case when s.attempt = 0 and s.identity <> '' then s.reason end");
    }

    /** Adds what failed some time ago in one transaction. It may have been counted by a database that is gone. */
    @Transactional
    void addAgain(Collection<Failure> failures) {
        add(failures, "cast(null as varchar)");
    }

    /**
     * What failed again has one row still, of its latest failure, with when it was replayed, and one more in its history. So both stay
     * as they are when a dead letter is read again, or one older than that.
     */
    private void add(Collection<Failure> failures, String countedAs) {
        List<Failure> ordered = failures.stream().sorted(ORDER).toList();
        merge(ordered, "merge into failure_attempt t using " + LETTER + """
                 and t.attempt = s.attempt
                when matched and s.occurred_at >= t.occurred_at then update set reason = s.reason, message = s.message,
                  marketo_code = s.marketo_code, request_id = s.request_id, occurred_at = s.occurred_at,
                  dead_letter_partition = s.dead_letter_partition, dead_letter_offset = s.dead_letter_offset
                when not matched then insert (origin, dataflow, audience, identity, attempt, reason, message, marketo_code, request_id,
                  occurred_at, dead_letter_partition, dead_letter_offset)
                  values (s.origin, s.dataflow, s.audience, s.identity, s.attempt, s.reason, s.message, s.marketo_code, s.request_id,
                  s.occurred_at, s.dead_letter_partition, s.dead_letter_offset)""");
        merge(ordered, "merge into failure t using " + LETTER + """

                when matched and (s.attempt > t.attempt or s.attempt = t.attempt and s.occurred_at >= t.occurred_at) then update set
                  attempt = s.attempt, replays = greatest(t.replays, s.attempt), reason = s.reason, message = s.message,
                  marketo_code = s.marketo_code, request_id = s.request_id, occurred_at = s.occurred_at,
                  dead_letter_partition = s.dead_letter_partition, dead_letter_offset = s.dead_letter_offset,
                  counted_as = case when s.occurred_at > t.resolved_at then %1$s else t.counted_as end,
                  resolved_as = case when s.occurred_at > t.resolved_at then null else t.resolved_as end,
                  resolved_at = case when s.occurred_at > t.resolved_at then null else t.resolved_at end
                when not matched then insert (origin, dataflow, audience, identity, attempt, replays, reason, message, marketo_code, request_id,
                  occurred_at, dead_letter_partition, dead_letter_offset, counted_as)
                  values (s.origin, s.dataflow, s.audience, s.identity, s.attempt, s.attempt, s.reason, s.message, s.marketo_code, s.request_id,
                  s.occurred_at, s.dead_letter_partition, s.dead_letter_offset, %1$s)""".formatted(countedAs));
        forEach(ordered, "update failure set state = " + STATE + " where " + KEY);
    }

    private void merge(Collection<Failure> failures, String sql) {
        jdbc.batchUpdate(sql, failures, ROWS_PER_BATCH, (statement, failure) -> {
            key(statement, 1, failure);
            statement.setInt(5, failure.attempt());
            statement.setString(6, failure.reason());
            statement.setString(7, failure.message());
            statement.setString(8, failure.marketoCode());
            statement.setString(9, failure.requestId());
            statement.setObject(10, utc(failure.occurredAt()));
            statement.setInt(11, failure.deadLetterPartition());
            statement.setLong(12, failure.deadLetterOffset());
        });
    }

    /** Each time the change of an event failed, per dataflow, audience and identity from the first on. */
    @Transactional(readOnly = true)
    public List<FailureAttempt> attempts(String origin, String dataflow, String audience, String identity) {
        Terms terms = new Terms(new FailureFilter(origin, dataflow, audience, identity, null, null, null, null));
        return jdbc.query("select * from failure_attempt" + terms.sql + " order by dataflow, audience, identity, attempt", Failures::attempt,
                terms.arguments.toArray());
    }

    /** The newest few of a person in one audience, newest first. */
    List<FailureAttempt> newestOf(String dataflow, String audience, Collection<String> identities) {
        return identities.stream()
                .flatMap(identity -> jdbc.query("select * from failure_attempt where identity = ? and dataflow = ? and audience = ? order by occurred_at desc limit "
                        + MOST_OF_A_PERSON, Failures::attempt, identity, dataflow, audience).stream())
                .sorted(Comparator.comparing(FailureAttempt::occurredAt).reversed())
                .limit(MOST_OF_A_PERSON)
                .toList();
    }

    private static FailureAttempt attempt(ResultSet row, int number) throws SQLException {
        return new FailureAttempt(
                row.getString("origin"),
                row.getString("dataflow"),
                row.getString("audience"),
                row.getString("identity"),
                row.getInt("attempt"),
                row.getString("reason"),
                row.getString("message"),
                row.getString("marketo_code"),
                row.getString("request_id"),
                instant(row, "occurred_at"),
                row.getInt("dead_letter_partition"),
                row.getLong("dead_letter_offset"));
    }

    /** One page, newest first. */
    @Transactional(readOnly = true)
    public List<Failure> page(FailureFilter filter, int limit, long offset) {
        Terms terms = new Terms(filter);
        terms.arguments.add(limit);
        terms.arguments.add(offset);
        return jdbc.query("select " + COLUMNS + " from failure" + terms.sql + terms.newestFirst() + " limit ? offset ?", Failures::failure, terms.arguments.toArray());
    }

    /** How many there are; empty for more than ten thousand. */
    @Transactional(readOnly = true)
    public OptionalInt count(FailureFilter filter) {
        Terms terms = new Terms(filter);
        terms.arguments.add(MOST_COUNTED + 1);
        int found = jdbc.queryForObject("select count(*) from (select 1 from failure" + terms.sql + terms.newestFirst() + " limit ?) as found",
                Integer.class, terms.arguments.toArray());
        return found > MOST_COUNTED ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** How many failures are in each state; a state nothing is in is left out. */
    @Transactional(readOnly = true)
    public Map<FailureState, Long> countByState() {
        Map<FailureState, Long> counts = new EnumMap<>(FailureState.class);
        jdbc.query("select state, count(*) from failure group by state", row -> {
            counts.put(FailureState.valueOf(row.getString(1)), row.getLong(2));
        });
        return counts;
    }

    /**
     * Hands over every one, newest first, some thousands at a time. Each time is a query of its own, so a slow reader keeps no
     * connection and no transaction; what fails again meanwhile may be missing.
     */
    public void forEachChunk(FailureFilter filter, Consumer<List<Failure>> consumer) {
        List<Failure> chunk = after(filter, null);
        while (!chunk.isEmpty()) {
            consumer.accept(chunk);
            chunk = chunk.size() < ROWS_PER_CHUNK ? List.of() : after(filter, chunk.get(chunk.size() - 1));
        }
    }

    private List<Failure> after(FailureFilter filter, Failure last) {
        Terms terms = new Terms(filter);
        if (last != null) {
            OffsetDateTime occurredAt = utc(last.occurredAt());
            terms.and("occurred_at <= ?", occurredAt); // H2 finds its way in an index by this, not by the next one
            terms.and("(occurred_at, dead_letter_partition, dead_letter_offset) < (?, ?, ?)", occurredAt, last.deadLetterPartition(), last.deadLetterOffset());
        }
        terms.arguments.add(ROWS_PER_CHUNK);
        return jdbc.query("select " + COLUMNS + " from failure" + terms.sql + terms.newestFirst() + " limit ?", Failures::failure, terms.arguments.toArray());
    }

    /**
     * Forgets failures with their history, unless they are still to be sent again.
     *
     * @param before those that failed last, and were sent again last, before then
     * @return how many of at most {@code most}
     */
    @Transactional
    int forget(Instant before, int most) {
        List<Failure> old = jdbc.query("select " + COLUMNS + " from failure where occurred_at < ? and replay_requested_at is null"
                        + " and (replayed_at is null or replayed_at < ?) order by occurred_at limit ?", Failures::failure, utc(before), utc(before), most)
                .stream().sorted(ORDER).toList();
        for (String table : List.of("failure_attempt", "failure")) {
            forEach(old, "delete from " + table + " where " + KEY);
        }
        return old.size();
    }

    /**
     * Has failed changes sent again, unless they are resolved. They keep their place in the order of wishes, and their rows.
     *
     * @throws ReplayRefusedException while it is not known what was wanted after them
     */
    @Transactional
    public ReplayRequest requestReplay(FailureFilter filter, Instant at) {
        if (stateIsLost()) {
            throw new ReplayRefusedException("The state was lost, so what was wanted after these changes is not known: an old one could win."
                    + " Settle every audience first (POST /api/settle), then replay.");
        }
        Terms terms = new Terms(filter);
        Object[] arguments = terms.arguments.toArray();
        int found = jdbc.queryForObject("select count(*) from failure" + terms.sql + UNRESOLVED, Integer.class, arguments);
        terms.arguments.add(0, utc(at));
        int requested = jdbc.update("update failure set replay_requested_at = ?, state = 'REPLAY_REQUESTED'" + terms.sql + REPLAYABLE, terms.arguments.toArray());
        return ReplayRequest.of(requested, found - requested);
    }

    /** Set where the database is newer than what has been delivered. */
    private boolean stateIsLost() {
        return jdbc.queryForObject("select count(*) from setting where name = 'state-lost'", Integer.class) > 0;
    }

    /** Has the dead-letter topic read into the tables once more, from its beginning. */
    @Transactional
    public void requestRebuild() {
        jdbc.update("delete from failure_rebuild");
        jdbc.update("insert into failure_rebuild (dead_letter_partition, next_offset, end_offset) values (-1, 0, 0)");
    }

    /** The first of those to send again, in the order of their dead letters. */
    List<Failure> toReplay(int limit) {
        return stateIsLost() ? List.of() : jdbc.query("select " + COLUMNS + " from failure where replay_requested_at is not null"
                + " order by dead_letter_partition, dead_letter_offset limit ?", Failures::failure, limit);
    }

    /** They have been sent again, for one time more than they say. One may have ended, or failed again, by now. */
    @Transactional
    void replayed(Collection<Failure> failures, Instant at) {
        List<Failure> ordered = failures.stream().sorted(ORDER).toList();
        jdbc.batchUpdate("update failure set replay_requested_at = null, replayed_at = ?, replays = ? where " + KEY, ordered, ROWS_PER_BATCH,
                (statement, failure) -> {
                    statement.setObject(1, utc(at));
                    statement.setInt(2, failure.replays() + 1);
                    key(statement, 3, failure);
                });
        forEach(ordered, "update failure set state = " + STATE + " where " + KEY);
    }

    /** They cannot be sent again. */
    @Transactional
    void withdrawReplay(Collection<Failure> failures) {
        List<Failure> ordered = failures.stream().sorted(ORDER).toList();
        forEach(ordered, "update failure set replay_requested_at = null where " + KEY);
        forEach(ordered, "update failure set state = " + STATE + " where " + KEY);
    }

    private void forEach(List<Failure> failures, String sql) {
        jdbc.batchUpdate(sql, failures, ROWS_PER_BATCH, (statement, failure) -> key(statement, 1, failure));
    }

    private static void key(PreparedStatement statement, int first, Failure failure) throws SQLException {
        statement.setString(first, failure.origin());
        statement.setString(first + 1, failure.dataflow());
        statement.setString(first + 2, failure.audience());
        statement.setString(first + 3, failure.identity());
    }

    private static Failure failure(ResultSet row, int number) throws SQLException {
        return new Failure(
                row.getString("origin"),
                row.getString("dataflow"),
                row.getString("audience"),
                row.getString("identity"),
                row.getString("reason"),
                row.getString("message"),
                row.getString("marketo_code"),
                row.getString("request_id"),
                instant(row, "occurred_at"),
                row.getInt("dead_letter_partition"),
                row.getLong("dead_letter_offset"),
                instant(row, "replay_requested_at"),
                instant(row, "replayed_at"),
                row.getInt("attempt"),
                row.getInt("replays"),
                FailureState.valueOf(row.getString("state")),
                instant(row, "resolved_at"),
                row.getString("resolved_as"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static final class Terms {

        private final StringBuilder sql = new StringBuilder(" where 1 = 1");
        private final List<Object> arguments = new ArrayList<>();

        private final String sameInAll;

        private Terms(FailureFilter filter) {
            sameInAll = sameInAll(filter);
            and("origin = ?", filter.origin());
            and("dataflow = ?", filter.dataflow());
            and("audience = ?", filter.audience());
            and("identity = ?", filter.identity());
            and("reason = ?", filter.reason());
            and("state = ?", filter.state() == null ? null : filter.state().name());
            and("occurred_at >= ?", filter.from() == null ? null : utc(filter.from()));
            and("occurred_at < ?", filter.to() == null ? null : utc(filter.to()));
        }

        /** The first columns of the index that leaves the fewest, which are the same in all rows: H2 goes along an index only in its own order. */
        private static String sameInAll(FailureFilter filter) {
            if (filter.identity() != null) {
                return "identity, ";
            } else if (filter.audience() != null) {
                return "audience, ";
            } else if (filter.dataflow() != null) {
                return "dataflow, ";
            }
            return (filter.reason() == null ? "" : "reason, ") + (filter.state() == null ? "" : "state, ");
        }

        private String newestFirst() {
            return " order by " + sameInAll + NEWEST_FIRST;
        }

        /** Left out where the argument is null. */
        private void and(String condition, Object... values) {
            if (values[0] != null) {
                sql.append(" and ").append(condition);
                arguments.addAll(List.of(values));
            }
        }
    }
}
