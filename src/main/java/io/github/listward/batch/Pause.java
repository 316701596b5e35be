package io.github.listward.batch;

import io.github.listward.marketo.MarketoThrottledException;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Pauses before a failed batch is read again: Camel alone would read it again at once, without end. A topic rests meanwhile; what is
 * no topic, a timer, is waited for.
 */
@Component("pause")
class Pause {

    private static final Logger LOG = LoggerFactory.getLogger(Pause.class);
    private static final Duration LONGEST_STEP = Duration.ofMillis(100);

    /** Exchange property: the poll has been paused for. */
    private static final String PAUSED = "paused";

    private final Duration length;
    private final Rests rests;

    Pause(@Value("${listward.pause-after-failure}") Duration length, Rests rests) {
        this.length = length;
        this.rests = rests;
    }

    /** For a failure policy. */
    void afterFailure(Exchange exchange) {
        onceAfter(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class), exchange);
    }

    /** Once per poll, whichever way its failure came out. */
    void onceAfter(Exception failure, Exchange exchange) {
        if (exchange.getProperty(PAUSED) == null) {
            exchange.setProperty(PAUSED, true);
            String route = exchange.getFromRouteId();
            if (exchange.getFromEndpoint() instanceof KafkaEndpoint kafka) {
                Duration rest = rest(kafka.getConfiguration().getTopic(), failure);
                LOG.warn("{} failed and is read again from its last commit in {} s: {}", route, rest.toSeconds(), failure.getMessage());
            } else {
                LOG.warn("{} failed and is tried again in {} s: {}", route, length.toSeconds(), failure.getMessage());
                sleep(exchange.getContext());
            }
            LOG.debug("The cause", failure);
        }
    }

    /** As long as Marketo wants to be left alone, if that is what failed; otherwise longer from failure to failure. */
    private Duration rest(String topic, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarketoThrottledException throttled && throttled.retryAfter().compareTo(length) > 0) {
                return rests.rest(topic, throttled.retryAfter(), failure.getMessage());
            }
        }
        return rests.restLonger(topic, length, failure.getMessage());
    }

    /** Returns when the time is over, or when the application stops. */
    private void sleep(CamelContext context) {
        long end = System.nanoTime() + length.toNanos();
        try {
            while (System.nanoTime() < end && !context.isStopping()) {
                Thread.sleep(Math.min(LONGEST_STEP.toMillis(), length.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
