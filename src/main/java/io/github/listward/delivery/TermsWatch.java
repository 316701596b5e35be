package io.github.listward.delivery;

import io.github.listward.activation.ActivatedAudience;
import io.github.listward.activation.Terms;
import io.github.listward.activation.TermsTable;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds the terms of every audience against those it was last settled for, and has it settled where somebody is wanted now who was not
 * before, or nobody is any more. What merely stops people from getting in changes nothing for those who are.
 */
@Component("termsWatch")
class TermsWatch {

    /** Longer than any poll may take: by then none is under way that was judged before an audience's end. */
    static final Duration LONGEST_POLL = Duration.ofMinutes(10);

    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

    private final Definitions definitions;
    private final TermsTable table;
    private final Settlings settlings;
    private final Leases leases;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<ActivatedAudience, Instant> settledAt = new ConcurrentHashMap<>();

    TermsWatch(Definitions definitions, TermsTable table, Settlings settlings, Leases leases, TransactionTemplate transaction, Clock clock) {
        this.definitions = definitions;
        this.table = table;
        this.settlings = settlings;
        this.leases = leases;
        this.transaction = transaction;
        this.clock = clock;
    }

    void compare() {
        Instant now = clock.instant();
        Map<ActivatedAudience, Terms> inForce = table.inForce();
        Set<ActivatedAudience> paused = table.paused();
        definitions.activations().filter(activation -> leases.holds(activation.destination().instance())).forEach(activation -> {
            ActivatedAudience audience = ActivatedAudience.of(activation);
            Terms terms = Terms.of(activation, paused.contains(audience), now);
            Terms before = inForce.get(audience);
            if (before == null) {
                table.putFirst(audience, terms); // a new one: who is in it from before is a matter of backfilling
            } else if (before != terms) {
                // One by one, and the version first, as everybody does who changes terms: nobody waits for a row of the other's.
                transaction.executeWithoutResult(status -> changed(activation, before, terms));
            }
        });
    }

    private void changed(Activation activation, Terms before, Terms terms) {
        boolean settles = terms == Terms.OPEN || terms == Terms.ENDED;
        if (settles && !isTime(activation)) {
            return;
        }
        if (settles) {
            table.newVersion();
        }
        if (!table.replace(ActivatedAudience.of(activation), before, terms) || !settles) {
            return;
        }
        if (terms == Terms.OPEN) {
            request(activation, before == Terms.PAUSED ? "ENABLED" : "STARTED", Duration.ZERO);
        } else {
            request(activation, "ENDED", Duration.ZERO);
            // A change queued just before the end may be delivered while its membership is not yet remembered.
            request(activation, "ENDED", LONGEST_POLL);
        }
    }

    /** While replicas with other definitions are still running, each of their polls says otherwise: not every one of them is answered. */
    private boolean isTime(Activation activation) {
        Instant now = clock.instant();
        Instant before = settledAt.put(ActivatedAudience.of(activation), now);
        if (before != null && now.isBefore(before.plus(AT_MOST_EVERY))) {
            settledAt.put(ActivatedAudience.of(activation), before);
            return false;
        }
        return true;
    }

    private void request(Activation activation, String reason, Duration delay) {
        settlings.request(activation.dataflow().id(), activation.audience().id(), activation.destination().instance(), reason, delay);
    }
}
