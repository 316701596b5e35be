package io.github.listward.monitoring;

import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.monitoring.InstanceStanding.Calls;
import io.github.listward.monitoring.Standing.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Tables {@code instance_standing} and {@code destination_standing}. How old a row is goes by the database's clock, one for all processes. */
@Repository
class StandingTable {

    /**
     * @param <T> what stands
     * @param judgedAt when, by the database's clock
     * @param age how long ago that was
     */
    record Judged<T>(T standing, Instant judgedAt, Duration age) {}

    private final JdbcClient jdbc;

    StandingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By munchkin id. */
    Map<String, Judged<InstanceStanding>> instances() {
        Map<String, Judged<InstanceStanding>> rows = new HashMap<>();
        jdbc.sql("select instance_standing.*, current_timestamp as now_at from instance_standing").query(row -> {
            rows.put(row.getString("instance"), judged(instance(row), row));
        });
        return rows;
    }

    /** By the destination's id. */
    Map<String, Judged<Standing>> destinations() {
        Map<String, Judged<Standing>> rows = new HashMap<>();
        jdbc.sql("select destination_standing.*, current_timestamp as now_at from destination_standing").query(row -> {
            rows.put(row.getString("destination"), judged(standing(row), row));
        });
        return rows;
    }

    /** An instance with its destinations, by id. */
    @Transactional
    void write(InstanceStanding instance, Map<String, Standing> destinations) {
        Standing standing = instance.standing();
        Calls budget = instance.budget();
        jdbc.sql("insert into instance_standing (instance, status, since, judged_at, budget_level, budget_used, budget_left, budget_calls, budget_summary)"
                        + " values (?, 'UNKNOWN', current_timestamp, current_timestamp, 'AMPLE', 0, 0, 0, '') on conflict do nothing")
                .param(instance.instance())
                .update();
        jdbc.sql("""
                        update instance_standing set status = ?, cause = ?, since = ?, judged_at = current_timestamp, waiting = ?, oldest = ?, resting_until = ?,
                          budget_level = ?, budget_used = ?, budget_left = ?, budget_calls = ?, budget_summary = ? where instance = ?""")
                .params(standing.status().name(), standing.cause(), utc(standing.since()), instance.waiting(), utc(instance.oldestUndelivered()),
                        utc(instance.restingUntil()), budget.level().name(), budget.used(), budget.left(), budget.dailyCalls(), budget.summary(),
                        instance.instance())
                .update();
        destinations.forEach(this::write);
    }

    private void write(String destination, Standing standing) {
        jdbc.sql("insert into destination_standing (destination, status, since, judged_at)"
                        + " values (?, 'UNKNOWN', current_timestamp, current_timestamp) on conflict do nothing")
                .param(destination)
                .update();
        jdbc.sql("update destination_standing set status = ?, cause = ?, since = ?, judged_at = current_timestamp where destination = ?")
                .params(standing.status().name(), standing.cause(), utc(standing.since()), destination)
                .update();
    }

    private static <T> Judged<T> judged(T standing, ResultSet row) throws SQLException {
        Instant judgedAt = instant(row, "judged_at");
        return new Judged<>(standing, judgedAt, Duration.between(judgedAt, instant(row, "now_at")));
    }

    private static InstanceStanding instance(ResultSet row) throws SQLException {
        return new InstanceStanding(row.getString("instance"), standing(row), row.getObject("waiting", Long.class), instant(row, "oldest"),
                instant(row, "resting_until"), new Calls(Level.valueOf(row.getString("budget_level")), row.getInt("budget_used"),
                        row.getInt("budget_left"), row.getInt("budget_calls"), row.getString("budget_summary")));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(Status.valueOf(row.getString("status")), row.getString("cause"), instant(row, "since"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
