package io.github.listward.batch;

import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * A Kafka cluster: where it is, and how its clients log on. Kept apart from routes, which say what
 * is read and written, so that one setting serves every endpoint.
 */
public class KafkaCluster extends DefaultKafkaClientFactory {

    private final KafkaClusterProperties settings;
    private final Function<Properties, Consumer<?, ?>> consumers;

    /** Whose consumers are Kafka's own. */
    KafkaCluster(KafkaClusterProperties settings) {
        this(settings, KafkaConsumer::new);
    }

    KafkaCluster(KafkaClusterProperties settings, Function<Properties, Consumer<?, ?>> consumers) {
        this.settings = settings;
        this.consumers = consumers;
    }

    /** A component of Camel for this cluster. */
    KafkaComponent component() {
        KafkaComponent component = new KafkaComponent();
        KafkaConfiguration configuration = new KafkaConfiguration();
        configuration.setBrokers(settings.bootstrapServers());
        component.setConfiguration(configuration);
        component.setKafkaClientFactory(this);
        return component;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Producer getProducer(Properties properties) {
        return super.getProducer(withSettings(properties));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Consumer getConsumer(Properties properties) {
        return consumers.apply(withSettings(properties));
    }

    /** Settings for a client that is not Camel's. */
    Map<String, Object> clientSettings() {
        return settings.clientSettings();
    }

    private Properties withSettings(Properties properties) {
        Properties all = new Properties();
        all.putAll(properties);
        all.putAll(settings.properties());
        return all;
    }
}
