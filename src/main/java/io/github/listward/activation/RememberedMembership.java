package io.github.listward.activation;

import io.github.listward.destination.Definitions.Activation;
import io.github.listward.profile.Membership;
import io.github.listward.profile.Position;
import io.github.listward.profile.ProfileEvent;
import java.time.Instant;
import java.util.List;

/**
 * What the newest event said of one profile and audience, as {@code listward.memberships} keeps it.
 *
 * @param profile the profile as that event told it, with this membership only
 */
public record RememberedMembership(ProfileEvent profile) {

    RememberedMembership(ProfileEvent profile, Membership membership) {
        this(new ProfileEvent(profile.profile(), profile.position(), profile.recordedAt(), List.of(membership), profile.identities(), profile.attributes()));
    }

    Membership membership() {
        return profile.memberships().get(0);
    }

    public String audience() {
        return membership().audience();
    }

    public boolean qualified() {
        return membership().qualified();
    }

    public Instant at() {
        return membership().at();
    }

    public Position source() {
        return profile.position();
    }

    /** The same profile and order, with the opposite wish: it is to leave. */
    public RememberedMembership asExit() {
        Membership now = membership();
        return new RememberedMembership(profile, new Membership(now.namespace(), now.audience(), "exited", now.at(), now.name()));
    }

    /** On its way through the routes of activation once more. */
    public MembershipEvent asEvent(Activation activation, Requeue requeue) {
        return new MembershipEvent(profile, membership(), activation, 0, requeue);
    }

    @Override
    public String toString() {
        return "RememberedMembership[" + audience() + " at " + source() + "]";
    }
}
