package io.github.listward.delivery;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntConsumer;
import org.springframework.stereotype.Component;

/** Meter of how many people calls are made for, of the 300 that one may carry (docs/metrics.md). */
@Component
class CallFill {

    private static final double[] BUCKETS = {1, 10, 50, 100, 200, 299, 300};

    private final MeterRegistry registry;

    CallFill(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes the people of each call; one that is sent again, or page by page, counts once. */
    IntConsumer of(String operation) {
        return DistributionSummary.builder("listward.call.people")
                .tag("operation", operation)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)::record;
    }
}
