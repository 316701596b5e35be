package io.github.listward.delivery;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Parts;
import io.github.listward.delivery.DeliveredTable.ListLead;
import io.github.listward.delivery.ListMove.Result;
import io.github.listward.delivery.MembershipAnswer.State;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table {@code membership_question}: whether a lead is in a list, asked by whoever looks and answered by the one process that may speak to
 * the instance. Marketo takes 300 leads of a list in one call, and an answer serves everybody who asks for as long as it is fresh.
 */
@Component("questions")
public class Questions {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    /** An answer this young is not asked for again. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** Nobody waits any longer: what could not be asked by then is asked when somebody wants to know it again. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration KEPT = Duration.ofDays(1);

    private static final int MOST_AT_A_TIME = 3_000;

    private final JdbcClient jdbc;
    private final Instances instances;
    private final Leases leases;
    private final Clock clock;

    Questions(JdbcClient jdbc, Instances instances, Leases leases, Clock clock) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * What Marketo says of a lead in a list.
     *
     * @return what it said a moment ago, or that it is being asked: ask again in a second or two
     */
    @Transactional
    public MembershipAnswer ask(String instance, long list, long lead) {
        Instant now = clock.instant();
        jdbc.sql("insert into membership_question (instance, list_id, lead_id, asked_at) values (?, ?, ?, ?) on conflict do nothing")
                .params(instance, list, lead, utc(now))
                .update();
        jdbc.sql("""
                        update membership_question set asked_at = ?, answered_at = null, answer = null, request_id = null
                        where instance = ? and list_id = ? and lead_id = ? and (answered_at <= ? or answered_at is null and asked_at <= ?)""")
                .params(utc(now), instance, list, lead, utc(now.minus(FRESH)), utc(now.minus(PATIENCE)))
                .update();
        return jdbc.sql("select asked_at, answered_at, answer, request_id from membership_question where instance = ? and list_id = ? and lead_id = ?")
                .params(instance, list, lead)
                .query((row, n) -> {
                    OffsetDateTime answeredAt = row.getObject(2, OffsetDateTime.class);
                    return new MembershipAnswer(answeredAt == null ? State.PENDING : State.valueOf(row.getString(3)),
                            row.getObject(1, OffsetDateTime.class).toInstant(), answeredAt == null ? null : answeredAt.toInstant(), row.getString(4));
                })
                .single();
    }

    /** The munchkin ids of the instances about which something is to be asked, here. */
    List<String> due() {
        jdbc.sql("delete from membership_question where asked_at < ?").param(utc(clock.instant().minus(KEPT))).update();
        return instances.all().stream()
                .map(Instance::munchkinId)
                .filter(leases::holds)
                .filter(instance -> !open(instance).isEmpty())
                .toList();
    }

    /** What is asked of an instance now: each a lead in a list. */
    List<Message> open(@Body String instance, Exchange exchange) {
        Map<ListLead, ListMove> asked = new LinkedHashMap<>();
        open(instance).forEach(place -> asked.put(place, ListMove.asked(instance, place)));
        Flush nobodys = Flush.ofQuestions(instance, Batch.of(exchange));
        nobodys.listMoves(asked);
        exchange.setProperty(Flush.PROPERTY, nobodys);
        return asked.values().stream().map(move -> Parts.of(exchange.getContext(), move, "group", move.group())).toList();
    }

    private List<ListLead> open(String instance) {
        return jdbc.sql("select list_id, lead_id from membership_question where instance = ? and answered_at is null and asked_at > ?"
                        + " order by list_id, lead_id limit ?")
                .params(instance, utc(clock.instant().minus(PATIENCE)), MOST_AT_A_TIME)
                .query((row, n) -> new ListLead(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** Keeps the answers. What Marketo would not say now stays unanswered, and is no more asked for by itself. */
    @Transactional
    public void answer(@ExchangeProperty(Flush.PROPERTY) Flush nobodys) {
        nobodys.listMoves().forEach(move -> keep(move, state(move.result()), requestId(move)));
    }

    /** Nothing could be asked. Another process that speaks to the instance by now asks itself; otherwise it is no more asked for by itself. */
    @Transactional
    public void unanswered(@ExchangeProperty(Flush.PROPERTY) Flush nobodys, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        if (nobodys != null && leases.holds(nobodys.instance())) {
            nobodys.listMoves().forEach(move -> keep(move, State.UNANSWERED, null));
            LOG.info("Marketo instance {} could not be asked who is in its lists: {}", nobodys.instance(), failure.getMessage());
        }
    }

    private void keep(ListMove move, State state, String requestId) {
        jdbc.sql("update membership_question set answered_at = ?, answer = ?, request_id = ? where instance = ? and list_id = ? and lead_id = ?")
                .params(utc(clock.instant()), state.name(), requestId, move.instance(), move.place().list(), move.place().lead())
                .update();
    }

    private static State state(Result result) {
        if (result == null) {
            return State.NOT_MEMBER; // what ask-members leaves open, for somebody to add it
        }
        return switch (result) {
            case MEMBER -> State.MEMBER;
            case GONE, LIST_GONE -> State.NOT_FOUND;
            default -> State.UNANSWERED;
        };
    }

    private static String requestId(ListMove move) {
        return move.failure() == null ? move.requestId() : move.failure().requestId();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
