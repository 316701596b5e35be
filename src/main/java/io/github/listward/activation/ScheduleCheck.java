package io.github.listward.activation;

import io.github.listward.batch.Batch;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Excludes what comes before an audience's start or after its end, and what an audience gets that is disabled or paused. */
@Component("schedule")
class ScheduleCheck {

    private final Exclusions exclusions;
    private final TermsTable table;
    private final Clock clock;

    ScheduleCheck(Exclusions exclusions, TermsTable table, Clock clock) {
        this.exclusions = exclusions;
        this.table = table;
        this.clock = clock;
    }

    void check(MembershipEvent event, Exchange exchange) {
        Terms terms = TermsOfBatch.of(Batch.of(exchange), table).of(event.activation(), clock.instant());
        switch (terms) {
            case OPEN -> { /* goes on */ }
            case PAUSED -> exclusions.exclude(exchange, event, Reason.PAUSED);
            case OUT_OF_SCHEDULE, ENDED -> exclusions.exclude(exchange, event, Reason.OUT_OF_SCHEDULE);
        }
    }
}
