package io.github.listward.monitoring;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.Holds;
import io.github.listward.delivery.Leases;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.monitoring.Delays.Delay;
import io.github.listward.monitoring.InstanceStanding.Calls;
import io.github.listward.monitoring.Standing.Status;
import io.github.listward.monitoring.StandingTable.Judged;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * How every instance and destination stands, for the API, the health and Hawtio alike. The process that speaks to an instance judges it and
 * writes that down; every process, that one too, says what is written (docs/adr/0024-standings.md).
 */
@Component("standings")
public class Standings {

    /** What was judged longer ago is not known any more. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** What has not changed is written again after that time. */
    private static final Duration REFRESH = Duration.ofSeconds(20);

    private record Reading(Instant at, Map<String, InstanceStanding> instances, Map<String, Standing> destinations, List<Hold> holds) {}

    private final Instances instances;
    private final Definitions definitions;
    private final Leases leases;
    private final Observations observations;
    private final Delays delays;
    private final InstanceBudgets budgets;
    private final Holds holds;
    private final StandingTable table;
    private final Clock clock;
    private volatile Reading last;

    Standings(
            Instances instances,
            Definitions definitions,
            Leases leases,
            Observations observations,
            Delays delays,
            InstanceBudgets budgets,
            Holds holds,
            StandingTable table,
            Clock clock) {
        this.instances = instances;
        this.definitions = definitions;
        this.leases = leases;
        this.observations = observations;
        this.delays = delays;
        this.budgets = budgets;
        this.holds = holds;
        this.table = table;
        this.clock = clock;
    }

    /** Judges the instances that are this process's to judge, and reads how all of them stand. */
    synchronized void look() {
        Map<String, Judged<InstanceStanding>> before = table.instances();
        Map<String, Judged<Standing>> destinationsBefore = table.destinations();
        instances.all().stream().map(Instance::munchkinId).filter(this::isJudge).forEach(instance -> judge(instance, before.get(instance), destinationsBefore));
        last = read();
    }

    /** Who speaks to it; and where nobody does, who would but may not read its topic, and knows why. */
    private boolean isJudge(String instance) {
        return leases.holds(instance) || observations.of(instance).rest() != null && leases.unheldFor(instance).isPresent();
    }

    /** In the order they are configured. */
    public List<InstanceStanding> instances() {
        Reading reading = reading();
        return instances.all().stream()
                .map(Instance::munchkinId)
                .map(id -> {
                    InstanceStanding instance = reading.instances().get(id);
                    return instance.with(instance.standing().unless(held(reading, hold -> hold.instance().equals(id))));
                })
                .toList();
    }

    /** Empty if there is no such instance. */
    public Optional<InstanceStanding> instance(String munchkinId) {
        return instances().stream().filter(each -> each.instance().equals(munchkinId)).findFirst();
    }

    /** In the order they are configured. */
    public List<DestinationStanding> destinations() {
        Reading reading = reading();
        return definitions.destinations().stream()
                .map(each -> new DestinationStanding(each.id(), each.name(), each.instance(),
                        reading.destinations().get(each.id()).unless(held(reading, hold -> isOf(each.id(), hold)))))
                .toList();
    }

    /** Empty if there is no such destination. */
    public Optional<DestinationStanding> destination(String id) {
        return destinations().stream().filter(each -> each.destination().equals(id)).findFirst();
    }

    /** As its destination, unless something of its own is held. */
    Map<String, Standing> dataflows() {
        Reading reading = reading();
        Map<String, Standing> standings = new HashMap<>();
        definitions.dataflows().forEach(dataflow -> standings.put(dataflow.id(), reading.destinations().get(dataflow.destination())
                .unless(held(reading, hold -> hold.dataflow().equals(dataflow.id())))));
        return standings;
    }

    /** What was read last, unless that is too long ago to say anything. */
    private Reading reading() {
        if (last == null) {
            look();
        }
        Reading reading = last;
        if (clock.instant().isBefore(reading.at().plus(LONGEST_SILENCE))) {
            return reading;
        }
        Standing unknown = new Standing(Status.UNKNOWN,
                "This process has not reached its database since %s. See whether the database runs and can be reached.".formatted(reading.at()), reading.at());
        Map<String, InstanceStanding> instancesNow = new HashMap<>(reading.instances());
        instancesNow.replaceAll((id, instance) -> instance.with(unknown));
        Map<String, Standing> destinationsNow = new HashMap<>(reading.destinations());
        destinationsNow.replaceAll((id, standing) -> unknown);
        return new Reading(reading.at(), instancesNow, destinationsNow, reading.holds());
    }

