package io.github.listward.batch;

import io.github.listward.marketo.LogContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The consumer behind Listward's routes. It marks each record with the {@link Readings reading} it belongs to, takes nothing of a
 * topic that {@link Rests rests}, and begins only where {@link TopicGuard} lets it.
 *
 * <p>Like every Kafka consumer it is used by one thread; only {@code wakeup} may come from another.
 */
final class GuardedConsumer extends KafkaConsumer<Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedConsumer.class);

    /** How often who paces looks whether enough waits, and how long it waits for Kafka to say so. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(1);

    /** Polls after the first one that are read together with it: Kafka sends what waits in one or two answers, and what trickles in is not waited for. */
    private static final int MOST_MORE = 2;

    /** Who did not poll for so long was delivering: that is as good as a pause, and more has come than Kafka had sent by then. */
    private static final Duration BUSY = Duration.ofMillis(500);

    private final TopicGuard guard;
    private final Readings readings;
    private final Paces paces;
    private final Lags lags;
    private final int mostRecords;
    private final Map<TopicPartition, Long> current = new HashMap<>();

    /** To be begun at the group's commit: just assigned, refused so far, or read by a poll that failed. */
    private final Set<TopicPartition> waiting = new HashSet<>();

    private boolean suspended;

    /** Until the first poll after a pause, for the sake of full calls or of a delivery, has brought something. */
    private boolean paced;

    /** Until Camel has been told that nothing comes after what was gathered. */
    private boolean gathered;

    /** Of {@link System#nanoTime}: when the last poll returned. */
    private long returned = System.nanoTime();

    /** Of {@link System#nanoTime}: when it was last noted how far behind it is. */
    private long noted = System.nanoTime();

    /** Of {@link System#nanoTime}: when it was last asked how much waits. */
    private long looked = System.nanoTime();

    GuardedConsumer(Properties settings, TopicGuard guard, Readings readings, Paces paces, Lags lags) {
        super(settings);
        this.guard = guard;
        this.readings = readings;
        this.paces = paces;
        this.lags = lags;
        this.mostRecords = Integer.parseInt(settings.getOrDefault(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.DEFAULT_MAX_POLL_RECORDS).toString());
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Assignments(listener));
    }

    /**
     * Returns nothing while the topic rests, for whatever reason, or the route is suspended; Kafka still sees it alive. What is refused is not thrown: Camel
     * would reconnect at once, again and again, and with it every other consumer of the group.
     */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        LogContext.clear(); // also of a poll that ended on another thread, where a dead letter was written
        noteLag();
        waiting.addAll(current.entrySet().stream().filter(each -> !readings.isPresent(each.getValue())).map(Map.Entry::getKey).toList());
        boolean still = suspended || subscription().stream().anyMatch(guard::isResting);
        if (!still && !waiting.isEmpty()) {
            beginWaiting();
        }
        Set<TopicPartition> readable = new HashSet<>(assignment());
        readable.removeAll(waiting);
        Duration pace = still ? Duration.ZERO : pace(readable);
        paced |= System.nanoTime() - returned > BUSY.toNanos();
        // Camel delivers what was gathered when it polls again, and what that brought would be a flush of its own, in the middle of the next pause.
        boolean isDelivered = gathered;
        gathered = false;
        boolean isRead = !still && pace.isZero() && !isDelivered;
        super.pause(isRead ? waiting : assignment());
        super.resume(isRead ? readable : Set.of());
        try {
            Duration wait = isDelivered ? Duration.ZERO : isRead || pace.isZero() || pace.compareTo(timeout) > 0 ? timeout : pace;
            ConsumerRecords<Object, Object> records = super.poll(wait);
            records.forEach(this::mark);
            boolean isFirst = paced && !records.isEmpty();
            paced = !pace.isZero() || paced && records.isEmpty();
            gathered = isFirst;
            return isFirst ? gather(records, timeout) : records;
        } catch (OffsetOutOfRangeException gone) {
            guard.refuse(subscription(), gone);
            waiting.addAll(gone.partitions());
            return ConsumerRecords.empty();
        } finally {
            returned = System.nanoTime();
        }
    }

    /**
     * What has come meanwhile, as far as one flush takes it: Camel delivers what the first poll brings before it adds what the next does,
     * and the first has only what Kafka had sent when the pause began.
     */
    private ConsumerRecords<Object, Object> gather(ConsumerRecords<Object, Object> first, Duration timeout) {
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> all = new HashMap<>();
        ConsumerRecords<Object, Object> records = first;
        int count = 0;
        for (int i = 0; !records.isEmpty(); i++) {
            count += records.count();
            for (TopicPartition partition : records.partitions()) {
                all.computeIfAbsent(partition, key -> new ArrayList<>()).addAll(records.records(partition));
            }
            records = i < MOST_MORE && count < mostRecords ? more(timeout) : ConsumerRecords.empty();
        }
        return new ConsumerRecords<>(all);
    }

    /** What fails is left to the next poll: thrown now, what was read before would be passed over. */
    private ConsumerRecords<Object, Object> more(Duration timeout) {
        try {
            ConsumerRecords<Object, Object> records = super.poll(timeout);
            records.forEach(this::mark);
            return records;
        } catch (WakeupException stopping) {
            wakeup();
        } catch (KafkaException failure) { // an interrupted thread stays so
            LOG.debug("Left to the next poll", failure);
        }
        return ConsumerRecords.empty();
    }

    /** How long nothing is taken for the sake of full calls; zero when as much waits as fills them. */
    private Duration pace(Set<TopicPartition> readable) {
        Duration longest = Duration.ZERO;
        for (String topic : subscription()) {
            if (!paces.left(topic).isZero() && System.nanoTime() - looked >= LOOK.toNanos()) {
                look(topic, readable.stream().filter(partition -> partition.topic().equals(topic)).toList());
            }
            Duration left = paces.left(topic);
            longest = left.compareTo(longest) > 0 ? left : longest;
        }
        return longest;
    }

    private void look(String topic, List<TopicPartition> partitions) {
        looked = System.nanoTime();
        try {
            Map<TopicPartition, Long> ends = endOffsets(partitions, PATIENCE);
            long lag = 0;
            for (TopicPartition partition : partitions) {
                lag += ends.get(partition) - position(partition, PATIENCE);
            }
            paces.waiting(topic, lag);
        } catch (WakeupException | InterruptException stopping) {
            throw stopping;
        } catch (KafkaException unknown) {
            LOG.debug("How much of {} waits is not known", topic, unknown);
        }
    }

    /** As far as Kafka has told with what it sent: nothing is asked, or waited for. */
    private void noteLag() {
        if (System.nanoTime() - noted >= BETWEEN_NOTES.toNanos()) {
            noted = System.nanoTime();
            Map<String, Long> lag = new HashMap<>();
            for (TopicPartition partition : assignment()) {
                if (!waiting.contains(partition)) {
                    currentLag(partition).ifPresent(records -> lag.merge(partition.topic(), records, Long::sum));
                }
            }
            lags.note(this, lag);
        }
    }

    private void beginWaiting() {
        try {
            begin(Set.copyOf(waiting));
            waiting.clear();
        } catch (WakeupException | InterruptException stopping) {
            throw stopping;
        } catch (KafkaException | DataAccessException | TransactionException failure) {
            guard.refuse(subscription(), failure);
        }
    }

    private void mark(ConsumerRecord<Object, Object> record) {
        Long reading = current.get(new TopicPartition(record.topic(), record.partition()));
        record.headers().remove(Readings.HEADER).add(Readings.HEADER, Readings.header(reading));
    }

    /** Camel's, when the route is suspended: it ends with {@link #resume}, and may overlap with a rest. */
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        suspended = true;
        super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        suspended = false;
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        begin(partition);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata position) {
        super.seek(partition, position);
        begin(partition);
    }

    private void begin(TopicPartition partition) {
        end(partition);
        current.put(partition, readings.begin());
    }

    private void end(TopicPartition partition) {
        Long reading = current.remove(partition);
        if (reading != null) {
            readings.end(List.of(reading));
        }
    }

    @Override
    public void close(Duration timeout) {
        super.close(timeout);
        lags.forget(this);
        readings.end(current.values());
        current.clear();
    }

    @Override
    public void close() {
        super.close();
        lags.forget(this);
        readings.end(current.values());
        current.clear();
    }

    /** Where a partition is new to its group it is begun where the guard says, and that is committed: Camel skips what has no commit. */
    private void begin(Set<TopicPartition> partitions) {
        guard.inspect(groupMetadata().groupId(), partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = committed(partitions);
        Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata next = committed.get(partition);
            if (next == null) {
                next = new OffsetAndMetadata(guard.firstOffset(partition, () -> beginningOffsets(Set.of(partition)).get(partition)));
                begun.put(partition, next);
            }
            seek(partition, next.offset());
        }
        if (!begun.isEmpty()) {
            commitSync(begun);
        }
        guard.assigned(partitions);
    }

    /** Nothing is read of them, nor is it Kafka that looks for where to begin, before they are begun. */
    private void assigned(Collection<TopicPartition> partitions) {
        waiting.addAll(partitions);
        partitions.forEach(partition -> super.seek(partition, 0));
        super.pause(partitions);
    }

    private void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(this::end);
        waiting.removeAll(partitions);
        guard.revoked(partitions);
    }

    private final class Assignments implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener camel;

        private Assignments(ConsumerRebalanceListener camel) {
            this.camel = camel;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned(partitions);
            camel.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            revoked(partitions);
            camel.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            revoked(partitions);
            camel.onPartitionsLost(partitions);
        }
    }
}
