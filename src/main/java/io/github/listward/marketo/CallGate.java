package io.github.listward.marketo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What every call passes: not too many at a time, none over the day's share, none while Marketo wants to be left alone. Each instance has its own. */
@Component
public class CallGate {

    /** Exchange property that holds the {@link MarketoRequest} of the call. */
    static final String REQUEST = "marketoRequest";

    /** No wait inside a batch is longer: a longer one is the caller's, who keeps nothing waiting for it. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** The rate is counted in ten parts of the 20 seconds, so that calls flow instead of coming in bursts. */
    private static final int PERIODS_PER_WINDOW = 10;

    /** The limits of the whole instance; others (1016, 1019, 1029) concern imports or exports only. */
    private static final Set<String> CLOSING = Set.of("606", "607", "615", "http-429");

    private static final Logger LOG = LoggerFactory.getLogger(CallGate.class);

    private final Instances instances;
    private final DailyCalls dailyCalls;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Map<String, Semaphore> slots = new ConcurrentHashMap<>();
    private final Map<String, Instant> closedUntil = new ConcurrentHashMap<>();

    CallGate(Instances instances, DailyCalls dailyCalls, Clock clock, Sleeper sleeper) {
        this.instances = instances;
        this.dailyCalls = dailyCalls;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Waits until the call may be sent. Who has entered must {@link #leave}.
     *
     * @throws MarketoThrottledException if that takes longer than 60 seconds
     */
    public void enter(@Body MarketoRequest request) throws InterruptedException {
        Instance instance = instances.get(request.instance());
        slots(instance).acquire();
        boolean entered = false;
        try {
            waitUntilOpen(instance.munchkinId());
            dailyCalls.count(instance);
            entered = true;
        } finally {
            if (!entered) {
                slots(instance).release();
            }
        }
    }

    public void leave(@ExchangeProperty(REQUEST) MarketoRequest request) {
        slots(instances.get(request.instance())).release();
    }

    /**
     * Marketo has reached a limit: if it is the instance's, all its calls wait.
     *
     * @throws MarketoThrottledException the given one, always
     */
    public void close(@ExchangeProperty(REQUEST) MarketoRequest request, @ExchangeException MarketoThrottledException limit) {
        if (CLOSING.contains(limit.code())) {
            boolean wasOpen = closedFor(request.instance()).isZero();
            Instant until = clock.instant().plus(limit.retryAfter());
            closedUntil.merge(request.instance(), until, (one, other) -> one.isAfter(other) ? one : other);
            if (wasOpen) {
                LOG.warn("Marketo instance {} is left alone until {}: {}", request.instance(), until, limit.getMessage());
            }
        }
        throw limit;
    }

    /** Calls the route may send in a tenth of the rate window. A share below 10 cannot be kept this way and is not configurable. */
    public int callsPerPeriod(@ExchangeProperty(REQUEST) MarketoRequest request) {
        return Math.max(1, instances.get(request.instance()).callsPerWindow() / PERIODS_PER_WINDOW);
    }

    /** How long calls of the instance would wait if they came now; zero when it is open. */
    public Duration closedFor(String munchkinId) {
        Instant until = closedUntil.getOrDefault(munchkinId, Instant.MIN);
        Instant now = clock.instant();
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    private void waitUntilOpen(String munchkinId) throws InterruptedException {
        Instant latest = clock.instant().plus(LONGEST_WAIT);
        for (Duration wait = closedFor(munchkinId); !wait.isZero(); wait = closedFor(munchkinId)) {
            if (clock.instant().plus(wait).isAfter(latest)) {
                throw new MarketoThrottledException(
                        "Marketo instance " + munchkinId + " is left alone for " + wait.toSeconds()
                                + " s, since it reached a limit. Nothing was sent; it can be sent then.",
                        "closed", wait);
            }
            sleeper.sleep(wait);
        }
    }

    private Semaphore slots(Instance instance) {
        return slots.computeIfAbsent(instance.munchkinId(), id -> new Semaphore(instance.concurrentCalls(), true));
    }
}
