package io.github.listward.console;

import io.github.listward.delivery.CallPlan;
import io.github.listward.delivery.PlanRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a dataflow will cost. */
@RestController
class PlansController {

    private final DataflowPlans plans;

    PlansController(DataflowPlans plans) {
        this.plans = plans;
    }

    @PostMapping("/api/dataflows/{dataflow}/plan")
    CallPlan plan(@PathVariable String dataflow, @RequestBody PlanRequest request) {
        return plans.plan(dataflow, request);
    }
}
