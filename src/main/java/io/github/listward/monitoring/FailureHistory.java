package io.github.listward.monitoring;

import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The rows of the failure report. Their dead letters are Kafka's to forget, which it does sooner. */
@Component
class FailureHistory implements History {

    private static final int STEP = 1_000;

    private final Failures failures;
    private final Duration keep;

    FailureHistory(Failures failures, KeepProperties keep) {
        this.failures = failures;
        this.keep = keep.failures();
    }

    @Override
    public String name() {
        return "the failure report";
    }

    @Override
    public int forget(Instant now) {
        return failures.forget(now.minus(keep), STEP);
    }
}
