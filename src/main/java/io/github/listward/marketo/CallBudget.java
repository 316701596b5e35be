package io.github.listward.marketo;

import org.springframework.stereotype.Component;

/** How many calls of the day an instance has left, and who may use them. */
@Component
public class CallBudget {

    /** Whether there are calls to spare for what no live change waits for: imports, extracts, released and settled changes. */
    public boolean sparesForJobs(String instance) {
        return true;
    }
}
