package io.github.listward.delivery;

import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says once, at ERROR, that an instance's calls of the day run out, and when it is over. Health and API show it meanwhile. */
@Component("budgetAlarms")
class BudgetAlarms {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetAlarms.class);

    private final Instances instances;
    private final Leases leases;
    private final CallBudget budget;
    private final Map<String, Level> told = new HashMap<>();
    private final Map<String, Boolean> toldCut = new HashMap<>();

    BudgetAlarms(Instances instances, Leases leases, CallBudget budget) {
        this.instances = instances;
        this.leases = leases;
        this.budget = budget;
    }

    /** Of the instances this process speaks to. */
    synchronized void look() {
        instances.all().stream().map(Instance::munchkinId).filter(leases::holds).forEach(instance -> {
            DayBudget day = budget.of(instance);
            tell(instance, day);
            tellCut(instance, day);
        });
    }

    private void tell(String instance, DayBudget day) {
        Level before = told.put(instance, day.level());
        if (before == null) {
            before = Level.AMPLE;
        }
        if (day.level().compareTo(before) > 0) {
            LOG.error("Alarm of Marketo instance {}: {}", instance, day.summary());
        } else if (day.level() == Level.AMPLE && before != Level.AMPLE) {
            LOG.info("The calls of Marketo instance {} suffice again: {}", instance, day.summary());
        }
    }

    private void tellCut(String instance, DayBudget day) {
        boolean before = Boolean.TRUE.equals(toldCut.put(instance, day.isCutByOthers()));
        if (day.isCutByOthers() && !before) {
            LOG.warn("Others have used {} of the {} calls of Marketo instance {} today: of our share of {} only {} can be had", day.othersUsed(),
                    day.dailyQuota(), instance, day.dailyCalls(), day.share());
        }
    }
}
