package io.github.listward.activation;

import io.github.listward.activation.LastOutcomes.LastOutcome;
import io.github.listward.activation.LastOutcomes.Weight;
import io.github.listward.batch.Batch;
import io.github.listward.profile.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Whom activation keeps out, so that somebody can be told why: gathered for all of a batch, and recorded with its counts. Only of those
 * who are kept out is anything recorded; what passes is recorded by delivery.
 */
@Component
class KeptOut {

    /** The people of a batch that are not recorded yet. */
    private static final class OfBatch {

        private List<LastOutcome> outcomes = new ArrayList<>();

        private boolean add(List<LastOutcome> more) {
            boolean first = outcomes.isEmpty() && !more.isEmpty();
            outcomes.addAll(more);
            return first;
        }

        private List<LastOutcome> take() {
            List<LastOutcome> taken = outcomes;
            outcomes = new ArrayList<>();
            return taken;
        }
    }

    private final LastOutcomes table;
    private final Matching matching;

    KeptOut(LastOutcomes table, Matching matching) {
        this.table = table;
        this.matching = matching;
    }

    /** Of an event that has been counted before nothing is added. */
    void add(Batch batch, MembershipEvent event, Reason reason) {
        Position record = event.profile().position();
        if (!batch.tally().isNew(record)) {
            return;
        }
        List<Person> people = event.people().isEmpty() ? matching.people(event) : event.people();
        // A time that is not believed must not make everything that comes later look old.
        Instant at = reason == Reason.FUTURE_TIME ? event.profile().recordedAt() : event.membership().at();
        OfBatch kept = batch.once(OfBatch.class, OfBatch::new);
        boolean first = kept.add(people.stream()
                .map(person -> new LastOutcome(person.id(), event.getDataflow(), event.getAudience(), event.isQualified(),
                        reason.kind().name().toLowerCase(Locale.ROOT), reason.name(), null, null, Weight.WAITS, at, record, event.settling(), 0))
                .toList());
        if (first) {
            batch.beforeCounting(() -> table.put(kept.take()));
        }
    }
}
