package io.github.listward.batch;

import io.github.listward.profile.Position;
import java.time.Instant;

/**
 * A Kafka record as it was read. Its headers are left behind: a foreign header must not steer an endpoint.
 *
 * @param at the record's timestamp
 * @param key record key, or null
 * @param value record value, or null for a tombstone
 */
public record SourceRecord(Position position, Instant at, byte[] key, byte[] value) {

    /** Without key and value: they carry personal data. */
    @Override
    public String toString() {
        return position.toString();
    }
}
