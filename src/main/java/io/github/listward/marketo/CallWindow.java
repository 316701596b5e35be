package io.github.listward.marketo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/**
 * The calls Marketo may be counting now: those under way, and those answered within its window. When a call arrived cannot be known, but
 * it was before its answer: counted this way no 20 seconds have more than the share, however late calls arrive on their way.
 */
final class CallWindow {

    /** Source: Marketo "REST API", Limits: 100 calls per 20 seconds. */
    static final Duration LENGTH = Duration.ofSeconds(20);

    /** How often who waits for an answer of another call looks. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Deque<Instant> answered = new ArrayDeque<>();
    private int underWay;

    /** Since when there has been no time without a call in the window. */
    private Instant since = Instant.MAX;

    /** @return how long to wait before asking again; zero if the call is in, and must {@link #leave} */
    synchronized Duration enter(Instant now, int share) {
        if (!answered.isEmpty() && answered.peekLast().isAfter(now)) {
            int later = answered.size(); // the clock was set back: they count from now
            answered.clear();
            answered.addAll(Collections.nCopies(later, now));
        }
        while (!answered.isEmpty() && !answered.peekFirst().plus(LENGTH).isAfter(now)) {
            answered.removeFirst();
        }
        if (underWay + answered.size() < share) {
            since = underWay + answered.size() == 0 ? now : since;
            underWay++;
            return Duration.ZERO;
        }
        return answered.isEmpty() ? LOOK : Duration.between(now, answered.peekFirst().plus(LENGTH));
    }

    /** Whether all calls of the last 20 seconds are these: before the first of them it may have been another process that called. */
    synchronized boolean isWhole(Instant now) {
        return !since.isAfter(now.minus(LENGTH));
    }

    synchronized void leave(Instant now) {
        underWay--;
        answered.addLast(now);
    }
}
