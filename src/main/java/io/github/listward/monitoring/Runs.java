package io.github.listward.monitoring;

import io.github.listward.destination.Definitions;
import io.github.listward.monitoring.Run.Status;
import io.github.listward.monitoring.RunDetail.OfAudience;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The dataflow runs. What was in flight at the end of an hour is what was ever received less what ever ended or is held, less the same of
 * all later hours: so it is exact, however many of the earlier ones are forgotten.
 */
@Component
public class Runs {

    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withResolverStyle(ResolverStyle.STRICT).withZone(ZoneOffset.UTC);

    private static final int ID_LENGTH = "2026-11-24T10".length();

    private static final String TOTALS = "select outcome, sum(amount) from counter_total where dataflow = ? group by outcome";

    private static final String LATER = "select outcome, sum(amount) from run_counter where dataflow = ? and hour_start >= ? group by outcome";

    private static final String NEWEST = """
            select min(hour_start) from (
              select distinct hour_start from run_counter where dataflow = ? and hour_start >= ? and hour_start < ? order by hour_start desc limit ?) newest""";

    private static final String HOURS = """
            select hour_start, outcome, reason, amount from run_counter
             where dataflow = ? and hour_start >= ? and hour_start < ?
             order by hour_start desc""";

    private static final String AUDIENCES = """
            select hour_start, count(*) from run_audience where dataflow = ? and hour_start >= ? and hour_start < ? group by hour_start""";

    private static final String BY_AUDIENCE = """
            select c.audience, l.name, c.outcome, c.reason, c.amount
              from run_audience r
              join counter c on c.dataflow = r.dataflow and c.audience = r.audience and c.hour_start = r.hour_start
              left join audience_list l on l.dataflow = r.dataflow and l.audience = r.audience
             where r.dataflow = ? and r.hour_start = ?""";

    private final JdbcClient jdbc;
    private final Definitions definitions;
    private final KeepProperties keep;
    private final Clock clock;

    Runs(JdbcClient jdbc, Definitions definitions, KeepProperties keep, Clock clock) {
        this.jdbc = jdbc;
        this.definitions = definitions;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * The runs of a dataflow that begin in this time, or in the hour it begins in, the newest first; hours nothing was counted in are none.
     *
     * @param from null: a day before its end @param to exclusive; null: now
     * @return empty if no such dataflow is defined, nor ever was anything counted of it
     * @throws RangeRefusedException if that is no range of time
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<List<Run>> of(String dataflow, Instant from, Instant to, int limit) {
        return runs(dataflow, Hours.of(from, to, clock, keep.runs()), limit);
    }

    /**
     * A run with its audiences.
     *
     * @param id its hour, e.g. {@code 2026-11-24T10}
     * @return empty if there is no such dataflow, the hour is none, is kept no longer, or nothing was counted in it
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<RunDetail> detail(String dataflow, String id) {
        return start(id)
                .filter(start -> !start.isBefore(Hours.firstKept(clock.instant(), keep.runs())))
                .flatMap(start -> runs(dataflow, Hours.of(start), 1))
                .flatMap(runs -> runs.stream().findFirst())
                .map(run -> new RunDetail(run, byAudience(run)));
    }

    private static Optional<Instant> start(String id) {
        if (id.length() != ID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(id + ":00Z").toInstant()).filter(start -> id(start).equals(id));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String id(Instant start) {
        return ID.format(start);
    }

    private Optional<List<Run>> runs(String dataflow, Hours window, int limit) {
        List<Balance.Amount> totals = jdbc.sql(TOTALS).param(dataflow).query((row, n) -> new Balance.Amount(row.getString(1), row.getLong(2))).list();
        if (totals.isEmpty() && definitions.dataflow(dataflow) == null) {
            return Optional.empty();
        }
        OffsetDateTime first = jdbc.sql(NEWEST).params(dataflow, window.first(), window.end(), limit).query(OffsetDateTime.class).optional().orElse(null);
        if (first == null) {
            return Optional.of(List.of());
        }
        Balance later = Balance.of(jdbc.sql(LATER).params(dataflow, window.end()).query((row, n) -> new Balance.Amount(row.getString(1), row.getLong(2))).list());
        Map<Instant, Sums.Adding> hours = new LinkedHashMap<>();
        jdbc.sql(HOURS).params(dataflow, first, window.end()).query(row -> {
            hours.computeIfAbsent(row.getObject(1, OffsetDateTime.class).toInstant(), start -> new Sums.Adding())
                    .add(row.getString(2), row.getString(3), row.getLong(4));
        });
        Map<Instant, Integer> audiences = new HashMap<>();
        jdbc.sql(AUDIENCES).params(dataflow, first, window.end())
                .query(row -> {
                    audiences.put(row.getObject(1, OffsetDateTime.class).toInstant(), row.getInt(2));
                });
        Balance now = Balance.of(totals);
        Balance atEnd = now.minus(later);
        List<Run> runs = new ArrayList<>();
        for (Map.Entry<Instant, Sums.Adding> hour : hours.entrySet()) {
            Sums sums = hour.getValue().sums();
            Balance atStart = atEnd.minus(Balance.of(sums));
            runs.add(run(dataflow, hour.getKey(), audiences.getOrDefault(hour.getKey(), 0), sums, atStart, atEnd, now));
            atEnd = atStart;
        }
        return Optional.of(runs);
    }

    private Run run(String dataflow, Instant start, int audiences, Sums sums, Balance atStart, Balance atEnd, Balance now) {
        Instant end = Hours.of(start).to();
        boolean processing = end.isAfter(clock.instant()) || now.ended() + now.held() < atEnd.received();
        return new Run(id(start), dataflow, start, end, processing ? Status.PROCESSING : Status.COMPLETED, audiences, atStart.inFlight(), sums,
                atEnd.inFlight(), sums.lanes(), sums.activationRate());
    }

    private List<OfAudience> byAudience(Run run) {
        Map<String, Sums.Adding> audiences = new TreeMap<>();
        Map<String, String> lists = new HashMap<>();
        jdbc.sql(BY_AUDIENCE).params(run.dataflow(), run.start().atOffset(ZoneOffset.UTC)).query(row -> {
            audiences.computeIfAbsent(row.getString(1), id -> new Sums.Adding()).add(row.getString(3), row.getString(4), row.getLong(5));
            lists.put(row.getString(1), row.getString(2));
        });
        return audiences.entrySet().stream()
                .map(each -> new OfAudience(
                        each.getKey(), AudienceNames.of(definitions, run.dataflow(), each.getKey(), lists.get(each.getKey())), each.getValue().sums()))
                .toList();
    }
}
