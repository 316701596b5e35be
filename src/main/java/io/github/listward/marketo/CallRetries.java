package io.github.listward.marketo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.springframework.stereotype.Component;

/**
 * Says whether a call is sent again. Camel counts all failures of a step together; here each kind has its own measure, so that
 * being throttled or a new token costs no retry.
 */
@Component
public class CallRetries {

    private static final String ATTEMPTS = "marketoCallAttempts";

    private final Clock clock;

    CallRetries(Clock clock) {
        this.clock = clock;
    }

    /** After {@link MarketoUnavailableException}: so many times. */
    public boolean upTo(int times, Exchange exchange) {
        return ++attempts(exchange).unavailable <= times;
    }

    /** After {@link MarketoThrottledException}: while the waits asked for stay within the time; the gate is where they are waited. */
    public boolean within(Duration time, Exchange exchange, @ExchangeException MarketoThrottledException limit) {
        Attempts attempts = attempts(exchange);
        Instant now = clock.instant();
        if (attempts.throttledSince == null) {
            attempts.throttledSince = now;
        }
        return !now.plus(limit.retryAfter()).isAfter(attempts.throttledSince.plus(time));
    }

    /** After {@link AccessTokenRejectedException}: with one new token. */
    public boolean once(Exchange exchange) {
        return ++attempts(exchange).rejected == 1;
    }

    /** Begins anew with the first failure of each step: an exchange may make several calls. */
    private static Attempts attempts(Exchange exchange) {
        Attempts attempts = exchange.getProperty(ATTEMPTS, Attempts.class);
        if (attempts == null || exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, int.class) <= 1) {
            attempts = new Attempts();
            exchange.setProperty(ATTEMPTS, attempts);
        }
        return attempts;
    }

    private static final class Attempts {
        private int unavailable;
        private int rejected;
        private Instant throttledSince;
    }
}
