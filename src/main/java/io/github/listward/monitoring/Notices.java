package io.github.listward.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Table {@code alert_notice}: a notice is taken by one replica for two minutes, sent, and noted as sent. Being killed in between sends
 * it once more, with the same id.
 */
@Component("notices")
class Notices {

    /** Longer than sending takes at the longest, with its time-outs. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 10;
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final AlertSettings settings;
    private final Clock clock;
    private final Set<String> sending = ConcurrentHashMap.newKeySet();

    Notices(JdbcClient jdbc, PlatformTransactionManager transactions, AlertSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes what is to be sent now: one notice for every receiver this process is not just sending another one to, so that one that
     * hangs keeps no other waiting. Each a message with the header {@code channel}: webhook or mail.
     */
    List<Message> due(CamelContext context) {
        List<Notice> taken = new ArrayList<>();
        for (String target : settings.targets()) {
            if (!sending.contains(target)) {
                transaction.execute(status -> take(target)).ifPresent(taken::add);
            }
        }
        taken.forEach(notice -> sending.add(notice.target()));
        return taken.stream().map(notice -> message(notice, context)).toList();
    }

    private static Message message(Notice notice, CamelContext context) {
        Message message = new DefaultMessage(context);
        message.setHeader("channel", notice.target().equals(AlertSettings.MAIL) ? "mail" : "webhook");
        message.setBody(notice);
        return message;
    }

    /** In the order of what happened to an alert: that it is resolved is not told before that it was opened. */
    private Optional<Notice> take(String target) {
        Instant now = clock.instant();
        Optional<Long> id = jdbc.sql("""
                        select n.id from alert_notice n where n.target = ? and n.ended_at is null and n.not_before <= ?
                          and not exists (select 1 from alert_notice e where e.alert = n.alert and e.target = n.target and e.id < n.id and e.ended_at is null)
                        order by n.id limit 1 for update skip locked""")
                .params(target, AlertTable.at(now))
                .query(Long.class)
                .optional();
        id.ifPresent(taken -> jdbc.sql("update alert_notice set tries = tries + 1, not_before = ? where id = ?")
                .params(AlertTable.at(now.plus(CLAIM)), taken)
                .update());
        return id.map(this::read);
    }

    private Notice read(long id) {
        return jdbc.sql("""
                        select n.id as notice_id, n.notice, n.kind, n.target, n.created_at, n.tries, n.message as said, n.measured as was, a.*
                        from alert_notice n join alert a on a.id = n.alert where n.id = ?""")
                .param(id)
                .query((row, n) -> {
                    Alert now = AlertTable.ROW.mapRow(row, n);
                    Notice.Kind kind = Notice.Kind.valueOf(row.getString("kind"));
                    Alert then = new Alert(now.id(), now.rule(), now.subject(), now.instance(), now.dataflow(), now.audience(), row.getString("said"),
                            row.getDouble("was"), now.threshold(), now.since(), now.lastSeen(), null, kind == Notice.Kind.RESOLVED ? now.resolvedAt() : null, null);
                    return new Notice(row.getLong("notice_id"), row.getString("notice"), kind, row.getString("target"), then,
                            row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getInt("tries"));
                })
                .single();
    }

    void sent(@ExchangeProperty("notice") Notice notice) {
        jdbc.sql("update alert_notice set ended_at = ? where id = ?").params(AlertTable.at(clock.instant()), notice.id()).update();
        sending.remove(notice.target());
    }

    /** Tries again later and later for a day. What failed may be told only by its kind: addresses are secrets, and people. */
    void failed(@ExchangeProperty("notice") Notice notice, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        sending.remove(notice.target());
        Instant now = clock.instant();
        String why = failure instanceof NoticeRefusedException ? failure.getMessage() : failure.getClass().getSimpleName();
        if (now.isAfter(notice.createdAt().plus(GIVEN_UP_AFTER))) {
            jdbc.sql("update alert_notice set ended_at = ?, given_up = true where id = ?").params(AlertTable.at(now), notice.id()).update();
            LOG.error("That alert {} is {} could not be told to {} in {} tries, and is given up: {}", notice.alert().id(), notice.kind(), notice.target(),
                    notice.tries(), why);
            return;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(notice.tries() - 1, MOST_DOUBLINGS));
        Instant again = now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        jdbc.sql("update alert_notice set not_before = ? where id = ?").params(AlertTable.at(again), notice.id()).update();
        LOG.warn("That alert {} is {} could not be told to {}, and is tried again at {}: {}", notice.alert().id(), notice.kind(), notice.target(), again, why);
    }
}
