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
 * and a profile that has left must not be put into the list first because it once was in the audience.
 */
final class MembershipScan {

    /** So many records at a time. */
    static final int READ = 5_000;

    private final RememberedMemberships format;
    private final Set<String> audiences;
    private final Map<UUID, WishOrder> newest = new HashMap<>();

    private MembershipScan(RememberedMemberships format, Set<String> audiences) {
        this.format = format;
        this.audiences = audiences;
    }

    /** Reads the partition from its beginning up to an offset. */
    static MembershipScan of(RecordReader reader, RememberedMemberships format, String topic, int partition, long end, Set<String> audiences) {
        MembershipScan scan = new MembershipScan(format, audiences);
        long next = 0;
        List<SourceRecord> records = List.of();
        do {
            for (SourceRecord record : records) {
                next = record.position().offset() + 1;
                if (next <= end) {
                    scan.see(record);
                }
            }
            records = next < end ? reader.readFrom(topic, partition, next, READ) : List.of();
        } while (!records.isEmpty());
        return scan;
    }

    private void see(SourceRecord record) {
        RememberedMembership membership = read(record);
        if (membership != null) {
            newest.merge(id(record), order(membership), (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
    }

    /** @return null if it is of no audience asked for, or an older one of its profile */
    RememberedMembership newest(SourceRecord record) {
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
        if (record.value() == null || audience != null && !audiences.contains(audience)) {
            return null;
        }
        RememberedMembership membership = format.read(record.value());
        return audiences.contains(membership.audience()) ? membership : null;
    }
}
