package io.github.listward.monitoring;

import io.github.listward.batch.Rests;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.CallGate;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Gathers the {@link Symptoms} of the instances this process speaks to. */
@Component
class Observations {

    private final Definitions definitions;
    private final DestinationStates states;
    private final Rests rests;
    private final CallGate callGate;
    private final Alarms alarms;
    private final InstanceBudgets budgets;
    private final ObjectProvider<CamelContext> camel;
    private final Clock clock;
    private final String changeTopics;

    Observations(
            Definitions definitions,
            DestinationStates states,
            Rests rests,
            CallGate callGate,
            Alarms alarms,
            InstanceBudgets budgets,
            ObjectProvider<CamelContext> camel,
            Clock clock,
            @Value("${listward.topics.changes}.") String changeTopics) {
        this.definitions = definitions;
        this.states = states;
        this.rests = rests;
        this.callGate = callGate;
        this.alarms = alarms;
        this.budgets = budgets;
        this.camel = camel;
        this.clock = clock;
        this.changeTopics = changeTopics;
    }

    Symptoms of(String instance) {
        Map<String, DestinationState> destinations = new TreeMap<>();
        definitions.destinations().stream()
                .filter(destination -> destination.instance().equals(instance))
                .map(Destination::id)
                .forEach(id -> destinations.put(id, states.of(id)));
        return new Symptoms(
                clock.instant(),
                destinations,
                suspendedRoute(instance),
                rests.of(changeTopics + instance).orElse(null),
                callGate.closure(instance).orElse(null),
                budgets.of(instance).orElseThrow(),
                alarms.of(instance));
    }

    /** A suspended route keeps its partitions, and so its instance; one that is stopped gives it away. */
    private String suspendedRoute(String instance) {
        String route = "poll-changes-" + instance;
        CamelContext context = camel.getIfAvailable();
        return context != null && context.getRouteController().getRouteStatus(route) == ServiceStatus.Suspended ? route : null;
    }
}
