package io.github.listward.activation;

import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.destination.Definitions.Activation;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The terms a batch is judged under: read when they are first asked for, and held against those in force when its counts are recorded.
 *
 * <p>A settling reads the memberships that Kafka has when it starts, and no poll commits before Kafka has its memberships. So whom a
 * poll kept out is either among those the settling reads, or the poll finds the terms changed, and is judged anew.
 */
final class TermsOfBatch {

    private final TermsTable table;
    private final long version;
    private final Set<ActivatedAudience> paused;
    private final Map<ActivatedAudience, Terms> inForce;
    private final Map<ActivatedAudience, Terms> keptOut = new TreeMap<>(); // in one order always, so that no two polls wait for each other

    private TermsOfBatch(TermsTable table) {
        this.table = table;
        version = table.version(); // first: what changes while the rest is read is noticed in the end
        paused = table.paused();
        inForce = table.inForce();
    }

    static TermsOfBatch of(Batch batch, TermsTable table) {
        return batch.once(TermsOfBatch.class, () -> {
            TermsOfBatch terms = new TermsOfBatch(table);
            batch.beforeCounting(terms::hold);
            return terms;
        });
    }

    Terms of(Activation activation, Instant now) {
        ActivatedAudience audience = ActivatedAudience.of(activation);
        Terms terms = Terms.of(activation, paused.contains(audience), now);
        // Clocks and definitions of replicas differ for a while: if somebody else takes it for open, it is settled once more.
        if (terms != Terms.OPEN && inForce.getOrDefault(audience, Terms.OPEN) == Terms.OPEN) {
            keptOut.put(audience, terms);
        }
        return terms;
    }

    private void hold() {
        if (table.version() != version) {
            throw new BatchFailedException("An audience was paused, resumed or is to be settled since the poll was judged");
        }
        keptOut.forEach(table::notOpen);
    }
}
