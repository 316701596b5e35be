package io.github.listward.monitoring;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.Hold.State;
import io.github.listward.delivery.Holds;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Looks what has been held for long. What waits for calls is said of the budget, what waits for its destination of that, once and not for
 * each audience; and an import ends by itself.
 */
@Component
class HoldsCheck implements AlertCheck {

    private static final Set<Reason> ELSEWHERE = EnumSet.of(Reason.BUDGET_USED, Reason.DESTINATION_DOWN, Reason.IMPORTING);

    private final Holds holds;
    private final AlertSettings settings;

    HoldsCheck(Holds holds, AlertSettings settings) {
        this.holds = holds;
        this.settings = settings;
    }

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.LIST_HELD);
    }

    @Override
    public List<Breach> look(Instant now) {
        return holds.all().stream().filter(hold -> isLong(hold, now)).map(hold -> breach(hold, now)).toList();
    }

    /** Of an incomplete one a part is lost: nobody need wait any longer to say so. */
    private boolean isLong(Hold hold, Instant now) {
        return hold.state() == State.INCOMPLETE || hold.state() == State.HELD && !ELSEWHERE.contains(hold.reason())
                && age(hold, now).compareTo(settings.of(hold.dataflow()).held()) > 0;
    }

    private Breach breach(Hold hold, Instant now) {
        return Breach.ofAudience(AlertRule.LIST_HELD, hold.instance(), hold.dataflow(), hold.audience(), age(hold, now).toSeconds(),
                settings.of(hold.dataflow()).held().toSeconds(),
                "%d changes are held since %s (hold %d, %s): %s".formatted(hold.changes() - hold.released(), hold.since(), hold.number(), hold.reason(), hold.message()));
    }

    private static Duration age(Hold hold, Instant now) {
        return Duration.between(hold.since(), now);
    }

    @Override
    public boolean judges(Alert alert) {
        return true;
    }
}
