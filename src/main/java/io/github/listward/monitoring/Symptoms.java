package io.github.listward.monitoring;

import io.github.listward.batch.Rests.Rest;
import io.github.listward.destination.DestinationState;
import io.github.listward.marketo.Alarms.Alarm;
import io.github.listward.marketo.CallGate.Closure;
import io.github.listward.marketo.DailyCalls;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.marketo.ErrorCodes;
import io.github.listward.monitoring.Standing.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the process that speaks to an instance knows of it at a moment, and the one place where that is judged.
 *
 * @param destinations those of the instance, by id
 * @param suspendedRoute id of the route that delivers, if somebody has suspended it, or null
 * @param rest of the change topic after a failure, or null
 * @param closure why Marketo is left alone, or null
 * @param alarms what stands of what Marketo said and nobody knows
 */
record Symptoms(
        Instant now,
        Map<String, DestinationState> destinations,
        String suspendedRoute,
        Rest rest,
        Closure closure,
        InstanceBudget budget,
        List<Alarm> alarms) {

    /** What is over sooner is a hiccup: delivery goes on as if nothing had been. */
    private static final Duration HICCUP = Duration.ofMinutes(1);

    /** A rest that was meant to be as long from its beginning is no hiccup. */
    private static final Duration LONG_REST = Duration.ofSeconds(30);

    /** Down when nothing is delivered, unknown before Marketo was asked, degraded when something is not delivered or somebody has to look. */
    Judgement instance() {
        if (!destinations.isEmpty() && destinations.values().stream().allMatch(Symptoms::isDown)) {
            return Judgement.down(problemsOfDestinations());
        }
        Judgement delivery = delivery();
        if (delivery.status() == Status.DOWN) {
            return delivery;
        }
        if (destinations.values().stream().anyMatch(Symptoms::isUnchecked)) {
            return unchecked();
        }
        if (destinations.values().stream().anyMatch(Symptoms::isDown)) {
            return Judgement.degraded(problemsOfDestinations() + " The instance's other destinations are delivered to.");
        }
        if (delivery.status() == Status.UP && !alarms.isEmpty()) {
            return Judgement.degraded(alarms.stream()
                    .map(alarm -> sentence(alarm.message()) + " " + sentence(ErrorCodes.of(alarm.code()).remedy()))
                    .collect(Collectors.joining(" ")));
        }
        return delivery;
    }

    /** Its own state, and what keeps all of the instance's from being delivered to. */
    Judgement destination(String id) {
        DestinationState state = destinations.get(id);
        if (isDown(state)) {
            return Judgement.down(problems(state));
        }
        Judgement delivery = delivery();
        return isUnchecked(state) && delivery.status() != Status.DOWN ? unchecked() : delivery;
    }

    private Judgement delivery() {
        if (suspendedRoute != null) {
            return Judgement.down("Its route " + suspendedRoute + " is suspended; resume it in Hawtio.");
        }
        if (budget.level() == Level.USED && budget.used() >= budget.dailyCalls()) {
            return Judgement.down(budget.summary() + ".");
        }
        if (rest != null && (isLong(rest) || rest.since().plus(HICCUP).isBefore(now))) {
            return Judgement.down("Nothing has been delivered since %s, and it is tried again at %s: %s. See \"A poll fails again and again\" in docs/operations.md."
                    .formatted(rest.since(), rest.until(), withoutStop(rest.why())));
        }
        if (closure != null) {
            String cause = "Marketo is left alone until %s (%s). %s.".formatted(closure.until(), closure.code(), remedy(closure.code()));
            return lasts(closure.until()) ? Judgement.down(cause) : Judgement.degraded(cause);
        }
        if (rest != null) {
            return Judgement.degraded("The last poll failed and is read again at %s: %s. Nothing to do unless it lasts.".formatted(rest.until(), withoutStop(rest.why())));
        }
        return budget.additionsHeld() ? Judgement.degraded(budget.summary() + ".") : Judgement.UP;
    }

    /** As for a topic that is refused until somebody has looked at it. */
    private static boolean isLong(Rest rest) {
        return !rest.until().isBefore(rest.failedAt().plus(LONG_REST));
    }

    private boolean lasts(Instant until) {
        return until.isAfter(now.plus(HICCUP));
    }

    private static String remedy(String code) {
        return code.equals(DailyCalls.SHARE_USED) ? "Wait for midnight US Central, or raise daily-calls" : ErrorCodes.of(code).remedy();
    }

    private static Judgement unchecked() {
        return Judgement.unknown("Marketo has not yet answered what the instance is like; it is asked every 30 s, and the log says why it does not answer.");
    }

    private String problemsOfDestinations() {
        return destinations.entrySet().stream()
                .filter(each -> isDown(each.getValue()))
                .map(each -> "Destination " + each.getKey() + " is down: " + problems(each.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String problems(DestinationState state) {
        return state.problems().stream()
                .map(problem -> sentence(problem.property() + " " + problem.problem()) + " " + sentence(problem.remedy()))
                .collect(Collectors.joining(" "));
    }

    private static String withoutStop(String text) {
        String sentence = String.valueOf(text);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.?!]") ? text : text + ".";
    }

    private static boolean isDown(DestinationState state) {
        return state.status() == DestinationState.Status.DOWN;
    }

    private static boolean isUnchecked(DestinationState state) {
        return state.status() == DestinationState.Status.UNCHECKED;
    }
}
