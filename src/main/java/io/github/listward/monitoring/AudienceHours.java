package io.github.listward.monitoring;

import io.github.listward.destination.Definitions;
import io.github.listward.monitoring.AudienceMetrics.OfDataflow;
import io.github.listward.monitoring.AudienceMetrics.Point;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The counters of an audience over time. */
@Component
public class AudienceHours {

    /** Read for one answer at most, over all dataflows that activate the audience: four times the 90 days and a begun hour. */
    private static final int MOST_HOURS = 4 * (90 * 24 + 1);

    private static final String WINDOW = """
            select hour_start, outcome, reason, amount from counter
             where dataflow = ? and audience = ? and hour_start >= ? and hour_start < ?
             order by hour_start""";

    private final JdbcClient jdbc;
    private final Definitions definitions;
    private final KeepProperties keep;
    private final Clock clock;

    AudienceHours(JdbcClient jdbc, Definitions definitions, KeepProperties keep, Clock clock) {
        this.jdbc = jdbc;
        this.definitions = definitions;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * @param dataflow the only one to look at, or null
     * @param from null: a day before its end @param to exclusive; null: now
     * @param step width of the points
     * @return empty if no such dataflow activates the audience, nor ever did
     * @throws RangeRefusedException if that is no range of time, or too long for so many dataflows
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<AudienceMetrics> of(String audience, String dataflow, Instant from, Instant to, ChronoUnit step) {
        Hours window = Hours.of(from, to, clock, keep.runs());
        TreeSet<String> dataflows = new TreeSet<>(jdbc.sql("select distinct dataflow from counter_total where audience = ?").param(audience)
                .query(String.class)
                .list());
        definitions.activationsOf(audience).forEach(activation -> dataflows.add(activation.dataflow().id()));
        if (dataflow != null) {
            dataflows.removeIf(each -> !each.equals(dataflow));
        }
        if (dataflows.size() * window.count() > MOST_HOURS) {
            throw new RangeRefusedException("dataflow must be named, or from be later: %d dataflows have the audience, and %d hours of all of them are too much at once"
                    .formatted(dataflows.size(), window.count()));
        }
        return dataflows.isEmpty()
                ? Optional.empty()
                : Optional.of(new AudienceMetrics(audience, window.from(), window.to(), dataflows.stream().map(each -> of(each, audience, window, step)).toList()));
    }

    private OfDataflow of(String dataflow, String audience, Hours window, ChronoUnit step) {
        Sums.Adding totals = new Sums.Adding();
        jdbc.sql("select outcome, reason, amount from counter_total where dataflow = ? and audience = ?").params(dataflow, audience).query(row -> {
            totals.add(row.getString(1), row.getString(2), row.getLong(3));
        });
        Sums.Adding all = new Sums.Adding();
        Map<Instant, Sums.Adding> points = new TreeMap<>();
        jdbc.sql(WINDOW).params(dataflow, audience, window.first(), window.end()).query(row -> {
            Instant start = row.getObject(1, OffsetDateTime.class).toInstant().truncatedTo(step);
            all.add(row.getString(2), row.getString(3), row.getLong(4));
            points.computeIfAbsent(start, key -> new Sums.Adding()).add(row.getString(2), row.getString(3), row.getLong(4));
        });
        String list = jdbc.sql("select name from audience_list where dataflow = ? and audience = ?").params(dataflow, audience)
                .query(String.class)
                .optional()
                .orElse(null);
        Sums ever = totals.sums();
        return new OfDataflow(dataflow, AudienceNames.of(definitions, dataflow, audience, list), ever.received(), ever.activated(), ever.excluded(),
                ever.failed(), ever.heldChange(), Balance.of(ever).inFlight(), all.sums(),
                points.entrySet().stream().map(point -> Point.of(point.getKey(), point.getValue().sums())).toList());
    }
}
