package io.github.listward.monitoring;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became last of each person, no longer than {@code listward.keep.outcomes}. */
@Component
class OutcomeHistory implements History {

    private static final int MOST_ROWS = 10_000;

    private final JdbcClient jdbc;
    private final KeepProperties keep;

    OutcomeHistory(JdbcClient jdbc, KeepProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "last outcomes";
    }

    @Override
    public int forget(Instant now) {
        return jdbc.sql("""
                        delete from last_outcome where (person, dataflow, audience) in
                          (select person, dataflow, audience from last_outcome where recorded_at < ? limit ?)""")
                .params(ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(keep.outcomes())), MOST_ROWS)
                .update();
    }
}
