package io.github.listward.delivery;

import io.github.listward.activation.MembershipChange;
import io.github.listward.profile.Position;
import java.time.Instant;
import java.util.Comparator;

/** What orders the wishes for one person and audience: since when they hold, then where the event stands in its source. */
record WishOrder(Instant at, Position source) implements Comparable<WishOrder> {

    private static final Comparator<WishOrder> ORDER = Comparator.comparing(WishOrder::at).thenComparing(WishOrder::source);

    static WishOrder of(MembershipChange change) {
        return new WishOrder(change.at(), change.source());
    }

    @Override
    public int compareTo(WishOrder other) {
        return ORDER.compare(this, other);
    }
}
