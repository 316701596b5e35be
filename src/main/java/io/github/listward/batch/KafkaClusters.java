package io.github.listward.batch;

import org.apache.camel.component.kafka.KafkaComponent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The two clusters: where profile events come from, and where Listward's own topics are. They may be one. */
@Configuration(proxyBeanMethods = false)
class KafkaClusters {

    /** For URIs {@code kafka:...}: Listward's own topics. */
    @Bean("kafka")
    KafkaComponent kafka(Environment environment) {
        return cluster(environment, "listward.kafka").component();
    }

    /** For URIs {@code kafka-source:...}: profile events. */
    @Bean("kafka-source")
    KafkaComponent kafkaSource(Environment environment) {
        return cluster(environment, "listward.source").component();
    }

    @Bean
    KafkaCluster ownCluster(Environment environment) {
        return cluster(environment, "listward.kafka");
    }

    @Bean
    RecordReader recordReader(KafkaCluster ownCluster) {
        return new RecordReader(ownCluster);
    }

    @Bean
    Backlogs backlogs(RecordReader recordReader, JdbcClient jdbc) {
        return new Backlogs(recordReader, jdbc);
    }

    private static KafkaCluster cluster(Environment environment, String prefix) {
        return new KafkaCluster(Binder.get(environment).bind(prefix, Bindable.of(KafkaClusterProperties.class)).get());
    }
}
