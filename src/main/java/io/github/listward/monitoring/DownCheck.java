package io.github.listward.monitoring;

import io.github.listward.delivery.Leases;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.monitoring.Standing.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Looks whether an instance, or one of its destinations, has been {@code DOWN} for a while, as {@link Standings} say to everybody. Its owner
 * tells of it; of one that has no owner everybody does. Refused credentials and a used-up budget are alerts of their own.
 */
@Component
class DownCheck implements AlertCheck {

    /** @param since when it began */
    private record Cause(Instant since, String text) {}

    private final Instances instances;
    private final Standings standings;
    private final Leases leases;
    private final CredentialsCheck credentials;
    private final AlertSettings settings;

    DownCheck(Instances instances, Standings standings, Leases leases, CredentialsCheck credentials, AlertSettings settings) {
        this.instances = instances;
        this.standings = standings;
        this.leases = leases;
        this.credentials = credentials;
        this.settings = settings;
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
        String text = causes.stream().map(Cause::text).collect(Collectors.joining(" "));
        return since.map(first -> Breach.ofInstance(AlertRule.INSTANCE_DOWN, instance, Duration.between(first, now).toSeconds(), settings.down().toSeconds(), text));
    }

    private List<Cause> orphaned(String instance, Instant now) {
        return leases.unheldFor(instance)
                .map(time -> List.of(new Cause(now.minus(time), "No process speaks to it: is Listward running, and does Kafka give its change topic to anybody?")))
                .orElse(List.of());
    }

    /** What is wrong with the instance is wrong with each of its destinations, and told once. */
    private List<Cause> causes(String id) {
        List<Cause> causes = new ArrayList<>();
        if (credentials.refusal(id).isPresent()) {
            return causes;
        }
        InstanceStanding instance = standings.instance(id).orElseThrow();
        boolean isDown = instance.standing().status() == Status.DOWN;
        if (isDown && instance.budget().level() != Level.USED) {
            causes.add(new Cause(instance.standing().since(), instance.standing().cause()));
        }
        String told = isDown ? instance.standing().cause() : "";
        standings.destinations().stream()
                .filter(each -> each.instance().equals(id) && each.standing().status() == Status.DOWN && !told.contains(each.standing().cause()))
                .map(each -> new Cause(each.standing().since(), "Destination " + each.destination() + " is down: " + each.standing().cause()))
                .forEach(causes::add);
        return causes;
    }

    /** Between two owners nobody knows, until it has been so for long. */
    @Override
    public boolean judges(Alert alert) {
        return leases.holds(alert.instance());
    }
}
