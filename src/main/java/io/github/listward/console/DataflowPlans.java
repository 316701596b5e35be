package io.github.listward.console;

import io.github.listward.delivery.CallPlan;
import io.github.listward.delivery.CallPlanner;
import io.github.listward.delivery.PlanRequest;
import io.github.listward.delivery.PlanRequest.PlannedAudience;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import org.springframework.stereotype.Component;

/** What a dataflow will cost, over REST and over JMX alike. */
@Component
class DataflowPlans {

    private final Definitions definitions;
    private final CallPlanner planner;

    DataflowPlans(Definitions definitions, CallPlanner planner) {
        this.definitions = definitions;
        this.planner = planner;
    }

    CallPlan plan(String dataflow, PlanRequest request) {
        require(dataflow);
        return planner.plan(dataflow, request);
    }

    /** The same numbers for each of the dataflow's audiences. */
    CallPlan plan(String dataflow, long members, long qualifiedPerDay, long exitedPerDay, double knownLeads, double attributesChange) {
        return plan(dataflow, new PlanRequest(
                require(dataflow).audiences().stream()
                        .map(audience -> new PlannedAudience(audience.id(), members, qualifiedPerDay, exitedPerDay))
                        .toList(),
                knownLeads, attributesChange, null));
    }

    private Dataflow require(String id) {
        Dataflow dataflow = definitions.dataflow(id);
        if (dataflow == null) {
            throw new UnknownDataflowException(id);
        }
        return dataflow;
    }
}
