package io.github.listward.chaos;

import static org.awaitility.Awaitility.await;

import io.github.listward.sandbox.Fault;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What goes wrong, at random moments, by a seed: to processes, to routes, to Kafka, to Marketo. */
final class Trouble {

    enum Kind { KILL, KILL_ALL, FREEZE, STOP_ROUTE, SUSPEND_ROUTE, RESTART_KAFKA }

    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String REMOVE = "DELETE /rest/v1/lists/*/leads.json";
    private static final List<Fault> FAULTS = List.of(Fault.BAD_GATEWAY, Fault.RESETS_CONNECTION, Fault.HANGS, Fault.UNAVAILABLE_608,
            Fault.TRUNCATES_JSON, Fault.DROPS_AFTER_COMMIT);

    private final Random random;
    private final Landscape landscape;
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    private final List<Kind> toCome = new ArrayList<>();
    private int faults;
    private int throttled;

    Trouble(long seed, Landscape landscape) {
        this.random = new Random(seed);
        this.landscape = landscape;
    }

    /** One disturbance, with Marketo at odds meanwhile; returns when it is over. */
    void round() {
        landscape.munchkinIds().forEach(instance -> upset(landscape.instance(instance)));
        pause(0, 2_000);
        Kind kind = next();
        done.merge(kind, 1, Integer::sum);
        System.out.printf("chaos: %s%n", kind);
        switch (kind) {
            case KILL -> kill(List.of(any()));
            case KILL_ALL -> kill(landscape.replicas);
            case FREEZE -> freeze();
            case STOP_ROUTE -> rest("stop", "start");
            case SUSPEND_ROUTE -> rest("suspend", "resume");
            case RESTART_KAFKA -> {
                landscape.broker.kill();
                pause(0, 3_000);
                landscape.broker.start();
            }
        }
        pause(0, 3_000);
    }

    /** Each kind once before any comes again. */
    private Kind next() {
        if (toCome.isEmpty()) {
            toCome.addAll(List.of(Kind.values()));
        }
        return toCome.remove(random.nextInt(toCome.size()));
    }

    private Replica any() {
        return landscape.replicas.get(random.nextInt(landscape.replicas.size()));
    }

    private void kill(List<Replica> victims) {
        victims.forEach(Replica::kill);
        pause(0, 4_000);
        victims.forEach(Replica::start);
        victims.forEach(Replica::awaitReady);
    }

    /** Shorter and longer than Kafka's session and the lease. */
    private void freeze() {
        Replica victim = any();
        victim.freeze();
        pause(2_000, random.nextBoolean() ? 5_000 : 25_000);
        victim.thaw();
    }

    private void rest(String begin, String end) {
        Replica replica = any();
        List<String> routes = new ArrayList<>(List.of("receive-profiles", "report-failures"));
        landscape.munchkinIds().forEach(instance -> routes.add("poll-changes-" + instance));
        String route = routes.get(random.nextInt(routes.size()));
        replica.route(route, begin);
        pause(500, 6_000);
        replica.route(route, end);
    }

    private void upset(MarketoSandbox marketo) {
        switch (random.nextInt(6)) {
            case 0 -> { /* all is well */ }
            case 1 -> {
                marketo.answersNext("606", 1);
                throttled++;
                faults++;
            }
            case 2 -> {
                marketo.appliesButAnswersNextTo(random.nextBoolean() ? ADD : REMOVE, "604", 1 + random.nextInt(4));
                faults++;
            }
            case 3 -> {
                marketo.appliesButAnswersNextTo(SYNC, "502", 1 + random.nextInt(4));
                faults++;
            }
            default -> {
                marketo.breaksFor(FAULTS.get(random.nextInt(FAULTS.size())), Duration.ofMillis(500 + random.nextInt(4_000)));
                faults++;
            }
        }
    }

    private void pause(int least, int most) {
        long millis = least + random.nextInt(most - least + 1);
        await().pollDelay(Duration.ofMillis(millis)).atMost(Duration.ofMillis(millis + 10_000)).until(() -> true);
    }

    /** Faults of Marketo. */
    int faults() {
        return faults;
    }

    /** 606 answered on purpose, at most. */
    int throttled() {
        return throttled;
    }

    Map<Kind, Integer> done() {
        return done;
    }
}
