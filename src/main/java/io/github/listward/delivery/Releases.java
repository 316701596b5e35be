package io.github.listward.delivery;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
import io.github.listward.activation.Requeue.Kind;
import io.github.listward.batch.Backlogs;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.delivery.Hold.State;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Queues held changes again, in the order they came, once their hold is released. Each is a copy with the stamp it had: what is newer
 * and was delivered meanwhile wins.
 */
@Component("releases")
class Releases {

    /** Live changes never wait for more of them than this: four full calls. */
    private static final int CHUNK = 1_200;

    /** A hold is one feed's, and the topic is all feeds': so many records at most are looked through at a time. */
    private static final int MOST_CHUNKS_READ = 10;

    /**
     * The next part of a hold.
     *
     * @param next where the part after it begins
     * @param changes as many of those held
     */
    record Part(Hold hold, List<Copy> copies, long next, long changes) {}

    /** A change to queue again. */
    record Copy(byte[] key, byte[] content) {

        /** Without the change: it carries personal data. */
        @Override
        public String toString() {
            return "Copy of " + content.length + " bytes";
        }
    }

    private final Holds holds;
    private final RecordReader reader;
    private final Backlogs backlogs;
    private final Leases leases;
    private final CallBudget budget;
    private final ChangeFormat format;
    private final List<String> instances;
    private final String changeTopics;

    Releases(
            Holds holds,
            RecordReader reader,
            Backlogs backlogs,
            Leases leases,
            CallBudget budget,
            ChangeFormat format,
            Instances instances,
            @Value("${listward.topics.changes}") String changeTopics) {
        this.holds = holds;
        this.reader = reader;
        this.backlogs = backlogs;
        this.leases = leases;
        this.budget = budget;
        this.format = format;
        this.instances = instances.all().stream().map(Instance::munchkinId).toList();
        this.changeTopics = changeTopics;
    }

    /** What is to be queued again now: a {@link Part} each, with the header {@code instance}. */
    List<Message> due(CamelContext context) {
        List<Message> parts = new ArrayList<>();
        for (String instance : instances) {
            List<Hold> releasing = leases.holds(instance) ? holds.of(instance, State.RELEASING) : List.of();
            if (!releasing.isEmpty() && backlogs.of(topic(instance)) < CHUNK && budget.sparesForJobs(instance)) {
                int queued = 0;
                for (Hold hold : releasing) {
                    Part part = queued < CHUNK ? next(hold, CHUNK - queued) : null;
                    if (part != null) {
                        queued += part.copies().size();
                        Message message = new DefaultMessage(context);
                        message.setHeader("instance", instance);
                        message.setBody(part);
                        parts.add(message);
                    }
                }
            }
        }
        return parts;
    }

    /** @return null if there is nothing to queue now */
    private Part next(Hold hold, int most) {
        String topic = topic(hold.instance());
        if (hold.nextOffset() < hold.toOffset() && firstKept(topic, hold) > hold.nextOffset()) {
            holds.incomplete(hold, firstKept(topic, hold));
            return null;
        }
        long next = hold.nextOffset();
        for (int i = 0; i < MOST_CHUNKS_READ && next < hold.toOffset(); i++) {
            List<SourceRecord> records = reader.readFrom(topic, 0, next, most);
            long from = next;
            next = records.isEmpty() ? hold.toOffset() : Math.min(hold.toOffset(), records.get(records.size() - 1).position().offset() + 1);
            Part part = part(hold, records, from, next);
            if (!part.copies().isEmpty()) {
                return part;
            }
        }
        holds.released(hold, next, 0);
        return null;
    }

    /** In a topic that ends before the hold does, it is another one's records that are kept, and none of the hold's. */
    private long firstKept(String topic, Hold hold) {
        return reader.endOffsets(topic).getOrDefault(0, 0L) < hold.toOffset()
                ? hold.toOffset()
                : reader.beginningOffsets(topic).getOrDefault(0, hold.toOffset());
    }

    private Part part(Hold hold, List<SourceRecord> records, long from, long next) {
        Set<Long> repeats = holds.repeats(hold.number(), from, next);
        List<Copy> copies = new ArrayList<>();
        long changes = 0;
        for (SourceRecord record : records) {
            long offset = record.position().offset();
            if (offset >= next || repeats.contains(offset)) {
                continue;
            }
            if (format.isWakeUp(record.value())) {
                continue;
            }
            MembershipChange change = format.read(record.value());
            if (hold.has(change)) {
                boolean replayed = change.requeue() != null && change.requeue().kind() == Kind.REPLAYED;
                // A replay was counted when it failed, and is not counted as held.
                Requeue again = replayed ? change.requeue() : new Requeue(Kind.RELEASED, hold.number(), offset);
                copies.add(new Copy(record.key(), format.write(change.again(again))));
                changes += replayed ? 0 : change.weight();
            }
        }
        return new Part(hold, copies, next, changes);
    }

    private String topic(String instance) {
        return changeTopics + "." + instance;
    }

    /** The Kafka records of a part. */
    static List<Message> records(Part part, CamelContext context) {
        return part.copies().stream().map(copy -> {
            Message record = new DefaultMessage(context);
            record.setHeader(KafkaConstants.KEY, copy.key());
            record.setBody(copy.content());
            return record;
        }).toList();
    }

    /** Notes that Kafka has them; being killed before this queues them once more. */
    void queued(@ExchangeProperty("part") Part part) {
        holds.released(part.hold(), part.next(), part.changes());
    }
}
