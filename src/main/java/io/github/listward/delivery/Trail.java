package io.github.listward.delivery;

import io.github.listward.activation.LastOutcomes.LastOutcome;
import io.github.listward.activation.LastOutcomes.Weight;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.activation.Reason;
import io.github.listward.delivery.Outcome.Activated;
import io.github.listward.delivery.Outcome.Effect;
import io.github.listward.delivery.Outcome.Excluded;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.delivery.Outcome.Held;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What is kept of the moves of a flush for whoever asks why somebody is in a list, or is not. */
final class Trail {

    private Trail() {}

    /** Not of those with no person, and not of superseded ones: the newer wish has an outcome of its own. */
    static List<LastOutcome> of(Collection<Move> moves) {
        return moves.stream().filter(move -> move.person() != null).map(Trail::of).filter(Objects::nonNull).toList();
    }

    /** Marketo says nothing of single rows of an import, so no request stands for it. */
    static LastOutcome imported(MembershipChange change, Person person) {
        Move move = new Move(change, person, false, false);
        move.activated(Effect.IMPORTED, null);
        return of(move);
    }

    private static LastOutcome of(Move move) {
        Outcome outcome = move.outcome();
        if (outcome instanceof Activated activated) {
            return of(move, "activated", activated.effect().name().toLowerCase(Locale.ROOT), null, activated.requestId(), Weight.DECIDES);
        }
        if (outcome instanceof Failed failed) {
            return of(move, "failed", failed.reason().name(), failed.code(), failed.requestId(), Weight.DECIDES);
        }
        if (outcome instanceof Held held) {
            return of(move, "held", held.reason().name(), null, null, Weight.WAITS);
        }
        Reason reason = ((Excluded) outcome).reason();
        return reason == Reason.SUPERSEDED ? null : of(move, "excluded", reason.name(), null, null, weight(reason));
    }

    private static Weight weight(Reason reason) {
        return switch (reason) {
            case STALE -> Weight.PASSES;
            case UNCHANGED -> Weight.CONFIRMS;
            default -> Weight.DECIDES;
        };
    }

    private static LastOutcome of(Move move, String outcome, String reason, String code, String requestId, Weight weight) {
        MembershipChange change = move.change();
        return new LastOutcome(move.person().id(), change.dataflow(), change.audience(), change.qualified(), outcome, reason, emptyToNull(code),
                emptyToNull(requestId), weight, change.at(), change.source(), change.settling(), move.attempt());
    }

    private static String emptyToNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
