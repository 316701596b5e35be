package io.github.listward.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Table {@code lease}. Times are the database's own. */
@Repository
class LeaseTable {

    /** Long enough for a slow database, and short enough for another process to take over within 15 seconds. */
    static final Duration LENGTH = Duration.ofSeconds(8);

    private static final String EXPIRY = "current_timestamp + interval '" + LENGTH.toSeconds() + "' second";

    /**
     * What a lease was taken from.
     *
     * @param idle for how long nobody can have sent anything under it
     * @param same whether its last owner is this one
     * @param clean whether its last owner is this one, or gave it back; otherwise calls of its may be under way yet
     */
    record Taken(long epoch, Duration idle, boolean same, boolean clean) {}

    /** What became of renewing a lease. {@code BUSY}: its row is locked, by whoever takes it or records outcomes under it; ask again. */
    enum Renewal { RENEWED, LOST, BUSY }

    private record Row(String owner, long epoch, boolean released, OffsetDateTime expiresAt, OffsetDateTime now) {

        boolean mayBeTakenBy(String candidate) {
            return owner.equals(candidate) || released || expiresAt.isBefore(now);
        }
    }

    private final JdbcClient jdbc;

    LeaseTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes the lease, or renews it; empty if another process has it.
     *
     * @param since what is moved from now on, or from an earlier time noted, is to be sent once more if the last owner did not give it back
     * @param repeatAt and when
     */
    @Transactional
    Optional<Taken> take(String instance, String owner, Instant since, Instant repeatAt) {
        // Of long ago: before the first owner there is nobody whose calls have to be waited for.
        jdbc.sql("insert into lease (instance, owner, epoch, expires_at, released) values (?, '', 0, timestamp with time zone '1970-01-01 00:00:00+00', true) on conflict do nothing")
                .param(instance)
                .update();
        Row row = lockUnlessLocked(instance).orElse(null);
        if (row == null || !row.mayBeTakenBy(owner)) {
            return Optional.empty();
        }
        boolean same = row.owner().equals(owner);
        long epoch = same ? row.epoch() : row.epoch() + 1;
        jdbc.sql("update lease set owner = ?, epoch = ?, expires_at = " + EXPIRY + ", released = false where instance = ?")
                .params(owner, epoch, instance)
                .update();
        boolean clean = same || row.released();
        if (!clean) {
            jdbc.sql("update lease set unclean_since = coalesce(unclean_since, ?), repeat_at = ? where instance = ?")
                    .params(WantedTable.micros(since), WantedTable.micros(repeatAt), instance)
                    .update();
        }
        return Optional.of(new Taken(epoch, Duration.between(row.expiresAt(), row.now()), same, clean));
    }

    @Transactional
    Renewal renew(String instance, String owner, long epoch) {
        Row row = lockUnlessLocked(instance).orElse(null);
        if (row == null) {
            return Renewal.BUSY;
        }
        if (!row.owner().equals(owner) || row.epoch() != epoch || row.released()) {
            return Renewal.LOST;
        }
        jdbc.sql("update lease set expires_at = " + EXPIRY + " where instance = ?").param(instance).update();
        return Renewal.RENEWED;
    }

    /** Nobody waits for the row: a process that is stopped in a transaction would stop all others. */
    private Optional<Row> lockUnlessLocked(String instance) {
        return jdbc.sql("select owner, epoch, released, expires_at, current_timestamp from lease where instance = ? for update skip locked")
                .param(instance)
                .query((result, n) -> new Row(result.getString(1), result.getLong(2), result.getBoolean(3),
                        result.getObject(4, OffsetDateTime.class), result.getObject(5, OffsetDateTime.class)))
                .optional();
    }

    /** Nothing is under way: whoever wants it may take it at once. */
    void release(String instance, String owner, long epoch) {
        jdbc.sql("update lease set expires_at = current_timestamp, released = true where instance = ? and owner = ? and epoch = ?")
                .params(instance, owner, epoch)
                .update();
    }

    /** In a transaction: nobody takes the lease before it ends, nor right afterwards. */
    boolean lock(String instance, String owner, long epoch) {
        return jdbc.sql("update lease set expires_at = " + EXPIRY + " where instance = ? and owner = ? and epoch = ?").params(instance, owner, epoch).update() == 1;
    }

    /**
     * How long the lease has been nobody's; empty while it is somebody's.
     *
     * @param never what to answer if it was never taken
     */
    Optional<Duration> unheldFor(String instance, Duration never) {
        return jdbc.sql("select expires_at, current_timestamp from lease where instance = ?")
                .param(instance)
                .query((row, n) -> Duration.between(row.getObject(1, OffsetDateTime.class), row.getObject(2, OffsetDateTime.class)))
                .optional()
                .or(() -> Optional.of(never))
                .filter(time -> !time.isNegative());
    }

    /** Instances whose moves are to be sent once more now. */
    List<String> dueRepeats(Instant now) {
        return jdbc.sql("select instance from lease where repeat_at <= ?").param(WantedTable.micros(now)).query(String.class).list();
    }

    /** Since when moves are to be sent once more, if that is due. */
    Optional<Instant> dueRepeat(String instance, Instant now) {
        return jdbc.sql("select unclean_since from lease where instance = ? and repeat_at <= ?")
                .params(instance, WantedTable.micros(now))
                .query((row, n) -> WantedTable.fromMicros(row.getLong(1)))
                .optional();
    }

    /** Whether calls of a lost owner may yet take effect, or moves since then are to be sent once more. */
    boolean awaitsRepeat(String instance) {
        return jdbc.sql("select count(*) from lease where instance = ? and repeat_at is not null").param(instance).query(Long.class).single() > 0;
    }

    void repeated(String instance) {
        jdbc.sql("update lease set unclean_since = null, repeat_at = null where instance = ?").param(instance).update();
    }
}
