package io.github.listward.monitoring;

import io.github.listward.delivery.Leases;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.Problem;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Looks whether Marketo refuses an instance as a whole: its credentials, or what its API user may do. Only its owner knows. */
@Component
class CredentialsCheck implements AlertCheck {

    private final Instances instances;
    private final Definitions definitions;
    private final DestinationStates states;
    private final Leases leases;

    CredentialsCheck(Instances instances, Definitions definitions, DestinationStates states, Leases leases) {
        this.instances = instances;
        this.definitions = definitions;
        this.states = states;
        this.leases = leases;
    }

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.CREDENTIALS_REFUSED);
    }

    @Override
    public List<Breach> look(Instant now) {
        return instances.all().stream()
                .map(Instance::munchkinId)
                .filter(leases::holds)
                .flatMap(instance -> refusal(instance).stream().map(problem -> Breach.ofInstance(AlertRule.CREDENTIALS_REFUSED, instance, 1, 1,
                        "%s %s. %s".formatted(problem.property(), problem.problem(), problem.remedy()))))
                .toList();
    }

    /** What is said of the instance, and not of one of its destinations. */
    Optional<Problem> refusal(String instance) {
        return states(instance)
                .flatMap(state -> state.problems().stream())
                .filter(problem -> problem.property().equals("listward.instances[" + instance + "]"))
                .findFirst();
    }

    /** Not before Marketo has told this process what the instance is like. */
    @Override
    public boolean judges(Alert alert) {
        return leases.holds(alert.instance()) && states(alert.instance()).noneMatch(state -> state.status() == Status.UNCHECKED);
    }

    private Stream<DestinationState> states(String instance) {
        return definitions.destinations().stream().filter(destination -> destination.instance().equals(instance)).map(Destination::id).map(states::of);
    }
}
