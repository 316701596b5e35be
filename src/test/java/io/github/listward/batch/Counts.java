package io.github.listward.batch;

import io.github.listward.batch.Tally.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a batch has counted of changes, for tests to read: {@code "excluded MISSING_IDENTITY" -> 2}, over all dataflows and audiences. */
public final class Counts {

    private Counts() {}

    /** A batch of which nothing has been counted before. */
    public static Batch batchOf(SourceRecord... records) {
        List<SourceRecord> all = List.of(records);
        return new Batch(all, new Tally(Map.of(), all), List.of());
    }

    /** As the application has them, in a database of a test's own. */
    public static Tallies tallies(DataSource database, Clock clock) {
        return new Tallies(new JdbcTemplate(database), clock);
    }

    /** As when its counts are about to be recorded. */
    public static void close(Batch batch) {
        batch.closeCounts();
    }

    public static Map<String, Long> of(Batch batch) {
        Map<String, Long> counts = new TreeMap<>();
        batch.tally().amounts().forEach((key, amount) -> {
            if (key.outcome() != Outcome.PROFILES && key.outcome() != Outcome.CALLS) {
                counts.merge((key.outcome().name().toLowerCase(Locale.ROOT) + " " + key.reason()).strip(), amount, Long::sum);
            }
        });
        return counts;
    }

    /** Profile events a batch has counted: {@code "eu-nurture vip" -> 2} of an audience, {@code "eu-nurture" -> 3} of the dataflow. */
    public static Map<String, Long> profilesOf(Batch batch) {
        Map<String, Long> counts = new TreeMap<>();
        batch.tally().amounts().forEach((key, amount) -> {
            if (key.outcome() == Outcome.PROFILES) {
                counts.put((key.dataflow() + " " + key.audience()).strip(), amount);
            }
        });
        return counts;
    }
}
