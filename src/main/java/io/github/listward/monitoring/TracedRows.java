package io.github.listward.monitoring;

import io.github.listward.activation.ActivatedAudience;
import io.github.listward.monitoring.Trace.Delivered;
import io.github.listward.monitoring.Trace.LastOutcome;
import io.github.listward.monitoring.Trace.Outcome;
import io.github.listward.monitoring.Trace.Wanted;
import io.github.listward.profile.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the tables have of one person, by the hashes it may go by. */
@Repository
class TracedRows {

    record ListOfAudience(long id, String name) {}

    private final JdbcClient jdbc;

    TracedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In, while any profile is: of several wishes the newest of those that keep the person in, or else the newest. */
    Map<ActivatedAudience, Wanted> wanted(Collection<String> people) {
        Map<ActivatedAudience, Wanted> wanted = new HashMap<>();
        people.forEach(person -> jdbc.sql("select dataflow, audience, qualified, wished_at, source_topic, source_partition, source_offset from wanted where person = ?")
                .param(person)
                .query(row -> {
                    wanted.merge(new ActivatedAudience(row.getString(1), row.getString(2)),
                            new Wanted(row.getBoolean(3), instant(row.getLong(4)), new Position(row.getString(5), row.getInt(6), row.getLong(7)).toString()),
                            (a, b) -> Comparator.comparing(Wanted::qualified).thenComparing(Wanted::since).compare(a, b) >= 0 ? a : b);
                }));
        return wanted;
    }

    Map<ActivatedAudience, LastOutcome> outcomes(Collection<String> people) {
        Map<ActivatedAudience, LastOutcome> outcomes = new HashMap<>();
        people.forEach(person -> jdbc.sql("""
                        select dataflow, audience, outcome, reason, code, request_id, recorded_at, source_topic, source_partition, source_offset, qualified, attempt
                        from last_outcome where person = ?""")
                .param(person)
                .query(row -> {
                    outcomes.merge(new ActivatedAudience(row.getString(1), row.getString(2)),
                            new LastOutcome(Outcome.valueOf(row.getString(3).toUpperCase(Locale.ROOT)), row.getString(4), row.getString(5), row.getString(6),
                                    instant(row.getLong(7)), new Position(row.getString(8), row.getInt(9), row.getLong(10)).toString(), row.getBoolean(11), row.getInt(12)),
                            (a, b) -> a.at().isBefore(b.at()) ? b : a);
                }));
        return outcomes;
    }

    /** Numbers of its leads; 0 stands for one that was imported and whose number Marketo has not said yet. */
    List<Long> leads(String destination, Collection<String> people) {
        return people.stream()
                .flatMap(person -> jdbc.sql("select lead_id from lead where destination = ? and person = ? order by lead_id").params(destination, person).query(Long.class).list().stream())
                .distinct()
                .toList();
    }

    Optional<ListOfAudience> list(ActivatedAudience audience) {
        return jdbc.sql("select list_id, name from audience_list where dataflow = ? and audience = ? and list_id is not null")
                .params(audience.dataflow(), audience.audience())
                .query((row, n) -> new ListOfAudience(row.getLong(1), row.getString(2)))
                .optional();
    }

    /** What was confirmed, and has not become unknown since; of several leads first of one that is a member. */
    Optional<Delivered> delivered(String instance, ListOfAudience list, List<Long> leads) {
        return leads.stream()
                .flatMap(lead -> jdbc.sql("select member, delivered_at from delivered where instance = ? and list_id = ? and lead_id = ? and delivered_at <> 0")
                        .params(instance, list.id(), lead)
                        .query((row, n) -> new Delivered(list.id(), list.name(), lead, row.getBoolean(1), instant(row.getLong(2))))
                        .optional()
                        .stream())
                .max(Comparator.comparing(Delivered::member));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
