package io.github.listward.monitoring;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
import io.github.listward.batch.Backlogs;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.delivery.Leases;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.profile.Position;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Finds the failed changes somebody wants sent again, whole, in the dead-letter topic.
 *
 * <p>A replayed change is one like any other, with the stamp it had: a newer wish of the same person and audience wins
 * ({@code STALE}), and one sent twice changes nothing the second time. It was counted as received when it failed, and is not
 * again; delivery moves it from failed to what becomes of it, with the end itself. One that fails again is a new dead letter,
 * which its row then shows.
 */
@Component("replays")
class Replays {

    /** A change to send again, as it stands in its dead letter but for how often it has been. */
    record Replay(Failure failure, MembershipChange change, byte[] content) {

        /** Without the change: it carries personal data. */
        @Override
        public String toString() {
            return "Replay[" + failure.origin() + "]";
        }
    }

    /** So many at a time: a second's worth, as the route asks each second. */
    private static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final Failures failures;
    private final RecordReader reader;
    private final ChangeFormat format;
    private final Set<String> instances;
    private final String deadLetterTopic;
    private final String changeTopics;
    private final Leases leases;
    private final Backlogs backlogs;
    private final Clock clock;

    Replays(
            Failures failures,
            RecordReader reader,
            ChangeFormat format,
            Instances instances,
            @Value("${listward.topics.dead-letters}") String deadLetterTopic,
            @Value("${listward.topics.changes}.") String changeTopics,
            Leases leases,
            Backlogs backlogs,
            Clock clock) {
        this.failures = failures;
        this.reader = reader;
        this.format = format;
        this.instances = instances.all().stream().map(Instance::munchkinId).collect(Collectors.toSet());
        this.deadLetterTopic = deadLetterTopic;
        this.changeTopics = changeTopics;
        this.leases = leases;
        this.backlogs = backlogs;
        this.clock = clock;
    }

    /** What is to be sent again, where this process delivers and little else waits: a message per Marketo instance, with its {@link Replay}s and the header {@code instance}. */
    List<Message> requested(CamelContext context) {
        List<Failure> wanted = failures.toReplay(MOST);
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<Position, SourceRecord> deadLetters = reader.read(wanted.stream().map(this::position).toList());
        Map<String, List<Replay>> found = new LinkedHashMap<>();
        List<Failure> lost = new ArrayList<>();
        for (Failure failure : wanted) {
            Replay replay = replay(failure, deadLetters.get(position(failure)));
            if (replay == null) {
                lost.add(failure);
            } else {
                found.computeIfAbsent(replay.change().instance(), instance -> new ArrayList<>()).add(replay);
            }
        }
        failures.withdrawReplay(lost);
        return found.entrySet().stream()
                .filter(group -> leases.holds(group.getKey()) && backlogs.of(changeTopics + group.getKey()) < MOST)
                .map(group -> message(context, group.getKey(), group.getValue()))
                .toList();
    }

    /** The Kafka records of an instance's replays. */
    static List<Message> records(List<Replay> replays, CamelContext context) {
        return replays.stream().map(replay -> {
            Message record = new DefaultMessage(context);
            record.setHeader(KafkaConstants.KEY, replay.failure().identity().getBytes(StandardCharsets.UTF_8));
            record.setBody(replay.content());
            return record;
        }).toList();
    }

    /** Notes them as sent again. Kafka has them; being killed before this sends them once more. */
    void sent(@ExchangeProperty("replays") List<Replay> replays) {
        failures.replayed(replays.stream().map(Replay::failure).toList(), clock.instant());
        LOG.info("Sent {} failed changes again", replays.size());
    }

    private Position position(Failure failure) {
        return new Position(deadLetterTopic, failure.deadLetterPartition(), failure.deadLetterOffset());
    }

    private Replay replay(Failure failure, SourceRecord deadLetter) {
        if (deadLetter == null) {
            return refuse(failure, "is no longer kept");
        }
        MembershipChange change;
        try {
            change = format.read(deadLetter.value());
        } catch (IllegalStateException | IllegalArgumentException e) {
            return refuse(failure, "is no change this version reads");
        }
        if (!failure.isOf(change)) {
            return refuse(failure, "is another one's, as if the topic had been created anew");
        }
        if (!instances.contains(change.instance())) {
            return refuse(failure, "is for an instance that is not in listward.instances");
        }
        return new Replay(failure, change, format.write(change.again(new Requeue(Requeue.Kind.REPLAYED, 0, failure.replays() + 1))));
    }

    private Replay refuse(Failure failure, String why) {
        LOG.warn("The change of {} cannot be sent again: its dead letter at {} {}. Have its producer send the event again",
                failure.origin(), position(failure), why);
        return null;
    }

    private static Message message(CamelContext context, String instance, List<Replay> replays) {
        Message message = new DefaultMessage(context);
        message.setHeader("instance", instance);
        message.setBody(replays);
        return message;
    }
}
