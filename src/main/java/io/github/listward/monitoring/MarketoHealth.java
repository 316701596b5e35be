package io.github.listward.monitoring;

import io.github.listward.destination.Definitions;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationStates;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health of every destination, under the Marketo instance it belongs to: {@code marketo/<munchkin id>/<destination>}. It is no
 * part of liveness and readiness, since neither a restart nor another replica would help.
 */
@Configuration(proxyBeanMethods = false)
class MarketoHealth {

    /** Spring names the component {@code marketo}, after this bean. */
    @Bean
    CompositeHealthContributor marketoHealthContributor(Definitions definitions, DestinationStates states) {
        Map<String, Map<String, HealthIndicator>> byInstance = new TreeMap<>();
        definitions.destinations().forEach(destination -> byInstance
                .computeIfAbsent(destination.instance(), instance -> new TreeMap<>())
                .put(destination.id(), () -> health(states.of(destination.id()))));
        return CompositeHealthContributor.fromMap(byInstance, CompositeHealthContributor::fromMap);
    }

    private static Health health(DestinationState state) {
        Health.Builder health = switch (state.status()) {
            case UP -> Health.up();
            case DOWN -> Health.down();
            case UNCHECKED -> Health.unknown();
        };
        if (state.since() != null) {
            health.withDetail("since", state.since());
        }
        if (!state.problems().isEmpty()) {
            health.withDetail("problems", state.problems());
        }
        return health.build();
    }
}
