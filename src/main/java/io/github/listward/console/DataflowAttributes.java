package io.github.listward.console;

import io.github.listward.delivery.CallPlan;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Dataflow;
import io.github.listward.monitoring.DataflowStanding;
import io.github.listward.monitoring.FailureFilter;
import io.github.listward.monitoring.Failures;
import io.github.listward.monitoring.Overviews;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/** One dataflow in Hawtio, and what an operator does about it: the same as over the API. */
@ManagedResource(description = "Audiences activated to a destination: what became of their changes; pause, resume, settle, replay, plan")
public class DataflowAttributes {

    private final Dataflow dataflow;
    private final Overviews overviews;
    private final AudienceTerms terms;
    private final DataflowPlans plans;
    private final Failures failures;
    private final Clock clock;

    DataflowAttributes(Dataflow dataflow, Overviews overviews, AudienceTerms terms, DataflowPlans plans, Failures failures, Clock clock) {
        this.dataflow = dataflow;
        this.overviews = overviews;
        this.terms = terms;
        this.plans = plans;
        this.failures = failures;
        this.clock = clock;
    }

    @ManagedAttribute(description = "Id of the destination it is activated to")
    public String getDestination() {
        return dataflow.destination();
    }

    @ManagedAttribute(description = "That of its destination, and DEGRADED when changes of one of its audiences are held")
    public String getStatus() {
        return standing().standing().status().name();
    }

    @ManagedAttribute(description = "Why it is not up, and what to do; empty while it is")
    public String getCause() {
        return Objects.toString(standing().standing().cause(), "");
    }

    @ManagedAttribute(description = "Ids of its audiences")
    public String[] getAudiences() {
        return dataflow.audiences().stream().map(Audience::id).toArray(String[]::new);
    }

    @ManagedAttribute(description = "How many of its audiences are paused")
    public int getPaused() {
        return standing().paused();
    }

    @ManagedAttribute(description = "Membership changes received so far, a person each")
    public long getReceived() {
        return standing().received();
    }

    @ManagedAttribute(description = "Of those, delivered to Marketo")
    public long getActivated() {
        return standing().activated();
    }

    @ManagedAttribute(description = "Of those, not to be delivered by a rule; nobody has to act")
    public long getExcluded() {
        return standing().excluded();
    }

    @ManagedAttribute(description = "Of those, failed; see /api/failures")
    public long getFailed() {
        return standing().failed();
    }

    @ManagedAttribute(description = "Of those, waiting for their list or destination, for calls or for an import; see /api/holds")
    public long getHeld() {
        return standing().held();
    }

    @ManagedAttribute(description = "Of those, queued and on their way")
    public long getInFlight() {
        return standing().inFlight();
    }

    @ManagedAttribute(description = "Since when the first of what is in flight has waited, at the most; empty if nothing is")
    public String getOldestUndelivered() {
        return Objects.toString(standing().oldestUndelivered(), "");
    }

    @ManagedOperation(description = "Lets nobody into the audience's list any more; who exits still leaves it")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    public void pauseAudience(String audience) {
        terms.pause(dataflow.id(), audience);
    }

    @ManagedOperation(description = "Ends the pause, and lets in who came meanwhile and is still in the audience")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    public void resumeAudience(String audience) {
        terms.resume(dataflow.id(), audience);
    }

    // Not settleAudience: Spring takes that for the setter of an attribute "tleAudience", and drops the description.
    @ManagedOperation(description = "Holds all that is remembered of the audience against what was delivered, and delivers the difference")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    public void haveAudienceSettled(String audience) {
        terms.settle(dataflow.id(), audience);
    }

    @ManagedOperation(description = "Pauses all of its audiences")
    public void pause() {
        dataflow.audiences().forEach(audience -> terms.pause(dataflow.id(), audience.id()));
    }

    @ManagedOperation(description = "Resumes all of its audiences")
    public void resume() {
        dataflow.audiences().forEach(audience -> terms.resume(dataflow.id(), audience.id()));
    }

    @ManagedOperation(description = "Settles all of its audiences")
    public void settle() {
        dataflow.audiences().forEach(audience -> terms.settle(dataflow.id(), audience.id()));
    }

    @ManagedOperation(description = "Has its failed changes sent again, within seconds; repair the cause first. By time or audience: type=Failures")
    @ManagedOperationParameter(name = "reason", description = "Reason code, e.g. INVALID_VALUE, or empty for all")
    public String replayFailures(String reason) {
        String reasonOrNull = reason == null || reason.isBlank() ? null : reason.strip();
        return failures.requestReplay(new FailureFilter(null, dataflow.id(), null, null, reasonOrNull, null, null, null), clock.instant()).inWords();
    }

    @ManagedOperation(description = "Says what it will cost, each of its audiences having as many members and changes; several sizes: POST /api/dataflows/{id}/plan")
    @ManagedOperationParameter(name = "members", description = "Members of each audience at the beginning")
    @ManagedOperationParameter(name = "qualifiedPerDay", description = "People who qualify for each audience a day")
    @ManagedOperationParameter(name = "exitedPerDay", description = "People who exit each audience a day")
    @ManagedOperationParameter(name = "knownLeads", description = "Share of the people whose lead ids are known, 0 to 1")
    @ManagedOperationParameter(name = "attributesChange", description = "Share of those of them who bring attributes other than last sent, 0 to 1")
    public List<String> plan(long members, long qualifiedPerDay, long exitedPerDay, double knownLeads, double attributesChange) {
        CallPlan plan = plans.plan(dataflow.id(), members, qualifiedPerDay, exitedPerDay, knownLeads, attributesChange);
        List<String> lines = new ArrayList<>();
        plan.firstSync().forEach(each -> lines.add("First sync, %s: %d calls, %d s%s".formatted(each.lane(), each.calls(), each.seconds(), each.chosen() ? "" : "; not the one chosen")));
        lines.add("Then %d of %d calls a day, a flush every %d s, no change waits longer than %s s: %s".formatted(plan.operation().callsPerDay(), plan.dailyCalls(),
                plan.operation().flushSeconds(), plan.operation().longestWaitSeconds(), plan.fits() ? "it fits" : "it does not fit"));
        plan.remedies().forEach(each -> lines.add("To make it fit: " + each));
        plan.assumptions().forEach(each -> lines.add("Assumed: " + each));
        return lines;
    }

    private DataflowStanding standing() {
        return overviews.dataflow(dataflow.id()).orElseThrow();
    }
}
