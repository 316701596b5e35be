package io.github.listward.delivery;

import io.github.listward.batch.BatchGroups;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Delivery's aggregators and its threads. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    BatchGroups leadsToSync(CallFill fill) {
        return new BatchGroups(fill.of("sync-leads"));
    }

    @Bean
    BatchGroups leadsToFind(CallFill fill) {
        return new BatchGroups(fill.of("find-leads"));
    }

    @Bean
    BatchGroups leadsToAsk(CallFill fill) {
        return new BatchGroups(fill.of("ask-members"));
    }

    @Bean
    BatchGroups leadsToAdd(CallFill fill) {
        return new BatchGroups(fill.of("add-to-list"));
    }

    @Bean
    BatchGroups leadsToRemove(CallFill fill) {
        return new BatchGroups(fill.of("remove-from-list"));
    }

    /**
     * For splits: what fails in a part fails the whole. Splitting with stopOnException would do that, too, but
     * would also end the whole, silently and uncommitted, when a part is merely stopped, or its refusal handled.
     */
    @Bean
    AggregationStrategy failsWithAnyPart() {
        return new UseOriginalAggregationStrategy(true);
    }

    /**
     * Threads of calls. Unbounded: how many calls an instance has at a time is the gate's to say, and a
     * bounded pool would let one slow instance hold up the others. A flush needs 134 groups at most.
     */
    @Bean(destroyMethod = "")
    ExecutorService callThreads(CamelContext context) {
        return new CallThreads(context.getExecutorServiceManager().newCachedThreadPool(this, "marketo-calls"));
    }
}
