package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What is to go wrong, and what is to happen meanwhile. */
final class Faults {

    /** Source: Marketo "Error Codes". */
    private static final Map<String, String> MESSAGES = Map.ofEntries(
            Map.entry("500", "Internal error"),
            Map.entry("502", "Bad Gateway"),
            Map.entry("601", "Access token invalid"),
            Map.entry("602", "Access token expired"),
            Map.entry("603", "Access denied"),
            Map.entry("604", "Request time-out"),
            Map.entry("606", "Max rate limit '100' exceeded with in '20' secs"),
            Map.entry("607", "Daily quota reached"),
            Map.entry("608", "API Temporarily Unavailable"),
            Map.entry("611", "System error"),
            Map.entry("614", "Invalid Subscription"),
            Map.entry("615", "Concurrent access limit '10' reached"),
            Map.entry("713", "Transient error"),
            Map.entry("719", "Lock wait timeout exception"),
            Map.entry("1004", "Lead not found"),
            Map.entry("1007", "Multiple lead match lookup criteria"),
            Map.entry("1016", "There are 10 imports currently being processed. Please try again later"),
            Map.entry("1019", "An import to this list is currently being processed"),
            Map.entry("1029", "Too many jobs in queue"));

    private final Clock clock;
    private final Map<Fault, Instant> inForce = new EnumMap<>(Fault.class);
    private final List<Scripted> scripted = new ArrayList<>();
    private final List<SkippedRow> skippedRows = new ArrayList<>();
    private final Map<String, UnaryOperator<ObjectNode>> rewritten = new HashMap<>();
    private Reply inPlaceOfMarketo;
    private final Map<String, Runnable> before = new HashMap<>();
    private final Map<String, Runnable> after = new HashMap<>();

    /** @param operation null for any @param applied whether the call is carried out although it is refused */
    private record Scripted(String operation, String code, boolean applied, int[] timesLeft) {}

    private record SkippedRow(String field, String value, String code) {}

    /** An answer that was scripted. */
    record Script(Refusal refusal, boolean applied) {}

    Faults(Clock clock) {
        this.clock = clock;
    }

    synchronized void begin(Fault fault, Instant until) {
        inForce.put(fault, until);
    }

    synchronized void begin(Fault fault, Duration length) {
        begin(fault, clock.instant().plus(length));
    }

    /** Ends everything that was arranged to go wrong, hooks included. */
    synchronized void heal() {
        inForce.clear();
        scripted.clear();
        skippedRows.clear();
        rewritten.clear();
        inPlaceOfMarketo = null;
        before.clear();
        after.clear();
        notifyAll();
    }

    /** The faults in force and until when ({@link Instant#MAX}: until healed). */
    synchronized Map<Fault, Instant> inForce() {
        inForce.values().removeIf(until -> !until.isAfter(clock.instant()));
        return inForce.isEmpty() ? Map.of() : new EnumMap<>(inForce);
    }

    boolean inForce(Fault fault) {
        return inForce().containsKey(fault);
    }

    synchronized void awaitEnd(Fault fault) throws InterruptedException {
        while (inForce(fault)) {
            wait(50);
        }
    }

    synchronized void script(String operation, String code, int times, boolean applied) {
        scripted.add(new Scripted(operation, code, applied, new int[] {times}));
    }

    /** What is scripted for the next call of the operation, which uses it up; or null. */
    synchronized Script next(String operation) {
        for (Iterator<Scripted> scripts = scripted.iterator(); scripts.hasNext(); ) {
            Scripted script = scripts.next();
            if (script.operation() == null || script.operation().equals(operation)) {
                if (--script.timesLeft()[0] == 0) {
                    scripts.remove();
                }
                return new Script(refusal(script.code()), script.applied());
            }
        }
        return null;
    }

    synchronized void skipRow(String field, Object value, String code) {
        skippedRows.add(new SkippedRow(field, Leads.key(value), code));
    }

    /** @throws Refusal if a row like this one was arranged to be skipped */
    synchronized void check(JsonNode row) {
        for (SkippedRow skipped : skippedRows) {
            if (row.hasNonNull(skipped.field()) && Leads.key(row.get(skipped.field()).asText()).equals(skipped.value())) {
                throw refusal(skipped.code());
            }
        }
    }

    /** @throws Refusal as {@link #check(JsonNode)} */
    void check(long id) {
        check(Json.object().put("id", id));
    }

    synchronized void answerInPlaceOfMarketo(Reply reply) {
        inPlaceOfMarketo = reply;
    }

    /** What something before Marketo answers every call with, or null. */
    synchronized Reply inPlaceOfMarketo() {
        return inPlaceOfMarketo;
    }

    synchronized void rewrite(String operation, UnaryOperator<ObjectNode> change) {
        rewritten.put(operation, change);
    }

    synchronized ObjectNode rewritten(String operation, ObjectNode answer) {
        return rewritten.getOrDefault(operation, UnaryOperator.identity()).apply(answer);
    }

    synchronized void before(String operation, Runnable hook) {
        before.put(operation, hook);
    }

    synchronized void after(String operation, Runnable hook) {
        after.put(operation, hook);
    }

    void runBefore(String operation) {
        run(before, operation);
    }

    void runAfter(String operation) {
        run(after, operation);
    }

    private void run(Map<String, Runnable> hooks, String operation) {
        Runnable hook;
        synchronized (this) {
            hook = hooks.getOrDefault(operation, () -> {});
        }
        hook.run();
    }

    static Refusal refusal(String code) {
        return new Refusal(code, MESSAGES.getOrDefault(code, "Refused by the sandbox's script"));
    }
}
