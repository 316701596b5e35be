package io.github.listward.delivery;

import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DailyUsage;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks Marketo now and then how many calls all users of an instance have made today. */
@Component("usageReadings")
class UsageReadings {

    private static final Logger LOG = LoggerFactory.getLogger(UsageReadings.class);

    private static final Duration SHORTEST = Duration.ofMinutes(10);

    /** Asking takes a hundredth of the share at most; where that is less than a call a day, nothing is asked. */
    private static final int PART_OF_SHARE = 100;

    private final Instances instances;
    private final Leases leases;
    private final CallBudget budget;
    private final Clock clock;
    private final Map<String, Instant> next = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    UsageReadings(Instances instances, Leases leases, CallBudget budget, Clock clock) {
        this.instances = instances;
        this.leases = leases;
        this.budget = budget;
        this.clock = clock;
    }

    /** The munchkin ids to ask for now. An instance that was another process's in between is asked for at once. */
    List<String> due() {
        next.keySet().removeIf(instance -> !leases.holds(instance));
        return instances.all().stream()
                .filter(instance -> instance.dailyCalls() >= PART_OF_SHARE)
                .map(Instance::munchkinId)
                .filter(leases::holds)
                .filter(instance -> !clock.instant().isBefore(next.getOrDefault(instance, Instant.MIN)))
                .toList();
    }

    MarketoRequest request(@ExchangeProperty("instance") String instance) {
        next.put(instance, clock.instant().plus(interval(instances.get(instance))));
        return DailyUsage.request(instance);
    }

    private static Duration interval(Instance instance) {
        Duration affordable = Duration.ofDays(1).dividedBy(instance.dailyCalls() / PART_OF_SHARE);
        return affordable.compareTo(SHORTEST) > 0 ? affordable : SHORTEST;
    }

    void answered(@Body MarketoAnswer answer, @ExchangeProperty("instance") String instance) {
        budget.read(instance, DailyUsage.allOf(answer));
        failing.remove(instance);
    }

    /** Says so once: our own calls are counted all the same, and Marketo says itself when its quota is used. */
    void unanswered(@ExchangeProperty("instance") String instance, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        if (failing.add(instance)) {
            LOG.warn("How many calls others have made on Marketo instance {} is not known, and is asked again later; its own calls are counted all the same: {}",
                    instance, failure.getMessage());
        }
    }
}
