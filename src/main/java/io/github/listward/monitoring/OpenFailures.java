package io.github.listward.monitoring;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Failures that wait for somebody: they were not replayed, or failed again. */
@Repository
class OpenFailures {

    /** No more are counted, so that counting them costs nothing worth mentioning, however many they are. */
    static final int MOST = 100_000;

    private final JdbcClient jdbc;

    OpenFailures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<String, Long> byReason() {
        Map<String, Long> open = new HashMap<>();
        jdbc.sql("select reason, count(*) from (select reason from failure where replayed_at is null or occurred_at > replayed_at limit ?) f group by reason")
                .param(MOST)
                .query(row -> {
                    open.put(row.getString(1), row.getLong(2));
                });
        return open;
    }
}
