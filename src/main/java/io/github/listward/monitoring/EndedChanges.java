package io.github.listward.monitoring;

import io.github.listward.activation.Reason;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the changes of the last hours have ended, as they are counted: by the hour. */
@Component
class EndedChanges {

    /**
     * Ends that say nothing of how well a dataflow does: nothing was to be done any more, or somebody has chosen that it is not. They are
     * in no rate, neither above nor below the line, or much repeated data would hide what is wrong.
     */
    private static final Set<String> NEUTRAL = EnumSet.of(
                    Reason.UNCHANGED, Reason.STALE, Reason.SUPERSEDED, Reason.STILL_WANTED, Reason.NOT_IN_LIST, Reason.NO_LIST, // nothing to do
                    Reason.PAUSED, Reason.OUT_OF_SCHEDULE, Reason.STOPPED_BY_ROUTE, Reason.NO_MATCH, Reason.AUDIENCE_NOT_ACTIVATED) // chosen
            .stream().map(Enum::name).collect(Collectors.toSet());

    /** Of a dataflow. */
    record Ends(long activated, long excluded, long failed) {

        static final Ends NONE = new Ends(0, 0, 0);

        long all() {
            return activated + excluded + failed;
        }

        Ends plus(Ends more) {
            return new Ends(activated + more.activated, excluded + more.excluded, failed + more.failed);
        }
    }

    /** People of an audience who were taken off its list. */
    record Removals(String dataflow, String audience, long people) {}

    private final JdbcClient jdbc;

    EndedChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The hour in which a window that ends now begins. */
    static Instant beginning(Instant now, Duration window) {
        return now.minus(window).truncatedTo(ChronoUnit.HOURS);
    }

    /**
     * By dataflow; '' for events that are of none. An hour in which replays took back more than failed counts as one in which nothing
     * failed: what is taken back failed in an earlier hour, and is no part of this one.
     */
    Map<String, Ends> since(Instant hour) {
        Map<String, Ends> ends = new TreeMap<>();
        jdbc.sql("""
                        select dataflow, outcome, reason, sum(amount) from run_counter
                        where hour_start >= ? and outcome in ('activated', 'excluded', 'failed') and amount > 0 group by dataflow, outcome, reason""")
                .param(Timestamp.from(hour))
                .query(row -> {
                    ends.merge(row.getString(1), ends(row.getString(2), row.getString(3), row.getLong(4)), Ends::plus);
                });
        return ends;
    }

    private static Ends ends(String outcome, String reason, long amount) {
        return switch (outcome) {
            case "activated" -> new Ends(amount, 0, 0);
            case "failed" -> new Ends(0, 0, amount);
            default -> NEUTRAL.contains(reason) ? Ends.NONE : new Ends(0, amount, 0);
        };
    }

    /** By audience. Found from the dataflows that removed anybody, of which there are few hours; audiences have many. */
    List<Removals> removalsSince(Instant hour) {
        return jdbc.sql("""
                        select c.dataflow, c.audience, sum(c.amount) from run_counter d
                          join run_audience r on r.dataflow = d.dataflow and r.hour_start = d.hour_start
                          join counter c on c.dataflow = r.dataflow and c.audience = r.audience and c.hour_start = r.hour_start
                            and c.outcome = d.outcome and c.reason = d.reason
                        where d.hour_start >= ? and d.outcome = 'activated' and d.reason = 'removed' group by c.dataflow, c.audience""")
                .param(Timestamp.from(hour))
                .query((row, n) -> new Removals(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }
}
