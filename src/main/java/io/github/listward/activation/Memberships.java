package io.github.listward.activation;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Parts;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.profile.Membership;
import io.github.listward.profile.ProfileEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Fans a profile event out: one {@link MembershipEvent} per membership and dataflow that activates its audience. */
@Component("memberships")
class Memberships {

    /** How far ahead a membership's time may be before it is not believed. */
    static final Duration LEEWAY = Duration.ofMinutes(10);

    /** Width of the counters' column. No audience that is activated has a longer id. */
    private static final int LONGEST_COUNTED_ID = 255;

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
        Map<String, Set<String>> audiences = new LinkedHashMap<>();
        int sequence = 0;
        for (Membership membership : profile.memberships()) {
            List<Activation> activations = definitions.activationsOf(membership.audience());
            if (activations.isEmpty()) {
                Tally tally = batch.tally();
                String audience = countable(membership.audience());
                tally.add(profile.position(), "", audience, Outcome.RECEIVED, "", 1);
                tally.add(profile.position(), "", audience, Outcome.EXCLUDED, Reason.AUDIENCE_NOT_ACTIVATED.name(), 1);
            }
            for (Activation activation : activations) {
                MembershipEvent change = new MembershipEvent(profile, membership, activation, sequence++);
                audiences.computeIfAbsent(change.getDataflow(), id -> new LinkedHashSet<>()).add(change.getAudience());
                if (membership.at().isAfter(latest)) {
                    exclusions.count(batch, change, Reason.FUTURE_TIME);
                } else {
                    events.add(change);
                }
            }
        }
        audiences.forEach((dataflow, ids) -> batch.tally().addProfile(profile.position(), dataflow, ids));
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

    /** An id nobody has checked, as every database takes it: neither too long, nor with a NUL or half a surrogate pair. */
    private static String countable(String audience) {
        String cut = audience.substring(0, Math.min(audience.length(), LONGEST_COUNTED_ID)).replace('\0', '?');
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
