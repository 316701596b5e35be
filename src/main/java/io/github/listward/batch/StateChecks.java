package io.github.listward.batch;

import io.github.listward.marketo.Instances;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the check of the groups that deliver: one per Marketo instance. */
@Configuration(proxyBeanMethods = false)
class StateChecks {

    @Bean(initMethod = "check")
    StateCheck stateCheck(
            KafkaCluster ownCluster,
            Instances instances,
            StateId stateId,
            JdbcClient jdbc,
            Clock clock,
            @Value("${listward.source.group-id}") String sourceGroup) {
        List<String> groups = instances.all().stream().map(instance -> sourceGroup + "." + instance.munchkinId()).toList();
        return new StateCheck(ownCluster, groups, stateId, jdbc, clock);
    }
}
