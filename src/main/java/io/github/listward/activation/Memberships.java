package io.github.listward.activation;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Parts;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.profile.Membership;
import io.github.listward.profile.ProfileEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Fans a profile event out: one {@link MembershipEvent} per membership and dataflow that activates its audience. */
@Component("memberships")
class Memberships {

    /** How far ahead a membership's time may be before it is not believed. */
    static final Duration LEEWAY = Duration.ofMinutes(10);

    private final Definitions definitions;
    private final Exclusions exclusions;
    private final Clock clock;

    Memberships(Definitions definitions, Exclusions exclusions, Clock clock) {
        this.definitions = definitions;
        this.exclusions = exclusions;
        this.clock = clock;
    }

    List<Message> fanOut(ProfileEvent profile, Exchange exchange) {
        Batch batch = Batch.of(exchange);
        Instant latest = clock.instant().plus(LEEWAY);
        List<MembershipEvent> events = new ArrayList<>();
        for (Membership membership : profile.memberships()) {
            List<Activation> activations = definitions.activationsOf(membership.audience());
            if (activations.isEmpty()) {
                Tally tally = batch.tally();
                tally.add(profile.position(), "", membership.audience(), Outcome.RECEIVED, "", 1);
                tally.add(profile.position(), "", membership.audience(), Outcome.EXCLUDED, Reason.AUDIENCE_NOT_ACTIVATED.name(), 1);
            }
            for (Activation activation : activations) {
                MembershipEvent change = new MembershipEvent(profile, membership, activation, events.size());
                if (membership.at().isAfter(latest)) {
                    exclusions.count(batch, change, Reason.FUTURE_TIME);
                } else {
                    events.add(change);
                }
            }
        }
        batch.beforeCounting(() -> events.stream()
                .filter(change -> !change.ended())
                .forEach(change -> exclusions.count(batch, change, Reason.STOPPED_BY_ROUTE)));
        return events.stream().map(event -> part(event, exchange)).toList();
    }

    private static Message part(MembershipEvent event, Exchange exchange) {
        String status = event.isQualified() ? "qualified" : event.isExited() ? "exited" : "unknown";
        return Parts.of(exchange.getContext(), event,
                "status", status, "audience", event.getAudience(), "dataflow", event.getDataflow(), "instance", event.getInstance());
    }
}
