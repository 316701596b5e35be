package io.github.listward.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Topics that are not read for a while though all is well: what comes meanwhile is delivered together. Unlike a {@link Rests rest} after
 * a failure it is over as soon as enough has come.
 */
@Component
public class Paces {

    /**
     * @param until when the topic is read again at the latest
     * @param enough records: when so many wait, it is read at once
     */
    public record Pace(Instant until, long enough) {}

    private final Map<String, Pace> byTopic = new ConcurrentHashMap<>();
    private final Clock clock;

    Paces(Clock clock) {
        this.clock = clock;
    }

    public void rest(String topic, Duration length, long enough) {
        if (length.isZero()) {
            byTopic.remove(topic);
        } else {
            byTopic.put(topic, new Pace(clock.instant().plus(length), enough));
        }
    }

    /** Of a topic that rests now. */
    public Optional<Pace> of(String topic) {
        return Optional.ofNullable(byTopic.get(topic)).filter(pace -> clock.instant().isBefore(pace.until()));
    }

    /** Zero if the topic does not rest. */
    Duration left(String topic) {
        return of(topic).map(pace -> Duration.between(clock.instant(), pace.until())).orElse(Duration.ZERO);
    }

    /** So many records wait. */
    void waiting(String topic, long records) {
        byTopic.computeIfPresent(topic, (key, pace) -> records >= pace.enough() ? null : pace);
    }
}
