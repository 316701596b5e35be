package io.github.listward.delivery;

import io.github.listward.batch.KafkaCluster;
import io.github.listward.batch.StateCheck;
import io.github.listward.batch.Topics;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A change topic per Marketo instance, and the route that polls it. */
@Configuration(proxyBeanMethods = false)
class ChangeTopics {

    /** Changes wait here through any outage somebody notices within a month. */
    private static final Duration CHANGES_KEPT = Duration.ofDays(30);

    private static final int MEMBERSHIP_PARTITIONS = 6;

    @Bean(initMethod = "create")
    Topics topics(
            KafkaCluster ownCluster,
            Instances instances,
            @Value("${listward.topics.changes}") String changes,
            @Value("${listward.topics.memberships}") String memberships,
            @Value("${listward.topics.dead-letters}") String deadLetters) {
        Topics topics = new Topics(ownCluster).compacted(memberships, MEMBERSHIP_PARTITIONS).kept(deadLetters, 1, CHANGES_KEPT);
        // One partition: one writer per instance, and full calls.
        instances.all().forEach(instance -> topics.ordered(changes + "." + instance.munchkinId(), CHANGES_KEPT));
        return topics;
    }

    @Bean
    CamelContextConfiguration pollingRoutes(Instances instances, Topics topics, StateCheck stateCheck) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {}

            @Override
            public void afterApplicationStart(CamelContext context) {
                for (Instance instance : instances.all()) {
                    TemplatedRouteBuilder.builder(context, "poll-changes")
                            .routeId("poll-changes-" + instance.munchkinId())
                            .prefixId("") // the default one is not in what Hawtio draws, which then has no counts
                            .parameter("instance", instance.munchkinId())
                            .add();
                }
            }
        };
    }
}
