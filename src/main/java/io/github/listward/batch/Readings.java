package io.github.listward.batch;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Tells records that are being read now from those read before: a partition is read under a number, and under a new one after it was
 * given away, assigned anew, or set back. Camel's batching consumer keeps records across all of that (camel-kafka 4.18), and would
 * hand over what another process has delivered meanwhile.
 */
@Component
class Readings {

    /** Record header: the number it was read under. */
    static final String HEADER = "listward-reading";

    private final AtomicLong last = new AtomicLong();
    private final Set<Long> present = ConcurrentHashMap.newKeySet();

    long begin() {
        long reading = last.incrementAndGet();
        present.add(reading);
        return reading;
    }

    void end(long reading) {
        present.remove(reading);
    }

    /** @param header as {@link #header} made it; null: the record came from no consumer of ours, and is taken as it is */
    boolean isPresent(byte[] header) {
        return header == null || present.contains(ByteBuffer.wrap(header).getLong());
    }

    static byte[] header(long reading) {
        return ByteBuffer.allocate(Long.BYTES).putLong(reading).array();
    }
}
