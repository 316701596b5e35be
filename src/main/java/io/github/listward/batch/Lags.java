package io.github.listward.batch;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How much of the topics this process reads it has not read yet, as its consumers say now and then. For any thread. */
@Component
public class Lags {

    private final Map<Object, Map<String, Long>> byConsumer = new ConcurrentHashMap<>();

    /** @param lags by topic, of the partitions that are the consumer's; those it has none of are left out */
    void note(Object consumer, Map<String, Long> lags) {
        byConsumer.put(consumer, lags);
    }

    void forget(Object consumer) {
        byConsumer.remove(consumer);
    }

    /** Empty while this process reads no partition of it. */
    public OptionalLong of(String topic) {
        return byConsumer.values().stream()
                .map(lags -> lags.get(topic))
                .filter(lag -> lag != null)
                .mapToLong(Long::longValue)
                .reduce(Long::sum);
    }
}
