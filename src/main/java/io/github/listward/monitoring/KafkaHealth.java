package io.github.listward.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the Kafka of Listward's own topics answers {@link Delays}, which ask it every ten seconds. For people, and no part of readiness:
 * the console and the API do without Kafka, and another replica has none either.
 */
@Component("kafkaHealthIndicator")
class KafkaHealth implements HealthIndicator {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final Delays delays;
    private final Clock clock;

    KafkaHealth(Delays delays, Clock clock) {
        this.delays = delays;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Optional<Instant> answered = delays.lookedAt();
        if (answered.isEmpty()) {
            return Health.unknown().withDetail("cause", "Kafka has not been asked yet, or has not answered since this process started.").build();
        }
        if (clock.instant().isBefore(answered.get().plus(LONGEST_SILENCE))) {
            return Health.up().build();
        }
        return Health.down()
                .withDetail("since", answered.get().toString())
                .withDetail("cause", "Kafka has not answered since then. See whether it runs, and can be reached at listward.kafka.bootstrap-servers.")
                .build();
    }
}
