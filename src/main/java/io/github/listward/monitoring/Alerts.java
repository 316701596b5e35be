package io.github.listward.monitoring;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What somebody has to know of, for whoever looks. */
@Component
public class Alerts {

    private static final String IS_OPEN = "resolved_at is null";

    private final JdbcClient jdbc;

    Alerts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Newest first.
     *
     * @param open whether those that are open, or those that are resolved; null: both
     * @param rule those of this rule; null: of any
     */
    public List<Alert> newest(Boolean open, AlertRule rule, int limit) {
        List<String> conditions = new ArrayList<>(List.of("id > 0"));
        if (open != null) {
            conditions.add(open ? IS_OPEN : "resolved_at is not null");
        }
        if (rule != null) {
            conditions.add("rule = '" + rule.name() + "'");
        }
        return jdbc.sql("select * from alert where " + String.join(" and ", conditions) + " order by id desc limit ?")
                .param(limit)
                .query(AlertTable.ROW)
                .list();
    }

    public long countOpen() {
        return jdbc.sql("select count(*) from alert where " + IS_OPEN).query(Long.class).single();
    }
}
