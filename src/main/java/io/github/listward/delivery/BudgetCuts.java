package io.github.listward.delivery;

import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says once that others leave less of an instance's calls of the day than its share. That they run out is an alert. */
@Component("budgetCuts")
class BudgetCuts {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetCuts.class);

    private final Instances instances;
    private final Leases leases;
    private final CallBudget budget;
    private final Map<String, Boolean> told = new HashMap<>();

    BudgetCuts(Instances instances, Leases leases, CallBudget budget) {
        this.instances = instances;
        this.leases = leases;
        this.budget = budget;
    }

    /** Of the instances this process speaks to. */
    synchronized void look() {
        instances.all().stream().map(Instance::munchkinId).filter(leases::holds).forEach(instance -> tell(instance, budget.of(instance)));
    }

    private void tell(String instance, DayBudget day) {
        boolean before = Boolean.TRUE.equals(told.put(instance, day.isCutByOthers()));
        if (day.isCutByOthers() && !before) {
            LOG.warn("Others have used {} of the {} calls of Marketo instance {} today: of our share of {} only {} can be had", day.othersUsed(),
                    day.dailyQuota(), instance, day.dailyCalls(), day.share());
        }
    }
}
