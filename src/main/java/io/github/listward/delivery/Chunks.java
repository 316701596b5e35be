package io.github.listward.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Queries by many keys, a bounded number at a time. */
final class Chunks {

    static final int SIZE = 5_000;

    private Chunks() {}

    /**
     * @param sql its first parameter is the array of keys
     * @param type SQL type of a key
     * @param more the parameters after the array
     */
    static <T> List<T> query(JdbcTemplate jdbc, String sql, String type, Collection<?> keys, RowMapper<T> row, Object... more) {
        List<Object> all = new ArrayList<>(keys);
        List<T> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += SIZE) {
            Object[] chunk = all.subList(from, Math.min(from + SIZE, all.size())).toArray();
            found.addAll(jdbc.query(sql, statement -> {
                statement.setArray(1, statement.getConnection().createArrayOf(type, chunk));
                for (int i = 0; i < more.length; i++) {
                    statement.setObject(i + 2, more[i]);
                }
            }, row));
        }
        return found;
    }
}
