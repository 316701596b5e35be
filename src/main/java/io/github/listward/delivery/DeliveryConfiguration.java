package io.github.listward.delivery;

import io.github.listward.batch.BatchGroups;
import io.github.listward.batch.KafkaCluster;
import io.github.listward.batch.Topics;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Delivery's aggregators, its threads, and a polling route per Marketo instance. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    /** Changes wait here through any outage somebody notices within a month. */
    private static final Duration CHANGES_KEPT = Duration.ofDays(30);

    private static final int MEMBERSHIP_PARTITIONS = 6;

    @Bean
    BatchGroups leadsToSync() {
        return new BatchGroups();
    }

    @Bean
    BatchGroups leadsToFind() {
        return new BatchGroups();
    }

    @Bean
    BatchGroups leadsToAdd() {
        return new BatchGroups();
    }

    @Bean
    BatchGroups leadsToRemove() {
        return new BatchGroups();
    }

    /**
     * Threads of calls. Unbounded: how many calls an instance has at a time is the gate's to say, and a
     * bounded pool would let one slow instance hold up the others. A flush needs 134 groups at most.
     */
    @Bean(destroyMethod = "")
    ExecutorService callThreads(CamelContext context) {
        return context.getExecutorServiceManager().newCachedThreadPool(this, "marketo-calls");
    }

    @Bean(initMethod = "create")
    Topics topics(
            KafkaCluster ownCluster,
            Instances instances,
            @Value("${listward.topics.changes}") String changes,
            @Value("${listward.topics.memberships}") String memberships,
            @Value("${listward.topics.dead-letters}") String deadLetters) {
        Topics topics = new Topics(ownCluster).compacted(memberships, MEMBERSHIP_PARTITIONS).kept(deadLetters, 1, CHANGES_KEPT);
        // One partition: one writer per instance, and full calls.
        instances.all().forEach(instance -> topics.kept(changes + "." + instance.munchkinId(), 1, CHANGES_KEPT));
        return topics;
    }

    @Bean
    CamelContextConfiguration pollingRoutes(Instances instances, Topics topics) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {}

            @Override
            public void afterApplicationStart(CamelContext context) {
                for (Instance instance : instances.all()) {
                    TemplatedRouteBuilder.builder(context, "poll-changes")
                            .routeId("poll-changes-" + instance.munchkinId())
                            .parameter("instance", instance.munchkinId())
                            .add();
                }
            }
        };
    }
}
