package io.github.listward.monitoring;

import java.util.List;
import org.springframework.stereotype.Component;

/** What somebody has to know of, for whoever looks. */
@Component
public class Alerts {

    private final AlertTable table;

    Alerts(AlertTable table) {
        this.table = table;
    }

    /**
     * Newest first.
     *
     * @param open whether those that are open, or those that are resolved; null: both
     * @param rule those of this rule; null: of any
     */
    public List<Alert> newest(Boolean open, AlertRule rule, int limit) {
        return table.newest(open, rule, limit);
    }

    public long countOpen() {
        return table.countOpen();
    }
}
