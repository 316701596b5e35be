package io.github.listward.marketo;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Our own calls, counted per instance and Marketo day in the database: all replicas share one budget, a restart forgets nothing. */
@Component
public class DailyCalls {

    /** Code of the exception when the share of an instance is used: our limit, not Marketo's. */
    public static final String SHARE_USED = "daily-calls";

    private final JdbcClient database;
    private final Clock clock;

    DailyCalls(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Counts a call that is about to be sent.
     *
     * @param limit how many of the day's calls are for calls like this one; all of the share, or without the reserve
     * @throws MarketoThrottledException if the share of today is used
     * @throws ReserveReachedException if only the reserve is left, and the call may not use it
     */
    void count(Instance instance, int limit) {
        Instant now = clock.instant();
        LocalDate today = MarketoDay.of(now);
        if (limit > 0 && (counted(instance, today, limit) || first(instance, today) || counted(instance, today, limit))) {
            return;
        }
        if (on(instance.munchkinId(), today) < instance.dailyCalls()) {
            throw new ReserveReachedException(instance.munchkinId());
        }
        throw new MarketoThrottledException(
                "The daily share of " + instance.dailyCalls() + " calls of Marketo instance " + instance.munchkinId()
                        + " is used. Its calls go on after midnight US Central.",
                SHARE_USED, MarketoDay.left(now));
    }

    /** The calls sent on the Marketo day that is now. */
    public int today(String munchkinId) {
        return on(munchkinId, MarketoDay.of(clock.instant()));
    }

    int on(String munchkinId, LocalDate day) {
        return database.sql("select calls from call_count where instance = ? and marketo_day = ?")
                .params(munchkinId, day)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    private boolean counted(Instance instance, LocalDate day, int limit) {
        return database.sql("update call_count set calls = calls + 1 where instance = ? and marketo_day = ? and calls < ?")
                .params(instance.munchkinId(), day, limit)
                .update() == 1;
    }

    private boolean first(Instance instance, LocalDate day) {
        return database.sql("insert into call_count (instance, marketo_day, calls) values (?, ?, 1) on conflict do nothing")
                .params(instance.munchkinId(), day)
                .update() == 1;
    }
}
