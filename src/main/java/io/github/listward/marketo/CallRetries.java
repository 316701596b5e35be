package io.github.listward.marketo;

import io.github.listward.marketo.CallMeters.Again;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.springframework.stereotype.Component;

/**
 * Says whether a call is sent again. Camel counts the failures of a step all together, and in a header, which the call takes
 * off; here each kind has its own measure, so that being throttled or needing a new token costs no retry.
 */
@Component
class CallRetries {

    /** Exchange property of the counts; the route removes it when a call succeeds. */
    static final String ATTEMPTS = "marketoCallAttempts";

    private final Clock clock;
    private final Alarms alarms;
    private final CallMeters meters;

    CallRetries(Clock clock, Alarms alarms, CallMeters meters) {
        this.clock = clock;
        this.alarms = alarms;
        this.meters = meters;
    }

    /** After {@link MarketoUnavailableException}: so many times, and for a minute at most, since a call that is never answered takes longer than any delay. */
    public boolean upTo(int times, Exchange exchange) {
        Attempts attempts = attempts(exchange);
        Instant now = clock.instant();
        if (attempts.unavailableSince == null) {
            attempts.unavailableSince = now;
        }
        boolean inTime = !now.isAfter(attempts.unavailableSince.plus(CallGate.LONGEST_WAIT));
        MarketoUnavailableException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, MarketoUnavailableException.class);
        boolean again = inTime && ++attempts.unavailable <= times;
        if (!again && ErrorCodes.of(failure.code()).reaction() == Reaction.UNKNOWN) {
            alarms.ofCall(exchange.getProperty(CallGate.REQUEST, MarketoRequest.class), failure.code(), failure.requestId(), failure.getMessage());
        }
        return again(again, Again.UNAVAILABLE, exchange);
    }

    /**
     * After {@link MarketoThrottledException}: while all waits together stay within what a batch may wait; {@link CallGate#enter} waits
     * them. An import or export waits by itself.
     */
    public boolean whileShort(Exchange exchange, @ExchangeException MarketoThrottledException limit) {
        MarketoRequest request = exchange.getProperty(CallGate.REQUEST, MarketoRequest.class);
        if (request != null && CallGate.isOfBulk(request, limit)) {
            return again(false, Again.THROTTLED, exchange);
        }
        Attempts attempts = attempts(exchange);
        Instant now = clock.instant();
        if (attempts.throttledSince == null) {
            attempts.throttledSince = now;
        }
        Instant latest = attempts.throttledSince.plus(CallGate.LONGEST_WAIT);
        return again(!now.plus(limit.retryAfter()).isAfter(latest), Again.THROTTLED, exchange);
    }

    /** After {@link AccessTokenRejectedException}: with one new token. */
    public boolean once(Exchange exchange) {
        return again(++attempts(exchange).rejected == 1, Again.TOKEN_REJECTED, exchange);
    }

    private boolean again(boolean again, Again why, Exchange exchange) {
        if (again) {
            MarketoRequest request = exchange.getProperty(CallGate.REQUEST, MarketoRequest.class);
            if (request != null) {
                meters.sentAgain(request, why);
            }
        } else {
            exchange.removeProperty(ATTEMPTS);
        }
        return again;
    }

    private static Attempts attempts(Exchange exchange) {
        Attempts attempts = exchange.getProperty(ATTEMPTS, Attempts.class);
        if (attempts == null) {
            attempts = new Attempts();
            exchange.setProperty(ATTEMPTS, attempts);
        }
        return attempts;
    }

    private static final class Attempts {
        private int unavailable;
        private Instant unavailableSince;
        private int rejected;
        private Instant throttledSince;
    }
}
