package io.github.listward.monitoring;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Forgets what has been kept for long enough. */
@Component("histories")
class Histories {

    private static final Logger LOG = LoggerFactory.getLogger(Histories.class);

    private final List<History> all;
    private final Clock clock;

    Histories(ObjectProvider<History> all, Clock clock) {
        this.all = all.orderedStream().toList();
        this.clock = clock;
    }

    /** Step by step, each in a transaction of its own, so that nobody waits for it. */
    void forget() {
        for (History history : all) {
            long rows = 0;
            int step = history.forget(clock.instant());
            while (step > 0) {
                rows += step;
                step = history.forget(clock.instant());
            }
            if (rows > 0) {
                LOG.info("Forgot {} rows of {}, as long kept as they are to be", rows, history.name());
            }
        }
    }
}
