package io.github.listward.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What an instance allows, over all its users. Refused calls count like any other, but for the codes the documentation exempts.
 * Source: Marketo "REST API" (limits) and "Error Codes" (606, 607, 615).
 */
final class Limits {

    static final int CALLS_PER_WINDOW = 100;
    static final Duration WINDOW = Duration.ofSeconds(20);
    static final int CONCURRENT_CALLS = 10;

    private final Clock clock;
    private final Usage usage;
    private volatile boolean enforced;
    private final int dailyQuota;
    private final Deque<Slot> window = new ArrayDeque<>();
    private int inFlight;
    private int maxInFlight;
    private int maxInWindow;

    /** A call's place in the window and in the day. */
    record Slot(Instant at, String user, Object identity) {}

    Limits(Clock clock, Usage usage, boolean enforced, int dailyQuota) {
        this.clock = clock;
        this.usage = usage;
        this.enforced = enforced;
        this.dailyQuota = dailyQuota;
    }

    /** Counts a call in; {@link #admit} says whether it may go on, {@link #leave} must follow in any case. */
    synchronized Slot enter(String user) {
        Slot slot = new Slot(clock.instant(), user, new Object());
        inFlight++;
        maxInFlight = Math.max(maxInFlight, inFlight);
        slide();
        window.addLast(slot);
        maxInWindow = Math.max(maxInWindow, window.size());
        usage.counted(slot.at(), user);
        return slot;
    }

    /** @throws Refusal 607, 606 or 615 */
    synchronized void admit() {
        if (!enforced) {
            return;
        }
        if (usage.today() > dailyQuota) {
            throw new Refusal("607", "Daily quota reached");
        }
        if (window.size() > CALLS_PER_WINDOW) {
            throw rateExceeded();
        }
        if (inFlight > CONCURRENT_CALLS) {
            throw new Refusal("615", "Concurrent access limit '" + CONCURRENT_CALLS + "' reached");
        }
    }

    static Refusal rateExceeded() {
        return new Refusal("606", "Max rate limit '" + CALLS_PER_WINDOW + "' exceeded with in '" + WINDOW.toSeconds() + "' secs");
    }

    /** @param free whether the answer is one that does not count */
    synchronized void leave(Slot slot, boolean free) {
        inFlight--;
        if (free) {
            window.remove(slot);
            usage.uncounted(slot.at(), slot.user());
        }
    }

    synchronized int maxInFlight() {
        return maxInFlight;
    }

    synchronized int maxInWindow() {
        return maxInWindow;
    }

    synchronized int inWindow() {
        slide();
        return window.size();
    }

    synchronized int inFlight() {
        return inFlight;
    }

    int dailyQuota() {
        return dailyQuota;
    }

    /** The most there were, at a time and in the window, are those from now on. */
    synchronized void enforced(boolean enforced) {
        this.enforced = enforced;
        maxInFlight = inFlight;
        slide();
        maxInWindow = window.size();
    }

    boolean enforced() {
        return enforced;
    }

    private void slide() {
        Instant start = clock.instant().minus(WINDOW);
        while (!window.isEmpty() && !window.peekFirst().at().isAfter(start)) {
            window.removeFirst();
        }
    }
}
