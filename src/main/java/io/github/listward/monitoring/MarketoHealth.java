package io.github.listward.monitoring;

import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.DestinationStates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    MarketoHealth(HealthContributorRegistry registry, Definitions definitions, DestinationStates states) {
        this.states = states;
        Map<String, List<String>> byInstance = new TreeMap<>();
        for (Destination destination : definitions.destinations()) {
            byInstance.computeIfAbsent(destination.instance(), instance -> new ArrayList<>()).add(destination.id());
        }
        byInstance.forEach((instance, destinations) -> {
            HealthIndicator indicator = () -> health(destinations);
            registry.registerContributor("marketo-" + instance, indicator);
        });
    }

    /** Down if one of them is: the others are delivered to all the same. */
    private Health health(List<String> destinations) {
        Map<String, DestinationState> all = new TreeMap<>();
        destinations.forEach(destination -> all.put(destination, states.of(destination)));
        Health.Builder health = Health.up();
        if (has(Status.DOWN, all)) {
            health.down();
        } else if (has(Status.UNCHECKED, all)) {
            health.unknown();
        }
        all.forEach((destination, state) -> health.withDetail(destination, details(state)));
        return health.build();
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
