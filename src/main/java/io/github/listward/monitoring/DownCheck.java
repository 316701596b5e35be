package io.github.listward.monitoring;

import io.github.listward.batch.Rests;
import io.github.listward.delivery.Leases;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.Alarms.Alarm;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Looks whether an instance, or one of its destinations, has taken nothing for a while. Its owner knows; of one that has no owner
 * everybody knows that much. Refused credentials and a used-up budget are alerts of their own.
 */
@Component
class DownCheck implements AlertCheck {

    /** @param since when it began */
    private record Cause(Instant since, String text) {}

    private final Instances instances;
    private final Definitions definitions;
    private final DestinationStates states;
    private final Rests rests;
    private final Alarms alarms;
    private final CallBudget budget;
    private final Leases leases;
    private final CredentialsCheck credentials;
    private final AlertSettings settings;
    private final String changeTopics;

    DownCheck(
            Instances instances,
            Definitions definitions,
            DestinationStates states,
            Rests rests,
            Alarms alarms,
            CallBudget budget,
            Leases leases,
            CredentialsCheck credentials,
            AlertSettings settings,
            @Value("${listward.topics.changes}.") String changeTopics) {
        this.instances = instances;
        this.definitions = definitions;
        this.states = states;
        this.rests = rests;
        this.alarms = alarms;
        this.budget = budget;
        this.leases = leases;
        this.credentials = credentials;
        this.settings = settings;
        this.changeTopics = changeTopics;
    }

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.INSTANCE_DOWN);
    }

    @Override
    public List<Breach> look(Instant now) {
        return instances.all().stream().map(Instance::munchkinId).flatMap(instance -> find(instance, now).stream()).toList();
    }

    private Optional<Breach> find(String instance, Instant now) {
        List<Cause> causes = leases.holds(instance) ? causes(instance) : orphaned(instance, now);
        causes = causes.stream().filter(cause -> Duration.between(cause.since(), now).compareTo(settings.down()) > 0).toList();
        Optional<Instant> since = causes.stream().map(Cause::since).min(Instant::compareTo);
        String text = causes.stream().map(Cause::text).collect(Collectors.joining("; "));
        return since.map(first -> Breach.ofInstance(AlertRule.INSTANCE_DOWN, instance, Duration.between(first, now).toSeconds(), settings.down().toSeconds(), text));
    }

    private List<Cause> orphaned(String instance, Instant now) {
        return leases.unheldFor(instance)
                .map(time -> List.of(new Cause(now.minus(time), "No process speaks to it: is Listward running, and does Kafka give its change topic to anybody?")))
                .orElse(List.of());
    }

    private List<Cause> causes(String instance) {
        List<Cause> causes = new ArrayList<>();
        if (credentials.refusal(instance).isPresent()) {
            return causes;
        }
        for (Destination destination : definitions.destinations()) {
            DestinationState state = states.of(destination.id());
            if (destination.instance().equals(instance) && state.status() == Status.DOWN) {
                causes.add(new Cause(state.since(), "destination " + destination.id() + " is down: " + state.problems().stream()
                        .map(problem -> problem.property() + " " + problem.problem() + ". " + problem.remedy())
                        .collect(Collectors.joining("; "))));
            }
        }
        if (budget.of(instance).level() != Level.USED) {
            rests.of(changeTopics + instance).ifPresent(rest -> causes.add(new Cause(rest.since(), "its queue waits until " + rest.until() + ": " + rest.why())));
        }
        alarms.of(instance).stream().filter(alarm -> !alarm.ofRecord()).map(DownCheck::cause).forEach(causes::add);
        return causes;
    }

    private static Cause cause(Alarm alarm) {
        return new Cause(alarm.since(), alarm.message());
    }

    /** Between two owners nobody knows, until it has been so for long. */
    @Override
    public boolean judges(Alert alert) {
        return leases.holds(alert.instance());
    }
}
