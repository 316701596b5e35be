package io.github.listward.delivery;

import io.github.listward.activation.RememberedMembership;
import io.github.listward.activation.RememberedMemberships;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.profile.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The newest membership of each profile in a partition of the memberships topic, for some audiences. Kafka keeps older ones for a while,
 * and those somebody has deleted: a profile that has left must not be put into the list first because it once was in the audience.
 */
final class MembershipScan {

    /** So many records at a time. */
    static final int READ = 5_000;

    private final RememberedMemberships format;
    private final Set<String> audiences;
    private final Map<UUID, WishOrder> newest = new HashMap<>();
    /** Offset of the last tombstone of a key. */
    private final Map<UUID, Long> deleted = new HashMap<>();
    private final Map<UUID, IllegalStateException> unreadable = new HashMap<>();

    private MembershipScan(RememberedMemberships format, Set<String> audiences) {
        this.format = format;
        this.audiences = audiences;
    }

    /** Reads the partition up to an offset, and what was deleted since. */
    static MembershipScan of(RecordReader reader, RememberedMemberships format, String topic, int partition, long end, Set<String> audiences) {
        MembershipScan scan = new MembershipScan(format, audiences);
        long next = 0;
        List<SourceRecord> records;
        do {
            records = reader.readFrom(topic, partition, next, READ);
            for (SourceRecord record : records) {
                next = record.position().offset() + 1;
                if (next <= end || record.value() == null) {
                    scan.see(record);
                }
            }
        } while (records.size() == READ); // fewer there are only at the end
        for (IllegalStateException failure : scan.unreadable.values()) {
            throw failure;
        }
        return scan;
    }

    private void see(SourceRecord record) {
        if (record.value() == null) {
            deleted.put(id(record), record.position().offset());
            newest.remove(id(record));
            unreadable.remove(id(record));
            return;
        }
        RememberedMembership membership;
        try {
            membership = read(record);
        } catch (IllegalStateException e) {
            unreadable.put(id(record), e);
            return;
        }
        unreadable.remove(id(record)); // what came before it does not matter
        if (membership != null) {
            newest.merge(id(record), order(membership), (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
    }

    /** @return null if it is of no audience asked for, or deleted, or an older one of its profile */
    RememberedMembership newest(SourceRecord record) {
        if (record.position().offset() <= deleted.getOrDefault(id(record), -1L)) {
            return null;
        }
        RememberedMembership membership = read(record);
        return membership == null || order(membership).compareTo(newest.getOrDefault(id(record), order(membership))) < 0 ? null : membership;
    }

    /** 128 bits of it: there may be millions. */
    private static UUID id(SourceRecord record) {
        return UUID.nameUUIDFromBytes(record.key());
    }

    private static WishOrder order(RememberedMembership membership) {
        Position source = membership.source();
        return new WishOrder(membership.at(), new Position(source.topic().intern(), source.partition(), source.offset()), 0);
    }

    private RememberedMembership read(SourceRecord record) {
        String audience = RememberedMemberships.audienceOf(record.key());
        if (audience != null && !audiences.contains(audience)) {
            return null;
        }
        RememberedMembership membership = format.read(record.value());
        return audiences.contains(membership.audience()) ? membership : null;
    }
}
