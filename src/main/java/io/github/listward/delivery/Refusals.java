package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.batch.Batch;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.MarketoRefusedException;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.MarketoTimedOutException;
import io.github.listward.marketo.Reaction;
import io.github.listward.marketo.RowVerdict;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * What a whole call refused means for its members. A record nobody named is found by halving the
 * group round by round; what is wrong with the setup is nobody's fault in the group: its destinations go
 * down and the batch waits. The page docs/marketo-errors.md says the same.
 */
@Component("refusals")
class Refusals {

    /** A call this small that still times out is not too large; it is Marketo that is slow. Source: Marketo's developer blog on 604. */
    private static final int SMALL_ENOUGH = 100;

    /** So many refused alone for the same, and none accepted, are not each at fault: to go on would cost two calls a record. */
    private static final int MOST_ALONE = 30;

    /** Of the codes that refuse the set-up. */
    private static final Set<String> OF_THE_INSTANCE = Set.of("http-401", "601", "602", "603", "616");

    private final Checks checks;
    private final Alarms alarms;

    Refusals(Checks checks, Alarms alarms) {
        this.checks = checks;
        this.alarms = alarms;
    }

    /** Ends what has no future, or has the whole batch fail. Nothing is thrown: Camel takes what an error handler throws for an accident. */
    void judge(
            @ExchangeProperty(Batch.PROPERTY) Batch batch,
            @ExchangeProperty(Flush.PROPERTY) Flush flush,
            @ExchangeProperty("listTask") ListTask listTask,
            @ExchangeProperty("group") List<? extends GroupMember> members,
            @ExchangeProperty("marketoRequest") MarketoRequest request,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) MarketoRefusedException refusal) {
        Reaction reaction = refusal.reaction();
        if (reaction == Reaction.REFUSE_SETUP) {
            refusedSetup(flush, listTask, members, refusal);
            batch.fail(refusal);
        } else if (reaction == Reaction.REFUSE_FORM) {
            stop(batch, request, refusal);
        } else if (members == null) {
            // No other list has to wait for one that Marketo does not want. One that keeps its old name is served all the same.
            if (listTask.current() == null) {
                flush.hold(listTask.heldFor(Reason.LIST_REFUSED, refusal.getMessage()));
            }
        } else if (members.get(0) instanceof ListMove && reaction == Reaction.REFUSE_LIST) {
            members.forEach(member -> member.refused(failed(Reason.LIST_MISSING, refusal)));
        } else if (members.size() > 1) {
            GroupMember.halve(members);
        } else if (flush.refusedAlone(request.operation(), refusal.code()) > MOST_ALONE) {
            stop(batch, request, refusal);
        } else {
            members.get(0).skipped(RowVerdict.of(refusal), refusal.requestId());
        }
    }

    /** Credentials and the API user's role are the instance's; anything else is what the one destination is configured with. */
    private void refusedSetup(Flush flush, ListTask listTask, List<? extends GroupMember> members, MarketoRefusedException refusal) {
        Destination destination = members == null ? listTask.destination() : members.get(0).destination();
        if (destination == null || isOfInstance(refusal)) {
            checks.failed(flush.instance(), refusal);
        } else {
            checks.refused(destination, refusal);
        }
    }

    /** Whether credentials or the API user's role are refused, whatever is called. */
    static boolean isOfInstance(MarketoRefusedException refusal) {
        return OF_THE_INSTANCE.contains(refusal.code());
    }

    /** Marketo gave up on the call, again and again: a smaller one may end in time, and one that is small waits. */
    void timedOut(
            @ExchangeProperty(Batch.PROPERTY) Batch batch,
            @ExchangeProperty("group") List<? extends GroupMember> members,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        // The last time of several may have failed for another reason.
        if (failure instanceof MarketoTimedOutException && members.size() > SMALL_ENOUGH) {
            GroupMember.halve(members);
        } else {
            batch.fail(failure);
        }
    }

    /** Nobody in the group is at fault, and halving it finds nobody. */
    private void stop(Batch batch, MarketoRequest request, MarketoRefusedException refusal) {
        alarms.ofCall(request, refusal.code(), refusal.requestId(), refusal.getMessage());
        batch.fail(refusal);
    }

    private static Failed failed(Reason reason, MarketoRefusedException refusal) {
        return Failed.of(reason, refusal.code(), refusal.requestId(), refusal.getMessage());
    }
}
