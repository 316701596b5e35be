package io.github.listward.delivery;

import io.github.listward.delivery.CallPlan.FirstSync;
import io.github.listward.delivery.CallPlan.Lane;
import io.github.listward.delivery.CallPlan.Operation;
import io.github.listward.delivery.PlanRequest.PlannedAudience;
import io.github.listward.delivery.PlanRequest.Turnout;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Says what a dataflow will cost before it runs, by its definition, and by the limits and the budget of its instance. */
@Component
public class CallPlanner {

    /** Marketo counts calls in any 20 seconds. Source: Marketo "REST API", Limits. */
    private static final double WINDOW_SECONDS = 20;

    /** For a call of 300 people; with few calls at a time this is slower than the rate limit. An assumption. */
    private static final double SECONDS_PER_CALL = 0.5;

    /** Of an import file. An assumption. */
    private static final int BYTES_PER_FIELD = 25;

    /** How fast Marketo imports a file is not documented. An assumption. */
    private static final int IMPORTED_ROWS_PER_SECOND = 1_000;

    private final Definitions definitions;
    private final Instances instances;
    private final CallBudget budget;
    private final int mostChanges;
    private final int importThreshold;

    CallPlanner(
            Definitions definitions,
            Instances instances,
            CallBudget budget,
            @Value("${listward.delivery.max-poll-records}") int mostChanges,
            DeliveryProperties properties) {
        this.definitions = definitions;
        this.instances = instances;
        this.budget = budget;
        this.mostChanges = mostChanges;
        this.importThreshold = properties.importThreshold();
    }

    /** @throws PlanRefusedException if the dataflow has no such audience, or a number is out of range */
    public CallPlan plan(String dataflowId, PlanRequest request) {
        request.check();
        Dataflow dataflow = definitions.dataflow(dataflowId);
        request.audiences().stream().map(PlannedAudience::audience).forEach(audience -> requireAudience(dataflowId, audience));
        Destination destination = definitions.destination(dataflow.destination());
        Instance instance = instances.get(destination.instance());
        DayBudget day = budget.of(instance.munchkinId());
        int dailyCalls = Math.max(1, day.share() - day.reserve());
        double callsPerSecond = Math.min(instance.callsPerWindow() / WINDOW_SECONDS, instance.concurrentCalls() / SECONDS_PER_CALL);

        List<FirstSync> firstSync = new ArrayList<>();
        List<Turnout> members = request.audiences().stream().map(PlannedAudience::firstSync).toList();
        CallEstimate cold = new CallEstimate(destination, request.known(), request.changing(), 1);
        List<Double> imported = members.stream().map(list -> list.qualified() * (1 - request.known())).filter(people -> isImported(cold, people)).toList();
        long calls = cold.callsOfFirstSync(members, mostChanges);
        firstSync.add(new FirstSync(Lane.SYNC, imported.isEmpty(), calls, CallEstimate.seconds(calls, dailyCalls, callsPerSecond)));
        int bytesPerRow = BYTES_PER_FIELD * dataflow.mapping().size();
        if (!imported.isEmpty()) {
            firstSync.add(byImport(cold, members, imported, bytesPerRow, request, dailyCalls, callsPerSecond));
        }

        // Who was imported has no known lead yet when it exits.
        CallEstimate daily = new CallEstimate(destination, request.known(), request.changing(), imported.isEmpty() ? 1 : request.known());
        List<Turnout> perDay = request.audiences().stream().map(PlannedAudience::perDay).toList();
        Operation operation = operation(daily, perDay, request, dailyCalls, callsPerSecond);
        boolean fits = operation.callsPerDay() <= dailyCalls;
        return new CallPlan(dataflowId, instance.munchkinId(), dailyCalls, firstSync, operation, fits,
                fits ? List.of() : remedies(daily, perDay, request, day, dailyCalls),
                assumptions(request, destination, day, bytesPerRow, !imported.isEmpty()));
    }

    private void requireAudience(String dataflow, String audience) {
        if (audience != null && definitions.activation(dataflow, audience) == null) {
            throw new PlanRefusedException("audience %s is none of dataflow %s; leave it out for one that is yet to be added".formatted(audience, dataflow));
        }
    }

    private boolean isImported(CallEstimate estimate, double people) {
        return importThreshold > 0 && people >= importThreshold && ImportThreshold.suits(estimate.destination());
    }

