package io.github.listward.monitoring;

import io.github.listward.batch.Rests;
import io.github.listward.delivery.Leases;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.CallGate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The health of every Marketo instance, {@code marketo-<munchkin id>}, with each of its destinations. It is no part of liveness
 * and readiness, since neither a restart nor another replica would help.
 *
 * <p>Destinations are details and their problems text, no deeper: Hawtio shows nothing of components in components, and
 * breaks on lists in details.
 */
@Component
class MarketoHealth {

    private final DestinationStates states;
    private final Rests rests;
    private final Leases leases;
    private final CallGate callGate;
    private final Alarms alarms;
    private final InstanceBudgets budgets;
    private final String changeTopics;

    MarketoHealth(
            HealthContributorRegistry registry,
            Definitions definitions,
            DestinationStates states,
            Rests rests,
            Leases leases,
            CallGate callGate,
            Alarms alarms,
            InstanceBudgets budgets,
            @Value("${listward.topics.changes}.") String changeTopics) {
        this.states = states;
        this.rests = rests;
        this.leases = leases;
        this.callGate = callGate;
        this.alarms = alarms;
        this.budgets = budgets;
        this.changeTopics = changeTopics;
        Map<String, List<String>> byInstance = new TreeMap<>();
        for (Destination destination : definitions.destinations()) {
            byInstance.computeIfAbsent(destination.instance(), instance -> new ArrayList<>()).add(destination.id());
        }
        byInstance.forEach((instance, destinations) -> {
            HealthIndicator indicator = () -> health(instance, destinations);
            registry.registerContributor("marketo-" + instance, indicator);
        });
    }

    /** Down if one of them is: the others are delivered to all the same. */
    private Health health(String instance, List<String> destinations) {
        if (!leases.holds(instance)) {
            // Its destinations are known to the process that speaks to it.
            return withRest(instance, Health.unknown()).withDetail("delivered by", "another process, or nobody yet").build();
        }
        Map<String, DestinationState> all = new TreeMap<>();
        destinations.forEach(destination -> all.put(destination, states.of(destination)));
        Health.Builder health = Health.up();
        if (has(Status.DOWN, all)) {
            health.down();
        } else if (has(Status.UNCHECKED, all)) {
            health.unknown();
        }
        all.forEach((destination, state) -> health.withDetail(destination, details(state)));
        callGate.closure(instance).ifPresent(closure -> health.withDetail("left alone", "until " + closure.until() + ", since Marketo said " + closure.code()));
        budgets.of(instance).ifPresent(budget -> withBudget(budget, health));
        String alarmed = alarms.of(instance).stream()
                .map(alarm -> "since " + alarm.since() + ": " + alarm.message())
                .collect(Collectors.joining("; "));
        if (!alarmed.isEmpty()) {
            health.withDetail("alarms", alarmed);
        }
        return withRest(instance, health).build();
    }

    /** Down while additions wait for the next day. */
    private static void withBudget(InstanceBudget budget, Health.Builder health) {
        if (budget.additionsHeld()) {
            health.down();
        }
        String rests = budget.restingUntil() == null ? "" : "; changes gather for full calls until " + budget.restingUntil() + " at the longest";
        health.withDetail("budget", budget.level() + ": " + budget.summary() + rests);
    }

    /** Down while its queue waits, for whatever reason. */
    private Health.Builder withRest(String instance, Health.Builder health) {
        rests.of(changeTopics + instance).ifPresent(rest -> health.down().withDetail("waits", Map.of(
                "since", rest.since().toString(), "until", rest.until().toString(), "why", String.valueOf(rest.why()))));
        return health;
    }

    private static boolean has(Status status, Map<String, DestinationState> states) {
        return states.values().stream().anyMatch(state -> state.status() == status);
    }

    private static Map<String, String> details(DestinationState state) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("status", state.status().name());
        if (state.since() != null) {
            details.put("since", state.since().toString());
        }
        if (!state.problems().isEmpty()) {
            details.put("problems", state.problems().stream()
                    .map(problem -> problem.property() + " " + problem.problem() + ". " + problem.remedy())
                    .collect(Collectors.joining("; ")));
        }
        return details;
    }
}
