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
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The failure report: one row per failed change. */
@Component
public class Failures {

    private static final int ROWS_PER_FETCH = 500;

    private static final int MOST_OF_A_PERSON = 5;

    private static final String COLUMNS = "origin, dataflow, audience, identity, reason, message, marketo_code, request_id, occurred_at,"
            + " dead_letter_partition, dead_letter_offset, replay_requested_at, replayed_at, attempt, replays";

    /** The dead letter at hand, as a table of one row. */
    private static final String LETTER = """
            (select cast(? as varchar) origin, cast(? as varchar) dataflow, cast(? as varchar) audience,
              cast(? as varchar) identity, cast(? as integer) attempt, cast(? as varchar) reason, cast(? as varchar) message,
              cast(? as varchar) marketo_code, cast(? as varchar) request_id, cast(? as timestamp with time zone) occurred_at,
              cast(? as integer) dead_letter_partition, cast(? as bigint) dead_letter_offset) s
            on t.origin = s.origin and t.dataflow = s.dataflow and t.audience = s.audience and t.identity = s.identity""";

    /** Delivery failed on it, and knew whom it is about: what failed earlier has passed no check and is never sent on. */
    private static final String REPLAYABLE = " and identity <> ''";

    private static final String KEY = "origin = ? and dataflow = ? and audience = ? and identity = ?";

    private final JdbcTemplate jdbc;

    Failures(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
        jdbc.setFetchSize(ROWS_PER_FETCH);
    }

    /**
     * Adds the rows in one transaction. What failed again has one row still, of its latest failure, with when it was replayed,
     * and one more in its history. So both stay as they are when a dead letter is read again, or one older than that.
     */
    @Transactional
    void add(Collection<Failure> failures) {
        merge(failures, "merge into failure_attempt t using " + LETTER + """
                 and t.attempt = s.attempt
                when matched and s.occurred_at >= t.occurred_at then update set reason = s.reason, message = s.message,
                  marketo_code = s.marketo_code, request_id = s.request_id, occurred_at = s.occurred_at,
                  dead_letter_partition = s.dead_letter_partition, dead_letter_offset = s.dead_letter_offset
                when not matched then insert (origin, dataflow, audience, identity, attempt, reason, message, marketo_code, request_id,
                  occurred_at, dead_letter_partition, dead_letter_offset)
                  values (s.origin, s.dataflow, s.audience, s.identity, s.attempt, s.reason, s.message, s.marketo_code, s.request_id,
                  s.occurred_at, s.dead_letter_partition, s.dead_letter_offset)""");
        merge(failures, "merge into failure t using " + LETTER + """

                when matched and (s.attempt > t.attempt or s.attempt = t.attempt and s.occurred_at >= t.occurred_at) then update set
                  attempt = s.attempt, replays = greatest(t.replays, s.attempt), reason = s.reason, message = s.message,
                  marketo_code = s.marketo_code, request_id = s.request_id, occurred_at = s.occurred_at,
                  dead_letter_partition = s.dead_letter_partition, dead_letter_offset = s.dead_letter_offset
                when not matched then insert (origin, dataflow, audience, identity, attempt, replays, reason, message, marketo_code, request_id,
                  occurred_at, dead_letter_partition, dead_letter_offset)
                  values (s.origin, s.dataflow, s.audience, s.identity, s.attempt, s.attempt, s.reason, s.message, s.marketo_code, s.request_id,
                  s.occurred_at, s.dead_letter_partition, s.dead_letter_offset)""");
    }

    private void merge(Collection<Failure> failures, String sql) {
        jdbc.batchUpdate(sql, failures, ROWS_PER_FETCH, (statement, failure) -> {
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
        Terms terms = new Terms(new FailureFilter(origin, dataflow, audience, identity, null, null, null));
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
        return jdbc.query(newestFirst(terms) + " limit ? offset ?", Failures::failure, terms.arguments.toArray());
    }

    /** Hands over every one, newest first, without ever holding more than a few hundred: PostgreSQL streams inside a transaction only. */
    @Transactional(readOnly = true)
    public void forEach(FailureFilter filter, Consumer<Failure> consumer) {
        Terms terms = new Terms(filter);
        RowCallbackHandler handOver = row -> consumer.accept(failure(row, row.getRow()));
        jdbc.query(newestFirst(terms), handOver, terms.arguments.toArray());
    }

    private static String newestFirst(Terms terms) {
        return "select " + COLUMNS + " from failure" + terms.sql + " order by occurred_at desc, dead_letter_partition, dead_letter_offset desc";
    }

    /**
     * Has failed changes sent again. They keep their place in the order of wishes, and their rows.
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
        int found = jdbc.queryForObject("select count(*) from failure" + terms.sql, Integer.class, arguments);
        terms.arguments.add(0, utc(at));
        int requested = jdbc.update("update failure set replay_requested_at = ?" + terms.sql + REPLAYABLE, terms.arguments.toArray());
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

    /** They have been sent again, for one time more than they say. */
    @Transactional
    void replayed(Collection<Failure> failures, Instant at) {
        jdbc.batchUpdate("update failure set replay_requested_at = null, replayed_at = ?, replays = ? where " + KEY, failures, ROWS_PER_FETCH,
                (statement, failure) -> {
                    statement.setObject(1, utc(at));
                    statement.setInt(2, failure.replays() + 1);
                    key(statement, 3, failure);
                });
    }

    /** They cannot be sent again. */
    @Transactional
    void withdrawReplay(Collection<Failure> failures) {
        jdbc.batchUpdate("update failure set replay_requested_at = null where " + KEY, failures, ROWS_PER_FETCH,
                (statement, failure) -> key(statement, 1, failure));
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
                row.getInt("replays"));
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

        private Terms(FailureFilter filter) {
            and("origin = ?", filter.origin());
            and("dataflow = ?", filter.dataflow());
            and("audience = ?", filter.audience());
            and("identity = ?", filter.identity());
            and("reason = ?", filter.reason());
            and("occurred_at >= ?", filter.from() == null ? null : utc(filter.from()));
            and("occurred_at < ?", filter.to() == null ? null : utc(filter.to()));
        }

        private void and(String condition, Object argument) {
            if (argument != null) {
                sql.append(" and ").append(condition);
                arguments.add(argument);
            }
        }
    }
}