    private void judge(String instance, Judged<InstanceStanding> before, Map<String, Judged<Standing>> destinationsBefore) {
        Symptoms symptoms = observations.of(instance);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Standing standingBefore = isKnown(before) ? before.standing().standing() : null;
        Optional<Delay> delay = delays.of(instance);
        InstanceStanding standing = new InstanceStanding(instance, symptoms.instance().at(now, standingBefore), delay.map(Delay::changes).orElse(null),
                delay.map(Delay::oldest).orElse(null), millis(symptoms.budget().restingUntil()), Calls.of(symptoms.budget()));
        boolean changed = before == null || !before.standing().equals(standing) || before.age().compareTo(REFRESH) >= 0;
        Map<String, Standing> destinations = new TreeMap<>();
        for (String id : symptoms.destinations().keySet()) {
            Judged<Standing> last = destinationsBefore.get(id);
            destinations.put(id, symptoms.destination(id).at(now, isKnown(last) ? last.standing() : null));
            changed = changed || last == null || !last.standing().equals(destinations.get(id));
        }
        if (changed) {
            table.write(standing, destinations);
        }
    }

    private Reading read() {
        Map<String, Judged<InstanceStanding>> rows = table.instances();
        Map<String, Judged<Standing>> destinationRows = table.destinations();
        Map<String, InstanceStanding> instancesNow = new HashMap<>();
        for (Instance instance : instances.all()) {
            Judged<InstanceStanding> row = rows.get(instance.munchkinId());
            instancesNow.put(instance.munchkinId(), isKnown(row) ? row.standing() : unknown(instance.munchkinId(), row));
        }
        Map<String, Standing> destinationsNow = new HashMap<>();
        for (Destination destination : definitions.destinations()) {
            Judged<Standing> row = destinationRows.get(destination.id());
            destinationsNow.put(destination.id(), isKnown(row) ? row.standing() : silence(destination.instance(), row));
        }
        List<Hold> held = holds.all().stream().filter(Standings::isInTheWay).toList();
        return new Reading(clock.instant(), instancesNow, destinationsNow, held);
    }

    private static boolean isKnown(Judged<?> row) {
        return row != null && row.age().compareTo(LONGEST_SILENCE) < 0;
    }

    /** What waits in Kafka and was counted in the database is known all the same. */
    private InstanceStanding unknown(String instance, Judged<?> row) {
        Optional<Delay> delay = delays.of(instance);
        return new InstanceStanding(instance, silence(instance, row), delay.map(Delay::changes).orElse(null), delay.map(Delay::oldest).orElse(null), null,
                Calls.of(budgets.of(instance).orElseThrow()));
    }

    private static Standing silence(String instance, Judged<?> row) {
        String since = row == null ? "yet" : "since " + row.judgedAt().truncatedTo(ChronoUnit.SECONDS);
        return new Standing(Status.UNKNOWN,
                "No process speaks to instance %s %s. See whether Listward runs, reaches Kafka, and has its route poll-changes-%s started.".formatted(instance, since, instance),
                row == null ? null : row.judgedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    /** A bulk import, or what is queued again, is on its way. */
    private static boolean isInTheWay(Hold hold) {
        return hold.state() != Hold.State.RELEASING && hold.reason() != Reason.IMPORTING;
    }

    private boolean isOf(String destination, Hold hold) {
        var dataflow = definitions.dataflow(hold.dataflow());
        return dataflow != null && dataflow.destination().equals(destination);
    }

    /** Null if nothing is. */
    private static Standing held(Reading reading, Predicate<Hold> which) {
        List<Hold> held = reading.holds().stream().filter(which).toList();
        return held.stream().min(Comparator.comparing(Hold::since)).map(first -> {
            long audiences = held.stream().map(hold -> List.of(hold.dataflow(), hold.audience())).distinct().count();
            return new Standing(Status.DEGRADED,
                    "Changes of %s are held, first of %s of dataflow %s (%s). GET /api/holds says what would be right.".formatted(
                            audiences == 1 ? "one audience" : audiences + " audiences", first.audience(), first.dataflow(), first.reason()),
                    first.since().truncatedTo(ChronoUnit.SECONDS));
        }).orElse(null);
    }

    private static Instant millis(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
