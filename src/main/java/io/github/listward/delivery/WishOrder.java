package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import io.github.listward.profile.Position;
import java.time.Instant;
import java.util.Comparator;

/**
 * What orders the wishes for one person and audience: since when they hold, then where the event stands in its source, then the
 * settling that judged that same event anew; 0 is the event itself.
 */
record WishOrder(Instant at, Position source, long settling) implements Comparable<WishOrder> {

    private static final Comparator<WishOrder> ORDER =
            Comparator.comparing(WishOrder::at).thenComparing(WishOrder::source).thenComparingLong(WishOrder::settling);

    static WishOrder of(MembershipChange change) {
        return new WishOrder(change.at(), change.source(), change.settling());
    }

    /** Whether both are judgements of the same event. */
    boolean isOfSameEvent(WishOrder other) {
        return at.equals(other.at) && source.equals(other.source);
    }

    @Override
    public int compareTo(WishOrder other) {
        return ORDER.compare(this, other);
    }
}
