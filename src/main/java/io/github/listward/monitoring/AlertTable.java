package io.github.listward.monitoring;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table {@code alert}, and the notices that come of it, written in one transaction. Every replica looks, and what only one of them may
 * do is done by the one whose statement changed the row.
 */
@Repository
class AlertTable implements History {

    private static final int LONGEST_MESSAGE = 2_000;
    private static final int CHUNK = 1_000;

    static final RowMapper<Alert> ROW = (row, n) -> new Alert(
            row.getLong("id"),
            AlertRule.valueOf(row.getString("rule")),
            row.getString("subject"),
            row.getString("instance"),
            row.getString("dataflow"),
            row.getString("audience"),
            row.getString("message"),
            row.getDouble("measured"),
            row.getDouble("threshold"),
            instant(row.getObject("since", OffsetDateTime.class)),
            instant(row.getObject("last_seen", OffsetDateTime.class)),
            instant(row.getObject("calm_since", OffsetDateTime.class)),
            instant(row.getObject("resolved_at", OffsetDateTime.class)),
            instant(row.getObject("notified_at", OffsetDateTime.class)));

    private final JdbcClient jdbc;
    private final AlertSettings settings;
    private final KeepProperties keep;

    AlertTable(JdbcClient jdbc, AlertSettings settings, KeepProperties keep) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.keep = keep;
    }

    /**
     * What was found is still so, or is so from now on.
     *
     * @return the notice there is to be: OPENED or REPEATED; empty if somebody was told of it already
     */
    @Transactional
    public Optional<Notice.Kind> see(Breach breach, Instant now) {
        int seen = jdbc.sql("update alert set last_seen = ?, calm_since = null, measured = ?, threshold = ?, message = ? where open_key = ?")
                .params(at(now), breach.value(), breach.threshold(), shortened(breach.message()), breach.key())
                .update();
        return seen == 0 ? open(breach, now) : repeat(breach, now);
    }

    private Optional<Notice.Kind> open(Breach breach, Instant now) {
        KeyHolder id = new GeneratedKeyHolder();
        int opened = jdbc.sql("""
                        insert into alert (rule, subject, instance, dataflow, audience, message, measured, threshold, since, last_seen, notified_at, open_key)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(breach.rule().name(), breach.subject(), breach.instance(), breach.dataflow(), breach.audience(), shortened(breach.message()),
                        breach.value(), breach.threshold(), at(now), at(now), at(now), breach.key())
                .update(id, "id");
        if (opened == 0) {
            return Optional.empty(); // another replica was faster
        }
        notify(id.getKeyAs(Long.class), Notice.Kind.OPENED, now);
        return Optional.of(Notice.Kind.OPENED);
    }

    private Optional<Notice.Kind> repeat(Breach breach, Instant now) {
        Duration every = settings.of(breach.dataflow()).repeat();
        if (every.isZero()) {
            return Optional.empty();
        }
        int due = jdbc.sql("update alert set notified_at = ? where open_key = ? and notified_at <= ?")
                .params(at(now), breach.key(), at(now.minus(every)))
                .update();
        if (due == 0) {
            return Optional.empty();
        }
        long id = jdbc.sql("select id from alert where open_key = ?").param(breach.key()).query(Long.class).single();
        notify(id, Notice.Kind.REPEATED, now);
        return Optional.of(Notice.Kind.REPEATED);
    }

    /**
     * It is no longer so. When that has lasted for a while, it is over.
     *
     * @return whether it is over, and this process was the first to say so
     */
    @Transactional
    public boolean calm(Alert alert, Instant now) {
        jdbc.sql("update alert set calm_since = ? where id = ? and calm_since is null").params(at(now), alert.id()).update();
        int resolved = jdbc.sql("update alert set resolved_at = ?, notified_at = ?, open_key = null where id = ? and open_key is not null and calm_since <= ?")
                .params(at(now), at(now), alert.id(), at(now.minus(settings.resolveAfter())))
                .update();
        if (resolved == 1) {
            notify(alert.id(), Notice.Kind.RESOLVED, now);
        }
        return resolved == 1;
    }

    private void notify(long alert, Notice.Kind kind, Instant now) {
        for (String target : settings.targets()) {
            jdbc.sql("""
                            insert into alert_notice (alert, notice, kind, target, message, measured, created_at, tries, not_before, given_up)
                            select id, ?, ?, ?, message, measured, cast(? as timestamp with time zone), 0, cast(? as timestamp with time zone), false
                            from alert where id = ?""")
                    .params(UUID.randomUUID().toString(), kind.name(), target, at(now), at(now), alert)
                    .update();
        }
    }

    /** Those of the rules that are not over. */
    List<Alert> open(Collection<AlertRule> rules) {
        String names = rules.stream().map(rule -> "'" + rule.name() + "'").collect(Collectors.joining(", "));
        return jdbc.sql("select * from alert where resolved_at is null and rule in (" + names + ") order by id").query(ROW).list();
    }

    @Override
    public String name() {
        return "alerts";
    }

    /** Resolved ones only. */
    @Override
    @Transactional
    public int forget(Instant now) {
        return jdbc.sql("delete from alert where id in (select id from alert where resolved_at < ? order by id limit ?)")
                .params(at(now.minus(keep.alerts())), CHUNK)
                .update();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    static Timestamp at(Instant instant) {
        return Timestamp.from(instant);
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
