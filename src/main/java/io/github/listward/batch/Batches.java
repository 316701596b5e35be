package io.github.listward.batch;

import io.github.listward.profile.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.spi.Synchronization;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/** Opens a poll as a {@link Batch}, ends what its aggregators have gathered, and commits it. For routes. */
@Component("batch")
class Batches {

    /** Exchange property: {@link #callBegins} let the call pass. */
    private static final String CALL_UNDER_WAY = "batchCallUnderWay";

    /** Exchange property: when the poll was opened. */
    private static final String BEGAN = "batchBegan";

    private final List<BatchGroups> groups;
    private final Tallies tallies;
    private final Pause pause;
    private final Readings readings;
    private final Rests rests;

    Batches(List<BatchGroups> groups, Tallies tallies, Pause pause, Readings readings, Rests rests) {
        this.groups = groups;
        this.tallies = tallies;
        this.pause = pause;
        this.readings = readings;
        this.rests = rests;
    }

    /**
     * Turns the poll, as Camel's batching consumer hands it over, into its records. Those that were read before their partition was
     * given away or set back are dropped: they are read again, here or by another process. A poll of nothing else ends here.
     */
    public List<SourceRecord> open(@Body List<Exchange> poll, Exchange exchange) {
        List<SourceRecord> records = new ArrayList<>(poll.size());
        Set<Long> present = new HashSet<>();
        Map<TopicPartition, KafkaManualCommit> commits = new LinkedHashMap<>();
        for (Exchange read : poll) {
            Message message = read.getMessage();
            Long reading = Readings.reading(message.getHeader(Readings.HEADER));
            if (reading != null && !readings.isPresent(reading)) {
                continue;
            }
            if (reading != null) {
                present.add(reading);
            }
            String topic = message.getHeader(KafkaConstants.TOPIC, String.class);
            int partition = message.getHeader(KafkaConstants.PARTITION, Integer.class);
            long offset = message.getHeader(KafkaConstants.OFFSET, Long.class);
            long timestamp = message.getHeader(KafkaConstants.TIMESTAMP, Long.class);
            records.add(new SourceRecord(
                    new Position(topic, partition, offset),
                    Instant.ofEpochMilli(timestamp),
                    (byte[]) message.getHeader(KafkaConstants.KEY),
                    (byte[]) message.getBody()));
            // The batch's own commit handle knows the last record only, so one partition only (camel-kafka 4.18).
            commits.put(new TopicPartition(topic, partition), message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        exchange.getMessage().removeHeaders("*");
        Batch batch = new Batch(records, tallies.open(records), List.copyOf(commits.values()));
        exchange.setProperty(Batch.PROPERTY, batch);
        exchange.setProperty(Batch.ID_PROPERTY, batch.id());
        exchange.setProperty(BEGAN, rests.now());
        exchange.getExchangeExtension().addOnCompletion(new CommittedOrFailed(batch, present));
        if (records.isEmpty()) {
            batch.commit();
            exchange.setRouteStop(true);
        }
        return records;
    }

    /** Begins a batch that is no poll: what it counts is not recorded, and it has nothing to commit. It ends when it is joined. */
    public void openJob(Exchange exchange) {
        Batch batch = new Batch(List.of(), Tally.ofNoBatch(), List.of());
        exchange.setProperty(Batch.PROPERTY, batch);
        exchange.setProperty(Batch.ID_PROPERTY, batch.id());
    }

    /** Completes the groups the batch left unfilled and waits until all of its groups have ended. */
    public void join(Exchange exchange) throws InterruptedException {
        Batch batch = Batch.of(exchange);
        for (BatchGroups each : groups) {
            each.completeGroupsOf(batch, exchange.getContext());
        }
        batch.join();
    }

    /** Before a call: spares one whose result would be thrown away with the rest of a failed batch. Calls outside of batches pass. */
    public void callBegins(Exchange exchange) {
        Batch batch = Batch.of(exchange);
        if (batch != null) {
            batch.callBegins();
            exchange.setProperty(CALL_UNDER_WAY, true);
        }
    }

    /** After a call, however it ended. */
    public void callEnded(Exchange exchange) {
        if (exchange.removeProperty(CALL_UNDER_WAY) != null) {
            Batch.of(exchange).callEnded();
        }
    }

    /** Commits every partition of the poll. Call it last, on the consumer's thread. */
    public void commit(Exchange exchange) {
        Batch batch = Batch.of(exchange);
        Instant began = exchange.getProperty(BEGAN, Instant.class);
        batch.commit();
        batch.topics().forEach(topic -> rests.end(topic, began));
    }

    /**
     * Has a failed poll read again after a pause: also one that a route stopped, which would end without a commit and without an error,
     * and the next one would commit past it.
     */
    private final class CommittedOrFailed implements Synchronization {

        private final Batch batch;
        private final Set<Long> read;

        private CommittedOrFailed(Batch batch, Set<Long> read) {
            this.batch = batch;
            this.read = read;
        }

        @Override
        public void onComplete(Exchange exchange) {
            if (!batch.committed()) {
                BatchFailedException failure = new BatchFailedException("a step of it, or of a route it calls, stopped the poll before it was committed");
                exchange.setException(failure);
                readAgain(failure, exchange);
            }
        }

        @Override
        public void onFailure(Exchange exchange) {
            readAgain(exchange.getException() != null ? exchange.getException() : new BatchFailedException("it was given up"), exchange);
        }

        /** Its consumer sets itself back; told of the failure, Camel would reconnect it, and have the group's partitions dealt out anew. */
        private void readAgain(Exception failure, Exchange exchange) {
            pause.onceAfter(failure, exchange); // its policy has paused, unless Camel took the failure for one that was handled further down
            readings.end(read);
            if (!read.isEmpty()) {
                exchange.setException(null);
            }
        }
    }
}
