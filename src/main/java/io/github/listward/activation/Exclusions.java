package io.github.listward.activation;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.profile.Position;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Excludes a change: counts why, and lets no further step of the route see it. Who is excluded is recorded together with the counts. */
@Component
class Exclusions {

    private final KeptOut keptOut;

    Exclusions(KeptOut keptOut) {
        this.keptOut = keptOut;
    }

    void exclude(Exchange exchange, MembershipEvent event, Reason reason) {
        count(Batch.of(exchange), event, reason);
        exchange.setRouteStop(true);
    }

    void count(Batch batch, MembershipEvent event, Reason reason) {
        Tally tally = batch.tally();
        Position record = event.profile().position();
        tally.add(record, event.getDataflow(), event.getAudience(), Outcome.RECEIVED, "", event.weight());
        tally.add(record, event.getDataflow(), event.getAudience(), Outcome.EXCLUDED, reason.name(), event.weight());
        event.end();
        keptOut.add(batch, event, reason);
    }
}
