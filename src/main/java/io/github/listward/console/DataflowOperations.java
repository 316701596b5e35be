package io.github.listward.console;

import io.github.listward.delivery.CallPlan;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The dataflows in Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=Dataflows", description = "What a dataflow will cost")
public class DataflowOperations {

    private final DataflowPlans plans;

    DataflowOperations(DataflowPlans plans) {
        this.plans = plans;
    }

    @ManagedOperation(description = "Says what a dataflow will cost, each of its audiences having as many members and changes; several sizes: POST /api/dataflows/{id}/plan")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow")
    @ManagedOperationParameter(name = "members", description = "Members of each audience at the beginning")
    @ManagedOperationParameter(name = "qualifiedPerDay", description = "People who qualify for each audience a day")
    @ManagedOperationParameter(name = "exitedPerDay", description = "People who exit each audience a day")
    @ManagedOperationParameter(name = "knownLeads", description = "Share of the people whose lead ids are known, 0 to 1")
    @ManagedOperationParameter(name = "attributesChange", description = "Share of those of them who bring attributes other than last sent, 0 to 1")
    public List<String> plan(String dataflow, long members, long qualifiedPerDay, long exitedPerDay, double knownLeads, double attributesChange) {
        CallPlan plan = plans.plan(dataflow, members, qualifiedPerDay, exitedPerDay, knownLeads, attributesChange);
        List<String> lines = new ArrayList<>();
        plan.firstSync().forEach(each -> lines.add("First sync, %s: %d calls, %d s%s".formatted(each.lane(), each.calls(), each.seconds(), each.chosen() ? "" : "; not the one chosen")));
        lines.add("Then %d of %d calls a day, a flush every %d s, no change waits longer than %s s: %s".formatted(plan.operation().callsPerDay(), plan.dailyCalls(),
                plan.operation().flushSeconds(), plan.operation().longestWaitSeconds(), plan.fits() ? "it fits" : "it does not fit"));
        plan.remedies().forEach(each -> lines.add("To make it fit: " + each));
        plan.assumptions().forEach(each -> lines.add("Assumed: " + each));
        return lines;
    }
}
