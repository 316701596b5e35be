package io.github.listward.delivery;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Paces;
import io.github.listward.marketo.CallBudget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Deliver first, then rest: the first change after a silence goes out at once, and how long those after it wait for each other follows
 * from what the budget has left. Where so many wait that calls are full, there is nothing to wait for.
 */
@Component("pace")
class Pace {

    /** The most Marketo takes in one call. Source: Marketo "List Membership". */
    private static final int FULL_CALL = 300;

    private final CallBudget budget;
    private final Paces paces;
    private final String changeTopics;
    private final int mostChanges;

    /** How many lists are added to or removed from in one flush, as of late: a large flush is remembered for a few smaller ones. */
    private final Map<String, Integer> groups = new ConcurrentHashMap<>();

    Pace(
            CallBudget budget,
            Paces paces,
            @Value("${listward.topics.changes}.") String changeTopics,
            @Value("${listward.delivery.max-poll-records}") int mostChanges) {
        this.budget = budget;
        this.paces = paces;
        this.changeTopics = changeTopics;
        this.mostChanges = mostChanges;
    }

    /** After a flush is committed. */
    void rest(@ExchangeProperty("instance") String instance, @ExchangeProperty(Flush.PROPERTY) Flush flush, Exchange exchange) {
        int recent = groups.merge(instance, flush.groups(), (before, now) -> Math.max(now, before * 3 / 4));
        paces.rest(changeTopics + instance, budget.of(instance).rest(Batch.of(exchange).calls()), enough(recent, mostChanges));
    }

    /** As many as fill the calls, or a flush: one that takes no more is no fuller for waiting. */
    static long enough(int groups, int mostChanges) {
        return Math.min(mostChanges, (long) FULL_CALL * Math.max(1, groups));
    }
}
