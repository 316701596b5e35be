package io.github.listward.marketo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What every call passes: not too many at a time, nor in any 20 seconds, none over the day's share, none while Marketo wants to be left
 * alone. Each instance has its own.
 */
@Component
public class CallGate {

    /** Exchange property that holds the {@link MarketoRequest} of the call. */
    static final String REQUEST = "marketoRequest";

    /** No wait inside a batch is longer: a longer one is the caller's, who keeps nothing waiting for it. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** The rate is counted in ten parts of the 20 seconds, so that calls flow instead of coming in bursts. */
    private static final int PERIODS_PER_WINDOW = 10;

    /** How long it goes slower after the rate was exceeded: as long as Marketo looks back. Source: Marketo "REST API", Limits. */
    private static final Duration RATE_WINDOW = Duration.ofSeconds(20);

    private static final Set<String> RATE_EXCEEDED = Set.of("606", "http-429");

    /** Imports or exports are too many; 1019: one to this list is running. Source: Marketo "Error Codes". */
    private static final Set<String> BULK_LIMITS = Set.of("1016", "1019", "1029");

    /** The quota is used: while that may end, one call asks whether it has. */
    private static final String QUOTA_USED = "607";

    private static final Duration BETWEEN_PROBES = Duration.ofMinutes(1);

    /** How often who waits for another's probe looks. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CallGate.class);

    private final Instances instances;
    private final DailyCalls dailyCalls;
    private final CallBudget budget;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Map<String, Semaphore> slots = new ConcurrentHashMap<>();
    private final Map<String, CallWindow> windows = new ConcurrentHashMap<>();
    private final Map<String, Closure> closures = new ConcurrentHashMap<>();
    private final Map<String, Instant> slowUntil = new ConcurrentHashMap<>();
    private final Map<String, MarketoRequest> probes = new ConcurrentHashMap<>();

    /**
     * Why and how long an instance is left alone.
     *
     * @param code the limit Marketo named, or {@link DailyCalls#SHARE_USED}
     */
    public record Closure(String code, Instant until) {}