    private FirstSync byImport(
            CallEstimate cold, List<Turnout> members, List<Double> imported, int bytesPerRow, PlanRequest request, int dailyCalls, double callsPerSecond) {
        long files = imported.stream().mapToLong(people -> cold.callsOfImport(people, bytesPerRow, IMPORTED_ROWS_PER_SECOND)).sum();
        // Lists come first; then whoever is known, and the audiences that are too small for a file, go the sync lane.
        List<Turnout> known = members.stream()
                .filter(list -> isImported(cold, list.qualified() * (1 - request.known())))
                .map(list -> list.times(request.known()))
                .toList();
        List<Turnout> small = members.stream().filter(list -> !isImported(cold, list.qualified() * (1 - request.known()))).toList();
        long calls = files
                + new CallEstimate(cold.destination(), 1, cold.changing(), 1).callsOfFirstSync(known, mostChanges)
                + cold.callsOfFirstSync(small, mostChanges);
        long seconds = CallEstimate.secondsOfImports(imported, bytesPerRow, IMPORTED_ROWS_PER_SECOND);
        return new FirstSync(Lane.BULK_IMPORT, true, calls, seconds + CallEstimate.seconds(calls - files, dailyCalls, callsPerSecond));
    }

    private static Operation operation(CallEstimate daily, List<Turnout> perDay, PlanRequest request, int dailyCalls, double callsPerSecond) {
        int pause = request.latencySeconds() == null ? daily.flushSeconds(perDay, dailyCalls) : request.latencySeconds();
        long calls = daily.callsPerDay(perDay, pause);
        double flush = daily.callsOfFlush(perDay.stream().map(list -> list.times(pause / 86_400.0)).toList());
        double changes = perDay.stream().mapToDouble(list -> list.qualified() + list.exited()).sum();
        return new Operation(Math.round(changes), pause, rounded(pause + Math.ceil(flush) / callsPerSecond), calls, rounded((double) calls / dailyCalls));
    }

    private static double rounded(double number) {
        return Math.round(number * 1_000) / 1_000.0;
    }

    private static List<String> remedies(CallEstimate daily, List<Turnout> perDay, PlanRequest request, DayBudget day, int dailyCalls) {
        List<String> remedies = new ArrayList<>();
        int affordable = daily.flushSeconds(perDay, dailyCalls);
        long least = daily.callsPerDay(perDay, CallEstimate.LONGEST_PAUSE_SECONDS);
        if (least <= dailyCalls) {
            remedies.add("Let changes wait longer: the budget affords a flush every %d s".formatted(affordable));
        } else {
            remedies.add("Raise daily-calls to %d, if the instance's quota and its other users allow it: with less, additions wait for the next day when the budget is used"
                    .formatted((long) Math.ceil((double) least * day.dailyCalls() / Math.max(1, day.dailyCalls() - day.reserve()))));
            remedies.add("Activate fewer audiences at a time: each costs up to %d calls a day for its list, whether one person comes and goes in a minute or 300"
                    .formatted(2 * 86_400 / CallEstimate.LONGEST_PAUSE_SECONDS));
        }
        CallEstimate warm = new CallEstimate(daily.destination(), 1, request.changing(), 1);
        if (daily.destination().matchKeys().size() == 1 && warm.callsPerDay(perDay, affordable) < daily.callsPerDay(perDay, affordable)) {
            remedies.add("Have lead ids learnt in advance (POST /api/instances/%s/warm-up): who is known is not looked up".formatted(daily.destination().instance()));
        }
        return remedies;
    }

    private List<String> assumptions(PlanRequest request, Destination destination, DayBudget day, int bytesPerRow, boolean isImported) {
        List<String> assumptions = new ArrayList<>();
        assumptions.add("A call carries 300 people; list calls are per list; a flush takes up to %d changes, of all lists mixed".formatted(mostChanges));
        assumptions.add("Nobody is in two audiences; who is costs less, since a person is written once for all lists of a flush");
        assumptions.add(String.format(Locale.ROOT, "The lead ids of %.0f %% of those who qualify are known, and %.0f %% of these bring attributes other than last sent",
                100 * request.known(), 100 * request.changing()));
        if (destination.matchKeys().size() > 1) {
            assumptions.add("Every match key is asked for everybody; who is found by the first costs less");
        }
        assumptions.add("Changes come evenly over the day; where they come in bursts, calls are fuller and fewer");
        assumptions.add("The budget is a day's %d calls, less %d for removals only; calls of other dataflows of the instance, the instance's daily check and repeated calls come on top"
                .formatted(day.share(), day.reserve()));
        assumptions.add("A call takes %s s; a first sync begins with a whole day's budget".formatted(SECONDS_PER_CALL));
        if (isImported) {
            assumptions.add("A row of an import has %d bytes, and Marketo imports %d rows a second, which it does not promise".formatted(bytesPerRow, IMPORTED_ROWS_PER_SECOND));
            assumptions.add("Who was imported has no known lead id until a warm-up or its next change, so its exit is looked up");
        }
        return assumptions;
    }
}
