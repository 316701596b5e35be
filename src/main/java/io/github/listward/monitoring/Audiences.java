package io.github.listward.monitoring;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The counters of all time, by dataflow and audience. */
@Component
public class Audiences {

    private static final String TOTALS = """
            select dataflow, audience, outcome, reason, amount
              from counter_total
             where outcome in ('received', 'activated', 'excluded', 'failed', 'held')
            """;

    private final JdbcClient jdbc;

    Audiences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Every audience ever counted and every one that is paused, sorted by dataflow and audience. */
    public List<AudienceCounts> counts() {
        Map<Key, Tally> tallies = new TreeMap<>(Comparator.comparing(Key::dataflow).thenComparing(Key::audience));
        jdbc.sql(TOTALS).query(row -> {
            Key key = new Key(row.getString("dataflow"), row.getString("audience"));
            tallies.computeIfAbsent(key, k -> new Tally()).add(row.getString("outcome"), row.getString("reason"), row.getLong("amount"));
        });
        Set<Key> paused = new HashSet<>(jdbc.sql("select dataflow, audience from paused_audience")
                .query((row, n) -> new Key(row.getString(1), row.getString(2)))
                .list());
        paused.forEach(key -> tallies.computeIfAbsent(key, k -> new Tally()));
        return tallies.entrySet().stream().map(entry -> entry.getValue().of(entry.getKey(), paused.contains(entry.getKey()))).toList();
    }

    /** Those of one audience; all 0 if it was never counted. */
    AudienceCounts of(String dataflow, String audience) {
        Tally tally = new Tally();
        jdbc.sql(TOTALS + " and dataflow = ? and audience = ?").params(dataflow, audience).query(row -> {
            tally.add(row.getString("outcome"), row.getString("reason"), row.getLong("amount"));
        });
        boolean paused = jdbc.sql("select count(*) from paused_audience where dataflow = ? and audience = ?").params(dataflow, audience).query(Long.class).single() > 0;
        return tally.of(new Key(dataflow, audience), paused);
    }

    private record Key(String dataflow, String audience) {}

    private static final class Tally {

        private final Map<String, Long> outcomes = new TreeMap<>();
        private final Map<String, Long> reasons = new TreeMap<>();

        void add(String outcome, String reason, long amount) {
            outcomes.merge(outcome, amount, Long::sum);
            if (outcome.equals("excluded") || outcome.equals("failed")) {
                reasons.merge(reason, amount, Long::sum);
            }
        }

        AudienceCounts of(Key key, boolean paused) {
            reasons.values().removeIf(amount -> amount == 0); // all were replayed
            return new AudienceCounts(
                    key.dataflow(), key.audience(), total("received"), total("activated"), total("excluded"), total("failed"),
                    total("held"), reasons, paused);
        }

        private long total(String outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }
}
