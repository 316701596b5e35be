package io.github.listward.delivery;

import io.github.listward.batch.BatchFailedException;
import io.github.listward.marketo.Reaction;
import io.github.listward.marketo.RowVerdict;

/** What the rows of every operation have in common. */
final class RowVerdicts {

    private RowVerdicts() {}

    /** @throws BatchFailedException for a row that says neither done nor why not, or that it was only not the time: nothing may be made of it */
    static void requireOutcome(RowVerdict row, String requestId) {
        boolean notNow = row.reaction() == Reaction.UNAVAILABLE || row.reaction() == Reaction.THROTTLE;
        boolean nobody = row.code() == null && row.id() == null;
        if (notNow || nobody) {
            throw new BatchFailedException("Marketo answered a row without an outcome: status %s, code %s (requestId %s)"
                    .formatted(row.status(), row.code(), requestId));
        }
    }
}
