package io.github.listward.batch;

import java.util.Properties;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The two clusters: where profile events come from, and where Listward's own topics are. They may be one. */
@Configuration(proxyBeanMethods = false)
class KafkaClusters {

    /** Name of the component for Listward's own topics. */
    static final String OWN = "kafka";

    private static final String SOURCE = "kafka-source";

    private final Environment environment;
    private final JdbcClient jdbc;
    private final StateId stateId;
    private final Readings readings;
    private final Rests rests;
    private final Paces paces;
    private final Lags lags;
    private final ApplicationEventPublisher events;

    KafkaClusters(Environment environment, JdbcClient jdbc, StateId stateId, Readings readings, Rests rests, Paces paces, Lags lags, ApplicationEventPublisher events) {
        this.environment = environment;
        this.jdbc = jdbc;
        this.stateId = stateId;
        this.readings = readings;
        this.rests = rests;
        this.paces = paces;
        this.lags = lags;
        this.events = events;
    }

    /** For URIs {@code kafka:...}: Listward's own topics. */
    @Bean(OWN)
    KafkaComponent kafka() {
        return cluster(OWN, "listward.kafka").component();
    }

    /** For URIs {@code kafka-source:...}: profile events. */
    @Bean(SOURCE)
    KafkaComponent kafkaSource() {
        return cluster(SOURCE, "listward.source").component();
    }

    @Bean
    KafkaCluster ownCluster() {
        return cluster(OWN, "listward.kafka");
    }

    @Bean
    RecordReader recordReader(KafkaCluster ownCluster) {
        return new RecordReader(ownCluster);
    }

    @Bean
    Retentions retentions(KafkaCluster ownCluster) {
        return new Retentions(ownCluster);
    }

    @Bean
    Backlogs backlogs(RecordReader recordReader) {
        return new Backlogs(recordReader, jdbc);
    }

    private KafkaCluster cluster(String name, String prefix) {
        KafkaClusterProperties settings = Binder.get(environment).bind(prefix, Bindable.of(KafkaClusterProperties.class)).get();
        TopicGuard guard = new TopicGuard(name, settings, jdbc, stateId, rests, events);
        return new KafkaCluster(settings, properties -> consumer(properties, guard));
    }

    private Consumer<?, ?> consumer(Properties properties, TopicGuard guard) {
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, stateId.newClientId());
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"); // a topic that was deleted is to be missed
        return new GuardedConsumer(properties, guard, readings, paces, lags);
    }
}
