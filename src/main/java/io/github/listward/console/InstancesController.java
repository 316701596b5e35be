package io.github.listward.console;

import io.github.listward.monitoring.InstanceBudget;
import io.github.listward.monitoring.InstanceBudgets;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the Marketo instances have left of their day's calls. */
@RestController
class InstancesController {

    record Answer(List<InstanceBudget> instances) {}

    private final InstanceBudgets budgets;

    InstancesController(InstanceBudgets budgets) {
        this.budgets = budgets;
    }

    @GetMapping("/api/instances")
    Answer instances() {
        return new Answer(budgets.all());
    }

    @GetMapping("/api/instances/{instance}/budget")
    InstanceBudget budget(@PathVariable String instance) {
        return budgets.of(instance)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no Marketo instance " + instance + ". See /api/instances"));
    }
}
