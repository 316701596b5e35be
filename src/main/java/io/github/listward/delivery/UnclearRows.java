package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.ErrorCode;
import io.github.listward.marketo.ErrorCodes;
import io.github.listward.marketo.Reaction;
import io.github.listward.marketo.RowVerdict;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What is made of a row that says neither done nor why not: it is asked again, and the others of its call are not kept waiting for
 * it (docs/adr/0012-unknown-codes.md).
 */
@Component
class UnclearRows {

    /** In the same flush, after the first time. */
    private static final int TIMES_AGAIN = 2;

    private final Alarms alarms;

    UnclearRows(Alarms alarms) {
        this.alarms = alarms;
    }

    static boolean isUnclear(RowVerdict row) {
        return row.reaction().isNotNow() || row.reaction() == Reaction.UNKNOWN;
    }

    /**
     * Takes notice of an unclear row. With a code nobody documents it ends, with an alarm, as its record alone would be in the way
     * of all others; what is only not now is no fault of the record, and waits.
     *
     * @throws BatchFailedException if Marketo says too often that it is not the time
     */
    void judge(GroupMember member, RowVerdict row, String instance, String operation, String requestId) {
        if (member.tries().unclear() <= TIMES_AGAIN) {
            member.postpone();
            return;
        }
        ErrorCode code = ErrorCodes.of(row.code() == null ? ErrorCodes.NO_ROW : row.code());
        String said = "Marketo answered %s with a row without an outcome: status %s, code %s (%s, requestId %s)."
                .formatted(operation, row.status(), code.code(), code.meaning(), requestId);
        if (code.reaction().isNotNow()) {
            throw new BatchFailedException(said + " It is sent again later.");
        }
        alarms.ofRecord(instance, operation, code.code(), requestId, said + " The change is in the dead letters.");
        member.refused(Failed.of(Reason.REFUSED, code.code(), requestId, said));
    }

    /** @throws BatchFailedException if a call answered without a single row of its own was the first to ask for all of several records: that is no answer */
    static void requireAnyRow(int rows, List<? extends GroupMember> members, String requestId) {
        if (rows == 0 && members.size() > 1 && members.stream().allMatch(member -> member.tries().isFirst())) {
            throw new BatchFailedException("Marketo answered no row for any of %d leads (requestId %s)".formatted(members.size(), requestId));
        }
    }
}
