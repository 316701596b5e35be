package io.github.listward.batch;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A table of amounts, or of keys alone, that several processes add to at a time. Rows that are missing are made before any is added to,
 * both in the order of the key: so nobody who has a row another one waits for ever waits for a row of that one.
 */
final class CounterTable {

    /** @param hour whose amount it is; means nothing to a table without hours */
    record Row(Tally.Key key, OffsetDateTime hour, long amount) {}

    /** A column of the key. */
    enum Column {
        DATAFLOW("dataflow", "k.dataflow", row -> row.key().dataflow()),
        AUDIENCE("audience", "k.audience", row -> row.key().audience()),
        HOUR("hour_start", "cast(k.hour_start as timestamp with time zone)", Row::hour),
        OUTCOME("outcome", "k.outcome", row -> row.key().outcome().name().toLowerCase(Locale.ROOT)),
        REASON("reason", "k.reason", row -> row.key().reason());

        private final String name;
        private final String given;
        private final Function<Row, Object> value;

        Column(String name, String given, Function<Row, Object> value) {
            this.name = name;
            this.given = given;
            this.value = value;
        }
    }

    private final JdbcTemplate jdbc;
    private final List<Column> key;
    private final String insert;
    private final String add;

    private CounterTable(JdbcTemplate jdbc, String table, List<Column> key, boolean ofAmounts) {
        this.jdbc = jdbc;
        this.key = key;
        String names = joined(key, ", ", column -> column.name);
        this.insert = "insert into " + table + " (" + names + (ofAmounts ? ", amount" : "") + ") select "
                + joined(key, ", ", column -> column.given) + (ofAmounts ? ", 0" : "")
                + " from unnest(" + joined(key, ", ", column -> "cast(? as varchar array)") + ") as k(" + names + ")"
                + " where not exists (select 1 from " + table + " t where " + joined(key, " and ", column -> "t." + column.name + " = " + column.given) + ")"
                + " order by " + joined(key, ", ", column -> column.given) + " on conflict do nothing";
        this.add = "update " + table + " set amount = amount + ? where " + joined(key, " and ", column -> column.name + " = ?");
    }

    static CounterTable ofAmounts(JdbcTemplate jdbc, String table, Column... key) {
        return new CounterTable(jdbc, table, List.of(key), true);
    }

    static CounterTable ofKeys(JdbcTemplate jdbc, String table, Column... key) {
        return new CounterTable(jdbc, table, List.of(key), false);
    }

    private static String joined(List<Column> key, String separator, Function<Column, String> part) {
        return key.stream().map(part).collect(Collectors.joining(separator));
    }

    /**
     * @param rows one per key, in the order of the keys
     * @return how many were not there yet
     */
    int add(List<Row> rows) {
        int missing = insert(rows);
        jdbc.batchUpdate(add, rows, rows.size(), (statement, row) -> {
            statement.setLong(1, row.amount());
            for (int i = 0; i < key.size(); i++) {
                statement.setObject(i + 2, key.get(i).value.apply(row));
            }
        });
        return missing;
    }

    /**
     * @param rows one per key
     * @return how many were not there yet
     */
    int insert(List<Row> rows) {
        return jdbc.update(insert, statement -> {
            for (int i = 0; i < key.size(); i++) {
                statement.setArray(i + 1, array(statement.getConnection(), key.get(i), rows));
            }
        });
    }

    private static Array array(Connection connection, Column column, List<Row> rows) throws SQLException {
        return connection.createArrayOf("varchar", rows.stream().map(row -> column.value.apply(row).toString()).toArray());
    }
}
