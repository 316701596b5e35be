package io.github.listward.monitoring;

import io.github.listward.activation.Reason;
import io.github.listward.batch.Lags;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.Holds;
import io.github.listward.delivery.Leases;
import io.github.listward.delivery.ListImport;
import io.github.listward.delivery.ListImports;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Meters of how things stand (docs/metrics.md). Those that take the database are sampled by a timer: a scrape waits for nothing, and shows
 * no number where there has been no sample for a while.
 */
@Component("stateMeters")
class StateMeters {

    /** Several periods of the timers that look. */
    private static final Duration FRESH = Duration.ofMinutes(2);

    /**
     * @param budgets by munchkin id, of those this process delivers to: others do not know what is left of the quota
     * @param failures by reason
     */
    private record Sample(Instant at, Map<String, DayBudget> budgets, List<Hold> holds, List<ListImport> imports, Map<String, Long> failures) {}

    private final Instances instances;
    private final Leases leases;
    private final CallBudget budget;
    private final Holds holds;
    private final ListImports imports;
    private final OpenFailures failures;
    private final Delays delays;
    private final Clock clock;
    private volatile Sample latest = new Sample(Instant.MIN, Map.of(), List.of(), List.of(), Map.of());

    StateMeters(
            MeterRegistry registry,
            Instances instances,
            Definitions definitions,
            DestinationStates states,
            Leases leases,
            CallBudget budget,
            Holds holds,
            ListImports imports,
            OpenFailures failures,
            Delays delays,
            Lags lags,
            @Value("${listward.source.topic}") String sourceTopic,
            Clock clock) {
        this.instances = instances;
        this.leases = leases;
        this.budget = budget;
        this.holds = holds;
        this.imports = imports;
        this.failures = failures;
        this.delays = delays;
        this.clock = clock;
        for (Instance each : instances.all()) {
            String instance = each.munchkinId();
            Gauge.builder("listward.leases.held", () -> leases.holds(instance) ? 1 : 0).tag("munchkin.id", instance).register(registry);
            registerDelay(registry, instance);
            registerBudget(registry, instance);
            registerHolds(registry, instance);
            registerImports(registry, instance);
        }
        Gauge.builder("listward.source.waiting", () -> lags.of(sourceTopic).isPresent() ? lags.of(sourceTopic).getAsLong() : Double.NaN).register(registry);
        definitions.destinations().forEach(destination -> Gauge.builder("listward.destination.up", () -> up(destination, states, leases))
                .tags("destination", destination.id(), "munchkin.id", destination.instance())
                .register(registry));
        reasons(Reason.Kind.FAILED).forEach(reason -> Gauge
                .builder("listward.failures.open", sampled(sample -> sample.failures().getOrDefault(reason.name(), 0L)))
                .tag("reason", reason.name())
                .register(registry));
    }

    /** For a timer. */
    void sample() {
        Map<String, DayBudget> budgets = new HashMap<>();
        instances.all().stream().map(Instance::munchkinId).filter(leases::holds).forEach(each -> budgets.put(each, budget.of(each)));
        latest = new Sample(clock.instant(), budgets, holds.all(), imports.underWay(), failures.byReason());
    }

    private void registerDelay(MeterRegistry registry, String instance) {
        Gauge.builder("listward.waiting.changes", () -> delay(instance, Delays.Delay::changes)).tag("munchkin.id", instance).register(registry);
        Gauge.builder("listward.waiting.age", () -> delay(instance, this::age)).baseUnit("seconds").tag("munchkin.id", instance).register(registry);
    }

    private void registerBudget(MeterRegistry registry, String instance) {
        Map<String, ToDoubleFunction<DayBudget>> gauges = Map.of(
                "share", DayBudget::share,
                "used", DayBudget::used,
                "left", DayBudget::left,
                "available", DayBudget::available,
                "others", DayBudget::othersUsed,
                "level", day -> day.level().ordinal());
        gauges.forEach((name, value) -> Gauge
                .builder("listward.budget." + name, sampled(sample -> sample.budgets().containsKey(instance) ? value.applyAsDouble(sample.budgets().get(instance)) : Double.NaN))
                .tag("munchkin.id", instance)
                .register(registry));
    }

    private void registerHolds(MeterRegistry registry, String instance) {
        for (Reason reason : reasons(Reason.Kind.HELD)) {
            Predicate<Hold> counts = hold -> hold.instance().equals(instance) && hold.reason() == reason;
            Gauge.builder("listward.holds", sampled(sample -> sample.holds().stream().filter(counts).count()))
                    .tags("munchkin.id", instance, "reason", reason.name())
                    .register(registry);
            Gauge.builder("listward.held.changes", sampled(sample -> sample.holds().stream().filter(counts).mapToLong(hold -> hold.changes() - hold.released()).sum()))
                    .tags("munchkin.id", instance, "reason", reason.name())
                    .register(registry);
        }
    }

    private void registerImports(MeterRegistry registry, String instance) {
        for (ListImport.State state : ListImport.State.values()) {
            if (state.isOver()) {
                continue;
            }
            Predicate<ListImport> counts = each -> each.instance().equals(instance) && each.state() == state;
            String label = state.name().toLowerCase(Locale.ROOT);
            Gauge.builder("listward.imports", sampled(sample -> sample.imports().stream().filter(counts).count()))
                    .tags("munchkin.id", instance, "state", label)
                    .register(registry);
            Gauge.builder("listward.import.people", sampled(sample -> sample.imports().stream().filter(counts).mapToLong(ListImport::people).sum()))
                    .tags("munchkin.id", instance, "state", label)
                    .register(registry);
        }
    }

    private Supplier<Number> sampled(ToDoubleFunction<Sample> value) {
        return () -> isFresh(latest.at()) ? value.applyAsDouble(latest) : Double.NaN;
    }

    private double delay(String instance, ToDoubleFunction<Delays.Delay> value) {
        return delays.of(instance).filter(delay -> isFresh(delay.at())).map(value::applyAsDouble).orElse(Double.NaN);
    }

    private double age(Delays.Delay delay) {
        return delay.oldest() == null ? 0 : Duration.between(delay.oldest(), clock.instant()).toMillis() / 1_000.0;
    }

    private boolean isFresh(Instant at) {
        return at.isAfter(clock.instant().minus(FRESH));
    }

    /** What another process does not know any more, or never did, it does not say. */
    private static double up(Destination destination, DestinationStates states, Leases leases) {
        if (!leases.holds(destination.instance())) {
            return Double.NaN;
        }
        return switch (states.of(destination.id()).status()) {
            case UP -> 1;
            case DOWN -> 0;
            case UNCHECKED -> Double.NaN;
        };
    }

    private static List<Reason> reasons(Reason.Kind kind) {
        return Arrays.stream(Reason.values()).filter(reason -> reason.kind() == kind).toList();
    }
}
