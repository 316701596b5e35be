package io.github.listward.monitoring;

import io.github.listward.delivery.Leases;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Looks what an instance has left of its calls of the day. Only its owner knows what others have used. */
@Component
class BudgetCheck implements AlertCheck {

    private static final double WHOLE = 100;
    private static final double FOUR_FIFTHS = 80;

    private final Instances instances;
    private final CallBudget budget;
    private final Leases leases;

    BudgetCheck(Instances instances, CallBudget budget, Leases leases) {
        this.instances = instances;
        this.budget = budget;
        this.leases = leases;
    }

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.BUDGET_LOW, AlertRule.BUDGET_USED);
    }

    @Override
    public List<Breach> look(Instant now) {
        List<Breach> breaches = new ArrayList<>();
        for (Instance instance : instances.all()) {
            String id = instance.munchkinId();
            if (leases.holds(id)) {
                DayBudget day = budget.of(id);
                double used = day.dailyCalls() == 0 ? WHOLE : WHOLE - WHOLE * day.left() / day.dailyCalls();
                if (day.level() != Level.AMPLE) {
                    breaches.add(Breach.ofInstance(AlertRule.BUDGET_LOW, id, used, FOUR_FIFTHS, day.summary()));
                }
                if (day.holdsAdditions()) {
                    breaches.add(Breach.ofInstance(AlertRule.BUDGET_USED, id, used, WHOLE - WHOLE * day.reserve() / Math.max(1, day.dailyCalls()), day.summary()));
                }
            }
        }
        return breaches;
    }

    @Override
    public boolean judges(Alert alert) {
        return leases.holds(alert.instance());
    }
}
