package io.github.listward.batch;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The consumer behind Listward's routes. It marks each record with the {@link Readings reading} it belongs to, takes nothing of a
 * topic that {@link Rests rests}, and begins only where {@link TopicGuard} lets it.
 *
 * <p>Like every Kafka consumer it is used by one thread; only {@code wakeup} may come from another.
 */
final class GuardedConsumer extends KafkaConsumer<Object, Object> {

    private final TopicGuard guard;
    private final Readings readings;
    private final Map<TopicPartition, Long> current = new HashMap<>();
    private boolean suspended;

    GuardedConsumer(Properties settings, TopicGuard guard, Readings readings) {
        super(settings);
        this.guard = guard;
        this.readings = readings;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Assignments(listener));
    }

    /** Returns nothing while the topic rests or the route is suspended; Kafka still sees it alive. */
    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        try {
            boolean still = suspended || subscription().stream().anyMatch(guard::isResting);
            if (still) {
                super.pause(assignment());
            } else if (!paused().isEmpty()) {
                super.resume(paused());
            }
            ConsumerRecords<Object, Object> records = super.poll(timeout);
            if (still && !records.isEmpty()) {
                putBack(records); // of partitions assigned in this very poll
                return ConsumerRecords.empty();
            }
            records.forEach(this::mark);
            return records;
        } catch (WakeupException stopping) {
            throw stopping;
        } catch (KafkaException failure) {
            throw guard.refused(subscription(), failure);
        }
    }

    private void putBack(ConsumerRecords<Object, Object> records) {
        for (TopicPartition partition : records.partitions()) {
            super.seek(partition, records.records(partition).get(0).offset());
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
            readings.end(reading);
        }
    }

    @Override
    public void close(Duration timeout) {
        super.close(timeout);
        current.values().forEach(readings::end);
        current.clear();
    }

    @Override
    public void close() {
        super.close();
        current.values().forEach(readings::end);
        current.clear();
    }

    /** Where a partition is new to its group it is begun where the guard says, and that is committed: Camel skips what has no commit. */
    private void assigned(Collection<TopicPartition> partitions) {
        guard.inspect(groupMetadata().groupId(), partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = committed(Set.copyOf(partitions));
        Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (committed.get(partition) == null) {
                long offset = guard.firstOffset(partition, () -> beginningOffsets(Set.of(partition)).get(partition));
                begun.put(partition, new OffsetAndMetadata(offset));
                super.seek(partition, offset);
            }
            begin(partition);
        }
        if (!begun.isEmpty()) {
            commitSync(begun);
        }
        guard.assigned(partitions);
    }

    private void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(this::end);
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
