package io.github.listward.marketo;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How many calls of the day an instance has left, and who may use them (docs/adr/0017-budget-and-pace.md). */
@Component
public class CallBudget {

    /** What others have used on a day of an instance. */
    private record Others(LocalDate day, int used, Instant readAt) {}

    private final Instances instances;
    private final DailyCalls dailyCalls;
    private final Clock clock;
    private final Map<String, Others> others = new ConcurrentHashMap<>();

    CallBudget(Instances instances, DailyCalls dailyCalls, Clock clock) {
        this.instances = instances;
        this.dailyCalls = dailyCalls;
        this.clock = clock;
    }

    /** The budget of the Marketo day that is now. */
    public DayBudget of(String instance) {
        return day(instances.get(instance), dailyCalls.today(instance));
    }

    private DayBudget day(Instance instance, int used) {
        Instant now = clock.instant();
        return DayBudget.of(instance, used, othersUsed(instance.munchkinId()), MarketoDay.gone(now), MarketoDay.length(now));
    }

    /** Whether there are calls to spare for what no live change waits for: imports, extracts, released and settled changes. */
    public boolean sparesForJobs(String instance) {
        return of(instance).sparesForJobs();
    }

    /** How many calls of a day the last of them may be: all but removals leave the reserve alone. */
    int limit(MarketoRequest request) {
        Instance instance = instances.get(request.instance());
        // Whether others have used up the quota is Marketo's to say: what was read may be minutes old, and the quota another one.
        return request.mayUseReserve() ? instance.dailyCalls() : day(instance, 0).forAdditions();
    }

    /** Notes what Marketo has counted of all users' calls: what is not ours is others'. */
    public void read(String instance, List<DailyUsage> usages) {
        LocalDate today = MarketoDay.of(clock.instant());
        usages.stream()
                .filter(usage -> usage.day().equals(today))
                .findFirst()
                .ifPresent(usage -> others.put(instance,
                        new Others(today, Math.max(0, usage.total() - dailyCalls.on(instance, today)), clock.instant())));
    }

    /** When it was read what others have used; empty if it was not today, or not by this process: then they count as none. */
    public Optional<Instant> othersReadAt(String instance) {
        return othersToday(instance).map(Others::readAt);
    }

    private int othersUsed(String instance) {
        return othersToday(instance).map(Others::used).orElse(0);
    }

    private Optional<Others> othersToday(String instance) {
        return Optional.ofNullable(others.get(instance)).filter(known -> known.day().equals(MarketoDay.of(clock.instant())));
    }
}
