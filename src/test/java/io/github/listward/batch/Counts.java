package io.github.listward.batch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a batch has counted, for tests to read: {@code "excluded MISSING_IDENTITY" -> 2}, over all dataflows and audiences. */
public final class Counts {

    private Counts() {}

    /** A batch of which nothing has been counted before. */
    public static Batch batchOf(SourceRecord... records) {
        List<SourceRecord> all = List.of(records);
        return new Batch(all, new Tally(Map.of(), all), List.of());
    }

    /** As when its counts are about to be recorded. */
    public static void close(Batch batch) {
        batch.closeCounts();
    }

    public static Map<String, Long> of(Batch batch) {
        Map<String, Long> counts = new TreeMap<>();
        batch.tally().amounts().forEach((key, amount) ->
                counts.merge((key.outcome().name().toLowerCase(Locale.ROOT) + " " + key.reason()).strip(), amount, Long::sum));
        return counts;
    }
}
