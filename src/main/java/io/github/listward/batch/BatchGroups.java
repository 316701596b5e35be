package io.github.listward.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
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

    /** Exchange property of a group's first member, which is the group from then on. */
    private static final String GROUP = "batchGroup";

    /** A group from its first member to the end of its route. */
    private static final class Group {

        private final Batch batch;
        private volatile boolean gathering = true;

        private Group(Batch batch) {
            this.batch = batch;
        }
    }

    private final IntConsumer sizes;
    private final Set<Group> open = ConcurrentHashMap.newKeySet();
    private volatile AggregateProcessor aggregator;

    public BatchGroups() {
        this(size -> {});
    }

    /** @param sizes takes the size of each group when it is complete */
    public BatchGroups(IntConsumer sizes) {
        this.sizes = sizes;
    }

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
        Group opened = new Group(batch);
        member.setProperty(GROUP, opened);
        open.add(opened);
        return member;
    }

    @Override
    public void onCompletion(Exchange group) {
        Group completed = group.getProperty(GROUP, Group.class);
        completed.gathering = false;
        sizes.accept(members(group).size());
        group.getExchangeExtension().addOnCompletion(new Synchronization() {
            @Override
            public void onComplete(Exchange exchange) {
                end(null);
            }

            @Override
            public void onFailure(Exchange exchange) {
                Exception cause = exchange.getException();
                end(cause != null ? cause : new BatchFailedException("a route was stopped with a group under way"));
            }

            private void end(Exception failure) {
                open.remove(completed);
                completed.batch.groupEnded(failure);
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
        open.forEach(group -> group.batch.fail(stopped()));
        open.clear();
    }

    /** Camel drops what a stopped aggregator has, and says nothing of what it can no longer hand on. */
    private static BatchFailedException stopped() {
        return new BatchFailedException("a route was stopped with a group of it");
    }

    void completeGroupsOf(Batch batch, CamelContext context) {
        AggregateProcessor running = aggregator;
        if (running == null) {
            open.stream().filter(group -> group.batch == batch).forEach(group -> batch.fail(stopped()));
            return;
        }
        AggregationRepository repository = running.getAggregationRepository();
        for (String key : List.copyOf(repository.getKeys())) {
            Exchange group = repository.get(context, key);
            if (group != null && Batch.of(group) == batch) {
                forceCompletionOfGroup(key);
            }
        }
        open.stream().filter(group -> group.batch == batch && group.gathering).forEach(group -> batch.fail(stopped()));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> members(Exchange group) {
        return (List<Object>) group.getMessage().getBody();
    }
}
