package io.github.listward.monitoring;

import io.github.listward.batch.Paces;
import io.github.listward.delivery.Leases;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The calls of the day of every instance, for whoever looks. */
@Component
public class InstanceBudgets {

    private final Instances instances;
    private final CallBudget budget;
    private final Leases leases;
    private final Paces paces;
    private final String changeTopics;

    InstanceBudgets(Instances instances, CallBudget budget, Leases leases, Paces paces, @Value("${listward.topics.changes}.") String changeTopics) {
        this.instances = instances;
        this.budget = budget;
        this.leases = leases;
        this.paces = paces;
        this.changeTopics = changeTopics;
    }

    /** In the order they are configured. */
    public List<InstanceBudget> all() {
        return instances.all().stream().map(Instance::munchkinId).map(this::read).toList();
    }

    /** Empty if there is no such instance. */
    public Optional<InstanceBudget> of(String munchkinId) {
        return instances.all().stream().map(Instance::munchkinId).filter(munchkinId::equals).findFirst().map(this::read);
    }

    private InstanceBudget read(String munchkinId) {
        DayBudget day = budget.of(munchkinId);
        return new InstanceBudget(
                munchkinId,
                leases.holds(munchkinId),
                day.dailyQuota(),
                day.dailyCalls(),
                day.share(),
                day.reserve(),
                day.used(),
                day.othersUsed(),
                budget.othersReadAt(munchkinId).orElse(null),
                day.left(),
                day.available(),
                day.bucket(),
                Math.round(day.refillPerHour()),
                day.level(),
                day.holdsAdditions(),
                paces.of(changeTopics + munchkinId).map(Paces.Pace::until).orElse(null),
                day.summary());
    }
}
