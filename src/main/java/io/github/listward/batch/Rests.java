package io.github.listward.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Topics that are not read for a while: nothing of them is taken, while their consumers go on polling and so keep their partitions.
 * Afterwards they are read on from their last commit.
 */
@Component
public class Rests {

    /**
     * @param since the first failure of those in a row
     * @param failedAt the latest
     * @param until when the topic is read again
     * @param failures in a row
     * @param why in words, without personal data
     */
    public record Rest(Instant since, Instant failedAt, Instant until, int failures, String why) {}

    /** A poll under way for longer has not failed again. */
    private static final Duration LONGEST_POLL = Duration.ofMinutes(10);

    private static final int MOST_DOUBLINGS = 3;

    private final Map<String, Rest> byTopic = new ConcurrentHashMap<>();
    private final Clock clock;

    Rests(Clock clock) {
        this.clock = clock;
    }

    /** @return how long */
    Duration rest(String topic, Duration length, String why) {
        byTopic.compute(topic, (key, before) -> next(before, length, why));
        return length;
    }

    /** Each failure in a row makes it twice as long, up to eight times. */
    Duration restLonger(String topic, Duration first, String why) {
        int failures = of(topic).map(Rest::failures).orElse(0);
        return rest(topic, first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)), why);
    }

    private Rest next(Rest before, Duration length, String why) {
        Instant now = clock.instant();
        return isOver(before)
                ? new Rest(now, now, now.plus(length), 1, why)
                : new Rest(before.since(), now, now.plus(length), before.failures() + 1, why);
    }

    /** A poll has succeeded that began at this time; what another consumer of the topic has failed at since then stands. */
    void end(String topic, Instant began) {
        byTopic.computeIfPresent(topic, (key, rest) -> rest.failedAt().isBefore(began) ? null : rest);
    }

    Instant now() {
        return clock.instant();
    }

    /** Of a topic whose last poll failed, also while it is tried again. */
    public Optional<Rest> of(String topic) {
        return Optional.ofNullable(byTopic.get(topic)).filter(rest -> !isOver(rest));
    }

    boolean isResting(String topic) {
        Rest rest = byTopic.get(topic);
        return rest != null && clock.instant().isBefore(rest.until());
    }

    private boolean isOver(Rest rest) {
        return rest == null || clock.instant().isAfter(rest.until().plus(LONGEST_POLL));
    }
}
