package io.github.listward.monitoring;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Forgets dataflow runs and the counters of their audiences, some audiences of a run at a time. Totals stay. */
@Component
class RunHistory implements History {

    /** Times some ten counters each. */
    private static final int MOST_AUDIENCES = 200;

    private record Key(String dataflow, OffsetDateTime hour) {}

    private final JdbcClient jdbc;
    private final KeepProperties keep;

    RunHistory(JdbcClient jdbc, KeepProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "dataflow runs";
    }

    @Override
    @Transactional
    public int forget(Instant now) {
        Optional<Key> oldest = jdbc.sql("select dataflow, hour_start from run_counter where hour_start < ? order by hour_start, dataflow limit 1")
                .param(Hours.firstKept(now, keep.runs()).atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Key(row.getString(1), row.getObject(2, OffsetDateTime.class)))
                .optional();
        return oldest.map(this::forget).orElse(0);
    }

    private int forget(Key run) {
        List<String> audiences = jdbc.sql("select audience from run_audience where dataflow = ? and hour_start = ? order by audience limit ?")
                .params(run.dataflow(), run.hour(), MOST_AUDIENCES)
                .query(String.class)
                .list();
        int rows = 0;
        for (String audience : audiences) {
            rows += jdbc.sql("delete from run_audience where dataflow = ? and hour_start = ? and audience = ?").params(run.dataflow(), run.hour(), audience).update();
            rows += jdbc.sql("delete from counter where dataflow = ? and audience = ? and hour_start = ?").params(run.dataflow(), audience, run.hour()).update();
        }
        if (audiences.size() < MOST_AUDIENCES) {
            rows += jdbc.sql("delete from run_counter where dataflow = ? and hour_start = ?").params(run.dataflow(), run.hour()).update();
        }
        return rows;
    }
}
