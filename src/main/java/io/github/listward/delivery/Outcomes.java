package io.github.listward.delivery;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.DeadLetter;
import io.github.listward.activation.FailedChange;
import io.github.listward.activation.LastOutcomes;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.activation.Reason;
import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.delivery.Outcome.Activated;
import io.github.listward.delivery.Outcome.Excluded;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.delivery.WantedTable.Wanted;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Records what became of a flush, in one transaction: wishes, leads, memberships, last outcomes, counts and how far was counted. */
@Component("outcomes")
class Outcomes {

    private final WantedTable wanted;
    private final LeadTable leads;
    private final DeliveredTable delivered;
    private final SourceMarkTable marks;
    private final Holds holds;
    private final AudienceLists audienceLists;
    private final LastOutcomes lastOutcomes;
    private final ReplayEnds replayEnds;
    private final Tallies tallies;
    private final Leases leases;
    private final ChangeFormat format;
    private final Clock clock;

    Outcomes(
            WantedTable wanted,
            LeadTable leads,
            DeliveredTable delivered,
            SourceMarkTable marks,
            Holds holds,
            AudienceLists audienceLists,
            LastOutcomes lastOutcomes,
            ReplayEnds replayEnds,
            Tallies tallies,
            Leases leases,
            ChangeFormat format,
            Clock clock) {
        this.wanted = wanted;
        this.leads = leads;
        this.delivered = delivered;
        this.marks = marks;
        this.holds = holds;
        this.audienceLists = audienceLists;
        this.lastOutcomes = lastOutcomes;
        this.replayEnds = replayEnds;
        this.tallies = tallies;
        this.leases = leases;
        this.format = format;
        this.clock = clock;
    }

    /** The failed moves as dead letters. One read again is written again; the failure table tells by its origin. */
    List<FailedChange> failed(@ExchangeProperty(Flush.PROPERTY) Flush flush) {
        return flush.moves().stream()
                .filter(move -> move.outcome() instanceof Failed)
                .map(move -> deadLetter(move, (Failed) move.outcome()))
                .toList();
    }

    boolean someFailed(@Body List<FailedChange> failed) {
        return !failed.isEmpty();
    }

    private FailedChange deadLetter(Move move, Failed failure) {
        MembershipChange change = move.change();
        Person person = move.person();
        return new FailedChange(
                new DeadLetter(failure.reason().name(), failure.message(), emptyToNull(failure.code()), emptyToNull(failure.requestId()),
                        change.source().toString(), change.dataflow(), change.audience(), person == null ? null : person.id(), clock.instant(), move.attempt()),
                format.write(person == null ? change : change.of(person)));
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Transactional
    public void record(@ExchangeProperty(Flush.PROPERTY) Flush flush) {
        leases.verify(flush.instance());
        wanted.put(flush.newest().stream().filter(Outcomes::isNewest).map(move -> new Wanted(move.key(), move.qualified(), move.order())).toList());
        Map<String, List<FlushedPerson>> people = flush.people().stream()
                .collect(Collectors.groupingBy(person -> person.destination().id(), LinkedHashMap::new, Collectors.toList()));
        people.forEach(leads::put);
        delivered.put(flush.instance(), flush.confirmed(), clock.instant());
        lastOutcomes.put(Trail.of(flush.moves()));
        flush.moves().forEach(move -> count(move, flush.batch().tally()));
        SharedCalls.of(flush.batch().calls(), flush.moves())
                .forEach((feed, calls) -> flush.batch().tally().add(feed.dataflow(), feed.audience(), Tally.Outcome.CALLS, "", calls));
        replayEnds.record(flush.moves(), flush.batch().tally());
        marks.put(flush.batch().records().get(0).position().topic(), flush.sourceMarks());
        holds.record(flush);
        // Not before: were the flush read again without its hold, the list would be created, whatever the policy is.
        flush.newHolds().stream().filter(NewHold::listLost).forEach(hold -> audienceLists.forget(flush.instance(), hold.feed(), hold.listId()));
        tallies.record(flush.batch().tally());
    }

    /** A stale wish does not replace the one it lost against, a held one is judged when it is released, and what came after an audience's end is nobody's wish. */
    private static boolean isNewest(Move move) {
        return !move.isHeld() && !move.attributesOnly() && !(move.outcome() instanceof Excluded excluded
                && (excluded.reason() == Reason.STALE || excluded.reason() == Reason.OUT_OF_SCHEDULE));
    }

    private static void count(Move move, Tally tally) {
        // What follows from a held change follows again when it is released.
        if (!move.isNew() || move.isHeld() && move.derived()) {
            return;
        }
        String dataflow = move.change().dataflow();
        String audience = move.change().audience();
        Outcome outcome = move.outcome();
        boolean settled = move.isSettled();
        if (settled && outcome instanceof Excluded) {
            return; // it was so already; only what a settling changes is worth counting
        }
        if (move.derived() || settled) {
            tally.add(dataflow, audience, Tally.Outcome.RECEIVED, "", 1);
        }
        if (move.isReleased() && !move.derived()) {
            tally.add(dataflow, audience, Tally.Outcome.HELD, "", -1);
        }
        if (outcome instanceof Activated activated) {
            tally.add(dataflow, audience, Tally.Outcome.ACTIVATED, activated.effect().name().toLowerCase(Locale.ROOT), 1);
        } else if (outcome instanceof Excluded excluded) {
            tally.add(dataflow, audience, Tally.Outcome.EXCLUDED, excluded.reason().name(), 1);
        } else if (outcome instanceof Failed failed) {
            tally.add(dataflow, audience, Tally.Outcome.FAILED, failed.reason().name(), 1);
        } else if (move.isHeld()) {
            tally.add(dataflow, audience, Tally.Outcome.HELD, "", 1);
        } else {
            throw new IllegalStateException("A change at " + move.change().source() + " has no outcome");
        }
    }
}
