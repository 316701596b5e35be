package io.github.listward.batch;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Tells records that are being read now from those read before: a partition is read under a number, and under a new one after it was
 * given away, assigned anew, or set back, as after a poll that failed. Camel's batching consumer keeps records across all of that
 * (camel-kafka 4.18), and would hand over what another process has delivered meanwhile, or what comes after the poll that failed.
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

    void end(Collection<Long> readings) {
        present.removeAll(readings);
    }

    boolean isPresent(Long reading) {
        return present.contains(reading);
    }

    static byte[] header(long reading) {
        return ByteBuffer.allocate(Long.BYTES).putLong(reading).array();
    }

    /** @return null if the record came from no consumer of ours */
    static Long reading(Object header) {
        return header instanceof byte[] bytes && bytes.length == Long.BYTES ? ByteBuffer.wrap(bytes).getLong() : null;
    }
}
