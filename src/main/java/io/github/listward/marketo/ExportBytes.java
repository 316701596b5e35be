package io.github.listward.marketo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Bytes of our export files, counted per instance and Marketo day in the database: Marketo writes 500 MB a day for all users and kinds
 * of exports together, by the size of finished files. Source: Marketo "Bulk Extract", File Size.
 */
@Component
public class ExportBytes {

    private final JdbcClient database;
    private final Clock clock;

    ExportBytes(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Of the Marketo day that is now. */
    public long today(String munchkinId) {
        return database.sql("select bytes from export_bytes where instance = ? and marketo_day = ?")
                .params(munchkinId, MarketoDay.of(clock.instant()))
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Counts a finished file. Joins the caller's transaction. */
    public void count(String munchkinId, long bytes) {
        database.sql("insert into export_bytes (instance, marketo_day, bytes) values (?, ?, 0) on conflict do nothing")
                .params(munchkinId, MarketoDay.of(clock.instant()))
                .update();
        database.sql("update export_bytes set bytes = bytes + ? where instance = ? and marketo_day = ?")
                .params(bytes, munchkinId, MarketoDay.of(clock.instant()))
                .update();
    }

    /** Whether another export may be made today. The last one may pass the limit: how large a file is, is known when it is written. */
    public boolean isSpare(Instance instance) {
        return today(instance.munchkinId()) < instance.warmUpBytesPerDay().toBytes();
    }

    /** How long until Marketo's next day. */
    public Duration untilTomorrow() {
        Instant now = clock.instant();
        return MarketoDay.left(now);
    }
}
