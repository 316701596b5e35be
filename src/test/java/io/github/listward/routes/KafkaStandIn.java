package io.github.listward.routes;

import io.github.listward.batch.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ObjectHelper;

/**
 * Stands in for both Kafka components, so that the route files run as they are without a broker: a test hands a poll to the
 * route that reads, as Camel's batching consumer does, and sees what the others sent and what was committed.
 */
final class KafkaStandIn extends DefaultComponent {

    /** A record that was sent. */
    record Sent(String topic, String key, Map<String, String> headers, byte[] value) {

        String text() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, List<Integer>> sizes = new TreeMap<>();
    private final Map<String, Long> committed = new TreeMap<>();
    private String broken = "";
    private Processor reader;

    KafkaStandIn() {
        setAutowiredEnabled(false); // what Camel has generated for its own component "kafka" does not fit
    }

    /** Hands a poll to the route that reads, and returns the exchange as it left it. */
    Exchange poll(SourceRecord... records) {
        Exchange poll = new DefaultExchange(getCamelContext());
        poll.getMessage().setBody(Arrays.stream(records).map(this::read).toList());
        try {
            reader.process(poll);
        } catch (Exception e) {
            poll.setException(e);
        }
        return poll;
    }

    /** Records sent to a topic so far. */
    synchronized List<Sent> sentTo(String topic) {
        return sent.stream().filter(each -> each.topic().equals(topic)).toList();
    }

    /** How many records each send to a topic had. */
    synchronized List<Integer> sizesOfSendsTo(String topic) {
        return sizes.getOrDefault(topic, List.of());
    }

    /** Last committed offset by {@code topic-partition}. */
    synchronized Map<String, Long> committed() {
        return Map.copyOf(committed);
    }

    /** From now on nothing can be sent to topics whose name starts so. */
    synchronized void breakDown(String topicPrefix) {
        broken = topicPrefix;
    }

    synchronized void reset() {
        sent.clear();
        sizes.clear();
        committed.clear();
        broken = "";
    }

    private Exchange read(SourceRecord record) {
        String topic = record.position().topic();
        int partition = record.position().partition();
        long offset = record.position().offset();
        Exchange exchange = new DefaultExchange(getCamelContext());
        Message message = exchange.getMessage();
        message.setBody(record.value());
        message.setHeader(KafkaConstants.TOPIC, topic);
        message.setHeader(KafkaConstants.PARTITION, partition);
        message.setHeader(KafkaConstants.OFFSET, offset);
        message.setHeader(KafkaConstants.TIMESTAMP, record.at().toEpochMilli());
        message.setHeader(KafkaConstants.KEY, record.key());
        message.setHeader(KafkaConstants.MANUAL_COMMIT, (KafkaManualCommit) () -> commit(topic + "-" + partition, offset));
        return exchange;
    }

    private synchronized void commit(String partition, long offset) {
        committed.put(partition, offset);
    }

    private synchronized void send(String endpointTopic, boolean individualHeaders, Exchange exchange) {
        String topic = exchange.getMessage().getHeader(KafkaConstants.OVERRIDE_TOPIC, endpointTopic, String.class);
        if (!broken.isEmpty() && topic.startsWith(broken)) {
            throw new IllegalStateException("Kafka takes nothing for " + topic);
        }
        List<Sent> records = new ArrayList<>();
        ObjectHelper.createIterator(exchange.getMessage().getBody()).forEachRemaining(record ->
                records.add(sent(topic, (Message) record, individualHeaders ? (Message) record : exchange.getMessage())));
        sent.addAll(records);
        sizes.computeIfAbsent(topic, name -> new ArrayList<>()).add(records.size());
    }

    /** As the Kafka component does, without the headers that are meant for itself. */
    private static Sent sent(String topic, Message record, Message headersFrom) {
        Map<String, String> headers = new LinkedHashMap<>();
        headersFrom.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("kafka.")) {
                headers.put(name, value instanceof byte[] bytes ? text(bytes) : value.toString());
            }
        });
        return new Sent(topic, text(record.getHeader(KafkaConstants.KEY, byte[].class)), headers, (byte[]) record.getBody());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) {
        return new TopicEndpoint(uri, topic, "true".equals(parameters.get("batchWithIndividualHeaders")));
    }

    private final class TopicEndpoint extends DefaultEndpoint {

        private final String topic;
        private final boolean individualHeaders;

        private TopicEndpoint(String uri, String topic, boolean individualHeaders) {
            super(uri, KafkaStandIn.this);
            this.topic = topic;
            this.individualHeaders = individualHeaders;
        }

        /** The real endpoint's parameters are no business of this one. */
        @Override
        public boolean isLenientProperties() {
            return true;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    send(topic, individualHeaders, exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            reader = processor;
            return new DefaultConsumer(this, processor);
        }
    }
}
