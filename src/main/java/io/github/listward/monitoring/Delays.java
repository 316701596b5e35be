package io.github.listward.monitoring;

import io.github.listward.batch.Backlogs;
import io.github.listward.batch.Backlogs.Backlog;
import io.github.listward.marketo.Instances;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How much waits to be delivered, and since when: looked at now and then, since it takes asking Kafka. */
@Component("delays")
class Delays {

    /**
     * @param changes records of the change topic that have not been delivered; those held are not among them
     * @param oldest since when the first of them has been queued, or null if there is none
     * @param at when this was so
     */
    record Delay(long changes, Instant oldest, Instant at) {}

    private final Instances instances;
    private final Backlogs backlogs;
    private final Clock clock;
    private final String changeTopics;
    private final Map<String, Delay> delays = new ConcurrentHashMap<>();
    private volatile Instant lookedAt;

    Delays(Instances instances, Backlogs backlogs, Clock clock, @Value("${listward.topics.changes}.") String changeTopics) {
        this.instances = instances;
        this.backlogs = backlogs;
        this.clock = clock;
        this.changeTopics = changeTopics;
    }

    /** Looks at every instance's change topic. */
    void look() {
        Map<String, Backlog> found = backlogs.of(instances.all().stream().map(instance -> changeTopics + instance.munchkinId()).toList());
        Instant now = clock.instant();
        found.forEach((topic, backlog) -> delays.put(topic.substring(changeTopics.length()), new Delay(backlog.records(), backlog.oldest(), now)));
        lookedAt = now;
    }

    /** When Kafka answered last; empty before it ever did. */
    Optional<Instant> lookedAt() {
        return Optional.ofNullable(lookedAt);
    }

    /** Empty before the first look. */
    Optional<Delay> of(String munchkinId) {
        return Optional.ofNullable(delays.get(munchkinId));
    }
}