    CallGate(Instances instances, DailyCalls dailyCalls, CallBudget budget, Clock clock, Sleeper sleeper) {
        this.instances = instances;
        this.dailyCalls = dailyCalls;
        this.budget = budget;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Waits until the call may be sent. Who has entered must {@link #leave}.
     *
     * @throws MarketoThrottledException if that takes longer than 60 seconds
     * @throws ReserveReachedException if only the reserve of the day's calls is left, and the call may not use it
     */
    public void enter(@Body MarketoRequest request) throws InterruptedException {
        Instance instance = instances.get(request.instance());
        slots(instance).acquire();
        boolean entered = false;
        try {
            waitUntilOpen(request);
            waitForTheWindow(request, instance);
            entered = true;
        } finally {
            if (!entered) {
                leaveUnsent(request);
            }
        }
        boolean counted = false;
        try {
            count(instance, request);
            counted = true;
        } finally {
            if (!counted) {
                leave(request);
            }
        }
    }

    public void leave(@ExchangeProperty(REQUEST) MarketoRequest request) {
        windows.get(request.instance()).leave(clock.instant());
        leaveUnsent(request);
    }

    private void leaveUnsent(MarketoRequest request) {
        String instance = request.instance();
        if (probes.get(instance) == request) {
            // Not answered: the quota is as unknown as before.
            closures.computeIfPresent(instance, (id, closure) -> later(closure, new Closure(QUOTA_USED, clock.instant().plus(BETWEEN_PROBES))));
            probes.remove(instance, request);
        }
        slots(instances.get(instance)).release();
    }

    /** Marketo has taken a call: a quota that was used is not used any more. */
    public void answered(@ExchangeProperty(REQUEST) MarketoRequest request) {
        String instance = request.instance();
        if (probes.get(instance) == request) {
            closures.remove(instance);
            probes.remove(instance, request);
            LOG.info("Marketo instance {} takes calls again", instance);
        }
    }

    /**
     * Marketo has reached a limit: all calls of the instance wait, and no others. A limit of imports or exports (1016, 1019, 1029) is
     * the import's or export's; said of any other call, the instance waits, since whatever has Marketo say it is not over with the next.
     *
     * @throws MarketoThrottledException the given one, always
     */
    public void close(@ExchangeProperty(REQUEST) MarketoRequest request, @ExchangeException MarketoThrottledException limit) {
        if (!limit.code().equals(QUOTA_USED)) {
            answered(request);
        }
        if (!isOfBulk(request, limit)) {
            close(request.instance(), limit);
        }
        throw limit;
    }

    static boolean isOfBulk(MarketoRequest request, MarketoThrottledException limit) {
        return request.isOfBulk() && BULK_LIMITS.contains(limit.code());
    }

    private void close(String instance, MarketoThrottledException limit) {
        boolean wasOpen = closedFor(instance).isZero();
        Instant until = clock.instant().plus(limit.retryAfter());
        closures.merge(instance, new Closure(limit.code(), until), CallGate::later);
        if (RATE_EXCEEDED.contains(limit.code())) {
            slowUntil.merge(instance, until.plus(RATE_WINDOW), (one, other) -> one.isAfter(other) ? one : other);
        }
        if (wasOpen) {
            LOG.warn("Marketo instance {} is left alone until {}: {}", instance, until, limit.getMessage());
        }
    }

    private static Closure later(Closure one, Closure other) {
        return one.until().isAfter(other.until()) ? one : other;
    }

    /**
     * Calls the route may send in a tenth of the rate window. Twice its part of the share, so that what was left of it while a flush was
     * recorded is made up for: the window keeps the share. No more than its part in a process that does not know yet who called before
     * it; and half of that for one window after the rate was exceeded, since others use more than they are expected to. A share below 10
     * cannot be kept this way and is not configurable.
     */
    public int callsPerPeriod(@ExchangeProperty(REQUEST) MarketoRequest request) {
        String instance = request.instance();
        Instant now = clock.instant();
        int part = instances.get(instance).callsPerWindow() / PERIODS_PER_WINDOW;
        if (now.isBefore(slowUntil.getOrDefault(instance, Instant.MIN))) {
            return Math.max(1, part / 2);
        }
        CallWindow window = windows.get(instance);
        return Math.max(1, window != null && window.isWhole(now) ? part * 2 : part);
    }

    /** How long calls of the instance would wait if they came now; zero when it is open. */
    public Duration closedFor(String munchkinId) {
        return closure(munchkinId).map(closure -> Duration.between(clock.instant(), closure.until())).orElse(Duration.ZERO);
    }

    /** Why and until when the instance is left alone; empty when it is open. */
    public Optional<Closure> closure(String munchkinId) {
        return Optional.ofNullable(closures.get(munchkinId)).filter(closure -> closure.until().isAfter(clock.instant()));
    }

    private void waitUntilOpen(MarketoRequest request) throws InterruptedException {
        Instant latest = clock.instant().plus(LONGEST_WAIT);
        for (Duration wait = wait(request); !wait.isZero(); wait = wait(request)) {
            if (clock.instant().plus(wait).isAfter(latest)) {
                String code = closures.getOrDefault(request.instance(), new Closure(QUOTA_USED, latest)).code();
                throw new MarketoThrottledException(
                        "Marketo instance " + request.instance() + " is left alone for " + wait.toSeconds() + " s, since it reached a limit ("
                                + code + "). Nothing was sent; it can be sent then.",
                        code, wait);
            }
            sleeper.sleep(wait);
        }
    }

    /** Zero if the call may go: after a used quota only one does, until it is answered. */
    private Duration wait(MarketoRequest request) {
        String instance = request.instance();
        Duration closed = closedFor(instance);
        Closure last = closures.get(instance);
        if (!closed.isZero() || last == null || !last.code().equals(QUOTA_USED)) {
            return closed;
        }
        MarketoRequest probe = probes.putIfAbsent(instance, request);
        return probe == null || probe == request ? Duration.ZERO : LOOK;
    }

    /** What was open before may not be any more: another call may have met a limit meanwhile. */
    private void waitForTheWindow(MarketoRequest request, Instance instance) throws InterruptedException {
        CallWindow window = windows.computeIfAbsent(instance.munchkinId(), id -> new CallWindow());
        for (Duration wait = window.enter(clock.instant(), instance.callsPerWindow()); !wait.isZero();
                wait = window.enter(clock.instant(), instance.callsPerWindow())) {
            sleeper.sleep(wait);
            waitUntilOpen(request);
        }
    }

    private void count(Instance instance, MarketoRequest request) {
        try {
            dailyCalls.count(instance, budget.limit(request));
        } catch (MarketoThrottledException used) {
            close(instance.munchkinId(), used);
            throw used;
        }
    }

    private Semaphore slots(Instance instance) {
        return slots.computeIfAbsent(instance.munchkinId(), id -> new Semaphore(instance.concurrentCalls(), true));
    }
}
