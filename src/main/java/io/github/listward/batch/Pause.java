package io.github.listward.batch;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Pauses before a failed batch is read again: Camel alone would read it again at once, without end. */
@Component("pause")
class Pause {

    private static final Logger LOG = LoggerFactory.getLogger(Pause.class);
    private static final Duration LONGEST_STEP = Duration.ofMillis(100);

    /** Exchange property: the poll has been paused for. */
    private static final String PAUSED = "paused";

    private final Duration length;

    Pause(@Value("${listward.pause-after-failure}") Duration length) {
        this.length = length;
    }

    /** For a failure policy. */
    void afterFailure(Exchange exchange) {
        onceAfter(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class), exchange);
    }

    /** Once per poll, whichever way its failure came out. */
    void onceAfter(Exception failure, Exchange exchange) {
        if (exchange.getProperty(PAUSED) == null) {
            after(failure, exchange);
        }
    }

    /** Says what failed, and returns when the poll may be read again, or when the application stops. */
    private void after(Exception failure, Exchange exchange) {
        exchange.setProperty(PAUSED, true);
        LOG.warn("{} failed and is read again from its last commit in {} s: {}", exchange.getFromRouteId(), length.toSeconds(), failure.getMessage());
        LOG.debug("The cause", failure);
        CamelContext context = exchange.getContext();
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
