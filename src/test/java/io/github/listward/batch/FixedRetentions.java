package io.github.listward.batch;

import java.time.Duration;
import java.util.Optional;

/** Every topic is kept for thirty days, for tests without a broker. */
public final class FixedRetentions extends Retentions {

    public FixedRetentions() {
        super(null);
    }

    @Override
    public Optional<Duration> of(String topic) {
        return Optional.of(Duration.ofDays(30));
    }
}
