package io.github.listward.monitoring;

import io.github.listward.delivery.Leases;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The health of every Marketo instance, {@code marketo-<munchkin id>}, with each of its destinations. It is no part of liveness
 * and readiness, since neither a restart nor another replica would help.
 *
 * <p>Destinations are details and their causes text, no deeper: Hawtio shows nothing of components in components, and
 * breaks on lists in details.
 */
@Component
class MarketoHealth {

    private final Standings standings;
    private final Leases leases;

    MarketoHealth(HealthContributorRegistry registry, Instances instances, Standings standings, Leases leases) {
        this.standings = standings;
        this.leases = leases;
        instances.all().stream().map(Instance::munchkinId).forEach(instance -> {
            HealthIndicator indicator = () -> health(instance);
            registry.registerContributor("marketo-" + instance, indicator);
        });
    }

    private Health health(String id) {
        InstanceStanding instance = standings.instance(id).orElseThrow();
        Health.Builder health = Health.status(instance.standing().status().name());
        details(instance.standing()).forEach(health::withDetail);
        standings.destinations().stream()
                .filter(destination -> destination.instance().equals(id))
                .forEach(destination -> {
                    Map<String, String> details = new LinkedHashMap<>();
                    details.put("status", destination.standing().status().name());
                    details.putAll(details(destination.standing()));
                    health.withDetail(destination.destination(), details);
                });
        String rests = instance.restingUntil() == null ? "" : "; changes gather for full calls until " + instance.restingUntil() + " at the longest";
        health.withDetail("budget", instance.budget().level() + ": " + instance.budget().summary() + rests);
        if (instance.waiting() != null) {
            String oldest = instance.oldestUndelivered() == null ? "" : ", the first since " + instance.oldestUndelivered();
            health.withDetail("waiting", instance.waiting() + oldest);
        }
        return health.withDetail("delivered by", leases.holds(id) ? "this process" : "another process, or nobody").build();
    }

    private static Map<String, String> details(Standing standing) {
        Map<String, String> details = new LinkedHashMap<>();
        if (standing.since() != null) {
            details.put("since", standing.since().toString());
        }
        if (standing.cause() != null) {
            details.put("cause", standing.cause());
        }
        return details;
    }
}
