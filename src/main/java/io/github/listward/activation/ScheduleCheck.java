package io.github.listward.activation;

import io.github.listward.destination.Audience;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Excludes what comes before an audience's start or after its end, and what a disabled dataflow or audience gets. */
@Component("schedule")
class ScheduleCheck {

    private final Exclusions exclusions;
    private final Clock clock;

    ScheduleCheck(Exclusions exclusions, Clock clock) {
        this.exclusions = exclusions;
        this.clock = clock;
    }

    void check(MembershipEvent event, Exchange exchange) {
        Audience audience = event.activation().audience();
        if (!audience.enabled() || !event.activation().dataflow().enabled()) {
            exclusions.exclude(exchange, event, Reason.PAUSED);
        } else if (!isOpen(audience)) {
            exclusions.exclude(exchange, event, Reason.OUT_OF_SCHEDULE);
        }
    }

    private boolean isOpen(Audience audience) {
        if (audience.start() == null && audience.end() == null) {
            return true;
        }
        Instant now = clock.instant();
        return (audience.start() == null || !now.isBefore(audience.start())) && (audience.end() == null || now.isBefore(audience.end()));
    }
}
