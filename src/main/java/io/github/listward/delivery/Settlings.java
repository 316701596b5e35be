package io.github.listward.delivery;

import io.github.listward.activation.ActivatedAudience;
import io.github.listward.activation.TermsTable;
import io.github.listward.delivery.Settling.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes requests to settle an audience. The instance's owner carries them out, within seconds. */
@Component
public class Settlings {

    /** Somebody wants to be sure: everything is held against what Marketo confirmed. */
    public static final String REQUESTED = "REQUESTED";

    /** The list is empty, or another one: whoever is to be in it is added once more. */
    public static final String LIST_RECREATED = "LIST_RECREATED";

    private static final Logger LOG = LoggerFactory.getLogger(Settlings.class);

    private final SettlingTable table;
    private final TermsTable terms;
    private final Clock clock;

    Settlings(SettlingTable table, TermsTable terms, Clock clock) {
        this.table = table;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * Asks for an audience to be settled. Joins the caller's transaction. One that waits already is enough: it reads what there is when it begins.
     *
     * @param instance munchkin id of the audience's Marketo instance
     * @param reason why, in capitals: {@link #REQUESTED}, {@link #LIST_RECREATED}, or what has changed of its terms
     */
    @Transactional
    public void request(String dataflow, String audience, String instance, String reason) {
        request(dataflow, audience, instance, reason, Duration.ZERO);
    }

    /** As {@link #request(String, String, String, String)}, but it does not begin before this has passed. */
    @Transactional
    public void request(String dataflow, String audience, String instance, String reason, Duration delay) {
        terms.lock(); // numbers rise in the order of requests
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant notBefore = now.plus(delay);
        if (delay.isZero() && table.isWaiting(dataflow, audience, reason, notBefore)) {
            return;
        }
        long number = table.nextNumber(now);
        table.insert(new Settling(number, dataflow, audience, instance, reason, now, State.WAITING, 0, null), notBefore);
        LOG.info("Audience {} of dataflow {} is to be settled: {}", audience, dataflow, reason);
    }

    /** Why each of these is made, as far as it is known yet. */
    Map<Long, String> reasons(Collection<Long> numbers) {
        return table.reasons(numbers);
    }

    /** After a loss of the database, which this one was made for: over when all of these have been settled. */
    @Transactional
    void endLossOfState(List<ActivatedAudience> all) {
        if (table.endLossOfState(all)) {
            LOG.info("Every audience has been settled since the database was lost");
        }
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    public List<Settling> newest(int most) {
        return table.newest(most);
    }
}
