package io.github.listward.delivery;

import io.github.listward.activation.ActivatedAudience;
import io.github.listward.activation.Terms;
import io.github.listward.activation.TermsTable;
import io.github.listward.destination.Definitions.Activation;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Pauses audiences and resumes them: nobody gets into the list meanwhile, and those who leave leave it. */
@Component
public class Pauses {

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    private final TermsTable table;
    private final Settlings settlings;
    private final Clock clock;

    Pauses(TermsTable table, Settlings settlings, Clock clock) {
        this.table = table;
        this.settlings = settlings;
        this.clock = clock;
    }

    /** Nothing happens if it is paused. */
    @Transactional
    public void pause(Activation activation) {
        ActivatedAudience audience = ActivatedAudience.of(activation);
        if (table.pause(audience, clock.instant())) {
            table.newVersion();
            table.notOpen(audience, Terms.PAUSED);
            LOG.info("Audience {} of dataflow {} is paused", audience.audience(), audience.dataflow());
        }
    }

    /** Has everybody settled who came meanwhile. Nothing happens if it is not paused. */
    @Transactional
    public void resume(Activation activation) {
        ActivatedAudience audience = ActivatedAudience.of(activation);
        if (!table.resume(audience)) {
            return;
        }
        table.newVersion();
        Instant now = clock.instant();
        LOG.info("Audience {} of dataflow {} is resumed", audience.audience(), audience.dataflow());
        if (Terms.of(activation, false, now) == Terms.OPEN) {
            table.replace(audience, Terms.PAUSED, Terms.OPEN);
            settlings.request(audience.dataflow(), audience.audience(), activation.destination().instance(), "RESUMED");
        }
    }
}
