package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.batch.Batch;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.marketo.ErrorCodes;
import io.github.listward.marketo.MarketoRefusedException;
import io.github.listward.marketo.Reaction;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * What a whole call refused means for its members. A record nobody named is found by halving the
 * group round by round; what is wrong with the setup is nobody's fault in the group: its destinations go
 * down and the batch waits.
 */
@Component("refusals")
class Refusals {

    /** What is wrong with the call may be one record's doing: too large, JSON Marketo cannot read, a parameter it does not take. */
    private static final Set<String> BY_CONTENT = Set.of("http-413", "http-414", "609", "701", "704");

    private final Checks checks;

    Refusals(Checks checks) {
        this.checks = checks;
    }

    /** Ends what has no future, or has the whole batch fail. Nothing is thrown: Camel takes what an error handler throws for an accident. */
    void judge(
            @ExchangeProperty(Batch.PROPERTY) Batch batch,
            @ExchangeProperty(Flush.PROPERTY) Flush flush,
            @ExchangeProperty("listTask") ListTask listTask,
            @ExchangeProperty("group") List<? extends GroupMember> members,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) MarketoRefusedException refusal) {
        Reaction reaction = ErrorCodes.of(refusal.code()).reaction();
        if (reaction == Reaction.REFUSE_SETUP) {
            checks.failed(flush.instance(), refusal);
            batch.fail(refusal);
        } else if (members == null) {
            // No other list has to wait for one that Marketo does not want. One that keeps its old name is served all the same.
            if (listTask.current() == null) {
                flush.hold(listTask.heldFor(Reason.LIST_REFUSED, refusal.getMessage()));
            }
        } else if (reaction == Reaction.REFUSE_LIST) {
            members.forEach(member -> member.refused(failed(Reason.LIST_MISSING, refusal)));
        } else if (reaction == Reaction.REFUSE_RECORD || BY_CONTENT.contains(refusal.code())) {
            halve(members, refusal);
        } else {
            batch.fail(refusal);
        }
    }

    private static void halve(List<? extends GroupMember> members, MarketoRefusedException refusal) {
        if (members.size() == 1) {
            members.get(0).refused(failed(Reason.REFUSED, refusal));
            return;
        }
        int half = members.size() / 2;
        members.subList(0, half).forEach(member -> member.goOnIn("a"));
        members.subList(half, members.size()).forEach(member -> member.goOnIn("b"));
    }

    private static Failed failed(Reason reason, MarketoRefusedException refusal) {
        return Failed.of(reason, refusal.code(), refusal.requestId(), refusal.getMessage());
    }
}
