package io.github.listward.monitoring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
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

    private static final String COLUMNS = "origin, dataflow, audience, identity, reason, message, marketo_code, request_id, occurred_at,"
            + " dead_letter_partition, dead_letter_offset";

    private final JdbcTemplate jdbc;

    Failures(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
        jdbc.setFetchSize(ROWS_PER_FETCH);
    }

    /** Adds the rows in one transaction; a failure that is there already stays as it is. */
    @Transactional
    void add(Collection<Failure> failures) {
        String insert = "insert into failure (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";
        jdbc.batchUpdate(insert, failures, ROWS_PER_FETCH, (statement, failure) -> {
            statement.setString(1, failure.origin());
            statement.setString(2, failure.dataflow());
            statement.setString(3, failure.audience());
            statement.setString(4, failure.identity());
            statement.setString(5, failure.reason());
            statement.setString(6, failure.message());
            statement.setString(7, failure.marketoCode());
            statement.setString(8, failure.requestId());
            statement.setObject(9, utc(failure.occurredAt()));
            statement.setInt(10, failure.deadLetterPartition());
            statement.setLong(11, failure.deadLetterOffset());
        });
    }

    /** One page, newest first. */
    @Transactional(readOnly = true)
    public List<Failure> page(FailureFilter filter, int limit, long offset) {
        Query query = new Query(filter);
        query.arguments.add(limit);
        query.arguments.add(offset);
        return jdbc.query(query.sql + " limit ? offset ?", Failures::failure, query.arguments.toArray());
    }

    /** Hands over every one, newest first, without ever holding more than a few hundred: PostgreSQL streams inside a transaction only. */
    @Transactional(readOnly = true)
    public void forEach(FailureFilter filter, Consumer<Failure> consumer) {
        Query query = new Query(filter);
        RowCallbackHandler handOver = row -> consumer.accept(failure(row, row.getRow()));
        jdbc.query(query.sql.toString(), handOver, query.arguments.toArray());
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
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getInt("dead_letter_partition"),
                row.getLong("dead_letter_offset"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static final class Query {

        private final StringBuilder sql = new StringBuilder("select " + COLUMNS + " from failure where 1 = 1");
        private final List<Object> arguments = new ArrayList<>();

        private Query(FailureFilter filter) {
            where("dataflow = ?", filter.dataflow());
            where("audience = ?", filter.audience());
            where("reason = ?", filter.reason());
            where("occurred_at >= ?", filter.from() == null ? null : utc(filter.from()));
            where("occurred_at < ?", filter.to() == null ? null : utc(filter.to()));
            sql.append(" order by occurred_at desc, dead_letter_partition, dead_letter_offset desc");
        }

        private void where(String condition, Object argument) {
            if (argument != null) {
                sql.append(" and ").append(condition);
                arguments.add(argument);
            }
        }
    }
}
