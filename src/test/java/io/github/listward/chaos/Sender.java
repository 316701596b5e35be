package io.github.listward.chaos;

import io.github.listward.chaos.Event.Place;
import io.github.listward.chaos.Event.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Keeps sending events, and knows where Kafka put each. */
final class Sender implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(50);

    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<CompletableFuture<Sent>> sent = new ArrayList<>();

    Sender(String bootstrapServers) {
        // A broker that is away for a while is waited for; nothing is sent twice.
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "enable.idempotence", true, "linger.ms", 5, "max.block.ms", 120_000),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param perTick how many to send now */
    void sendOn(Supplier<Event> events, Supplier<Integer> perTick) {
        timer.scheduleAtFixedRate(() -> {
            for (int i = perTick.get(); i > 0; i--) {
                send(events.get());
            }
        }, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void send(Event event) {
        CompletableFuture<Sent> place = new CompletableFuture<>();
        synchronized (sent) {
            sent.add(place);
        }
        byte[] key = event.profile() == null ? null : event.profile().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Landscape.PROFILES, event.partition(), event.recordedAt().toEpochMilli(), key, event.json().getBytes(StandardCharsets.UTF_8)),
                (metadata, failure) -> {
                    if (failure == null) {
                        place.complete(new Sent(event, new Place(metadata.partition(), metadata.offset())));
                    } else {
                        place.completeExceptionally(failure);
                    }
                });
    }

    int count() {
        synchronized (sent) {
            return sent.size();
        }
    }

    /** Ends sending, and returns everything when Kafka has it. */
    List<Sent> finish() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Kafka takes nothing any more");
        }
        producer.flush();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
