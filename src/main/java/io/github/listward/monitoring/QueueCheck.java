package io.github.listward.monitoring;

import io.github.listward.batch.Retentions;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.Holds;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Looks for how long changes have been waiting in an instance's queue, also against how long Kafka keeps them. Anybody sees that. */
@Component
class QueueCheck implements AlertCheck {

    private static final double HALF = 50;

    private final Instances instances;
    private final Delays delays;
    private final Holds holds;
    private final Retentions retentions;
    private final AlertSettings settings;
    private final String changeTopics;

    QueueCheck(
            Instances instances, Delays delays, Holds holds, Retentions retentions, AlertSettings settings, @Value("${listward.topics.changes}.") String changeTopics) {
        this.instances = instances;
        this.delays = delays;
        this.holds = holds;
        this.retentions = retentions;
        this.settings = settings;
        this.changeTopics = changeTopics;
    }

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.DELAY, AlertRule.TOPIC_HALF_EXPIRED);
    }

    @Override
    public List<Breach> look(Instant now) {
        List<Hold> held = holds.all();
        List<Breach> breaches = new ArrayList<>();
        for (Instance instance : instances.all()) {
            String id = instance.munchkinId();
            Optional<Instant> queued = delays.of(id).map(Delays.Delay::oldest);
            queued.ifPresent(oldest -> late(id, oldest, now).ifPresent(breaches::add));
            Stream.concat(queued.stream(), held.stream().filter(hold -> hold.instance().equals(id)).map(Hold::since))
                    .min(Comparator.naturalOrder())
                    .flatMap(oldest -> expiring(id, oldest, now))
                    .ifPresent(breaches::add);
        }
        return breaches;
    }

    private Optional<Breach> late(String instance, Instant oldest, Instant now) {
        Duration limit = settings.delay(instance);
        Duration age = Duration.between(oldest, now);
        if (age.compareTo(limit) <= 0) {
            return Optional.empty();
        }
        long changes = delays.of(instance).map(Delays.Delay::changes).orElse(0L);
        return Optional.of(Breach.ofInstance(AlertRule.DELAY, instance, age.toSeconds(), limit.toSeconds(),
                "%d changes wait to be delivered, the oldest since %s. The health of marketo-%s says what for".formatted(changes, oldest, instance)));
    }

    /** What is held stands in the topic, too, and is lost with it. */
    private Optional<Breach> expiring(String instance, Instant oldest, Instant now) {
        Duration age = Duration.between(oldest, now);
        return retentions.of(changeTopics + instance).filter(kept -> age.multipliedBy(2).compareTo(kept) > 0).map(kept -> {
            double value = 100.0 * age.toSeconds() / kept.toSeconds();
            return Breach.ofInstance(AlertRule.TOPIC_HALF_EXPIRED, instance, value, HALF,
                    "The oldest change that is not delivered is of %s, and topic %s%s keeps changes for %s hours: after that they are lost".formatted(oldest,
                            changeTopics, instance, kept.toHours()));
        });
    }

    @Override
    public boolean judges(Alert alert) {
        return delays.of(alert.instance()).isPresent();
    }
}
