package io.github.listward.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.processor.aggregate.DefaultAggregateController;
import org.apache.camel.spi.AggregationRepository;
import org.apache.camel.spi.Synchronization;

/**
 * Lets one aggregator of a route gather bodies on behalf of batches. Serves as both its aggregation
 * strategy and its controller, so each aggregator has one of its own.
 *
 * <p>The size is the route's own. What the last members of a batch leave incomplete is completed by
 * {@link #completeGroupsOf}, not by a timer, and only for that batch: batches of other Marketo
 * instances go on filling theirs.
 */
public class BatchGroups extends DefaultAggregateController implements AggregationStrategy {

    private AggregateProcessor aggregator;

    /** The aggregated body is the list of the members' bodies, in the order they came. */
    @Override
    public Exchange aggregate(Exchange group, Exchange member) {
        Object body = member.getMessage().getBody();
        if (group != null) {
            members(group).add(body);
            return group;
        }
        Batch batch = Batch.of(member);
        List<Object> members = new ArrayList<>();
        members.add(body);
        member.getMessage().setBody(members);
        batch.groupOpened();
        return member;
    }

    @Override
    public void onCompletion(Exchange group) {
        Batch batch = Batch.of(group);
        group.getExchangeExtension().addOnCompletion(new Synchronization() {
            @Override
            public void onComplete(Exchange exchange) {
                batch.groupEnded(null);
            }

            @Override
            public void onFailure(Exchange exchange) {
                Exception cause = exchange.getException();
                batch.groupEnded(cause != null ? cause : new BatchFailedException("a route was stopped with a group under way"));
            }
        });
    }

    @Override
    public void onStart(AggregateProcessor processor) {
        super.onStart(processor);
        aggregator = processor;
    }

    @Override
    public void onStop(AggregateProcessor processor) {
        super.onStop(processor);
        aggregator = null;
    }

    void completeGroupsOf(Batch batch, CamelContext context) {
        AggregateProcessor running = aggregator;
        if (running == null) {
            return;
        }
        AggregationRepository repository = running.getAggregationRepository();
        for (String key : List.copyOf(repository.getKeys())) {
            Exchange group = repository.get(context, key);
            if (group != null && Batch.of(group) == batch) {
                forceCompletionOfGroup(key);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> members(Exchange group) {
        return (List<Object>) group.getMessage().getBody();
    }
}
