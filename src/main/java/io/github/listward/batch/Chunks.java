package io.github.listward.batch;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowMapper;

/**
 * Many rows in one statement, as arrays that the statement takes apart with {@code unnest}: a bounded number at a time, for the sake of
 * memory. Neighbours of an index go together, so rows are best in its order.
 */
public final class Chunks {

    public static final int SIZE = 5_000;

    /** @param type SQL type of the elements @param value what a row has in it, or null */
    public record Column<T>(String type, Function<T, Object> value) {}

    private Chunks() {}

    /**
     * @param sql its first parameter is the array of keys; the table that is joined to it comes second, or H2 reads all of it
     * @param type SQL type of a key
     * @param more the parameters after the array
     */
    public static <T, K extends Comparable<K>> List<T> query(JdbcTemplate jdbc, String sql, String type, Collection<K> keys, RowMapper<T> row, Object... more) {
        List<Column<K>> columns = List.of(new Column<>(type, key -> key));
        return split(keys.stream().distinct().sorted().toList()).stream()
                .flatMap(chunk -> jdbc.query(sql, parameters(chunk, columns, more), row).stream())
                .toList();
    }

    /**
     * @param sql its first parameters are the arrays, one for each column
     * @param more the parameters after the arrays
     */
    public static <T> void update(JdbcTemplate jdbc, String sql, List<T> rows, List<Column<T>> columns, Object... more) {
        split(rows).forEach(chunk -> jdbc.update(sql, parameters(chunk, columns, more)));
    }

    private static <T> List<List<T>> split(List<T> all) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + SIZE)
                .mapToObj(from -> all.subList(from, Math.min(from + SIZE, all.size())))
                .toList();
    }

    private static <T> PreparedStatementSetter parameters(List<T> rows, List<Column<T>> columns, Object... more) {
        return statement -> {
            int parameter = 1;
            for (Column<T> column : columns) {
                statement.setArray(parameter++, array(statement.getConnection(), column, rows));
            }
            for (Object each : more) {
                statement.setObject(parameter++, each);
            }
        };
    }

    private static <T> Array array(Connection connection, Column<T> column, List<T> rows) throws SQLException {
        return connection.createArrayOf(column.type(), rows.stream().map(column.value()).toArray());
    }
}
