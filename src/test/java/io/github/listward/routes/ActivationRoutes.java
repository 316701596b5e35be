package io.github.listward.routes;

import io.github.listward.activation.MembershipEvent;
import io.github.listward.batch.SourceRecord;
import io.github.listward.profile.Position;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.component.kafka.springboot.KafkaComponentAutoConfiguration;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The routes of activation with their beans, as they are; only Kafka is stood in for. */
final class ActivationRoutes {

    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private static final List<String> YOURS = List.of("on-qualified", "on-exited", "on-failed", "before-send");

    private final KafkaStandIn kafka;
    private final CamelContext camel;
    private final JdbcClient jdbc;
    private final Map<String, Long> passedBefore = new TreeMap<>();
    private long offset;

    ActivationRoutes(KafkaStandIn kafka, CamelContext camel, JdbcClient jdbc) {
        this.kafka = kafka;
        this.camel = camel;
        this.jdbc = jdbc;
    }

    /** As after the first start: nothing sent, nothing counted, extension routes empty. */
    void reset() throws Exception {
        kafka.reset();
        jdbc.sql("delete from counter").update();
        jdbc.sql("delete from counted").update();
        jdbc.sql("delete from last_outcome").update();
        for (String route : YOURS) {
            PluginHelper.getRoutesLoader(camel).updateRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + route + ".camel.yaml"));
        }
        passedBefore.clear();
        passes().forEach(passedBefore::put);
    }

    /** A record of the profile topic, right behind the last one, in partition 0, keyed by its profile. */
    SourceRecord record(String key, String event) {
        return new SourceRecord(
                new Position("profiles", 0, offset++),
                NOW,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                event == null ? null : event.getBytes(StandardCharsets.UTF_8));
    }

    Exchange poll(SourceRecord... records) {
        return kafka.poll(records);
    }

    /** Polls one event. */
    Exchange poll(String event) {
        return poll(record("ada", event));
    }

    /** Puts a step in place of an extension route's own, as an operator does in a file beside the jar. */
    void extend(String route, String step) throws Exception {
        String yaml = """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - %2$s
                """.formatted(route, step);
        PluginHelper.getRoutesLoader(camel).updateRoutes(ResourceHelper.fromString(route + ".camel.yaml", yaml));
    }

    /** How many changes reached a step. */
    long passed(String step) {
        return passes().get(step) - passedBefore.getOrDefault(step, 0L);
    }

    /** What was counted, e.g. {@code "excluded MISSING_IDENTITY" -> 1}. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("select outcome, reason, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome, reason")
                .query((row, n) -> counts.put((row.getString(1) + " " + row.getString(2)).strip(), row.getLong(3)))
                .list();
        return counts;
    }

    /** What is kept of people, e.g. {@code newsletter excluded MISSING_ATTRIBUTE}. */
    List<String> lastOutcomes() {
        return jdbc.sql("select audience, outcome, reason from last_outcome order by person, dataflow, audience")
                .query((row, n) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
                .list();
    }

    /** How many changes and profiles wait in aggregators. */
    int gathered() {
        return Stream.of("gather-changes", "gather-memberships")
                .mapToInt(step -> camel.getProcessor(step, AggregateProcessor.class).getAggregationRepository().getKeys().size())
                .sum();
    }

    private Map<String, Long> passes() {
        Map<String, Long> passes = new TreeMap<>();
        ManagedCamelContext managed = camel.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        for (String step : List.of("check-schedule", "require-identity", "map-fields", "queue-qualified", "require-someone", "queue-exited")) {
            passes.put(step, managed.getManagedProcessor(step).getExchangesTotal());
        }
        return passes;
    }

    /** What the test's context is made of. */
    @EnableAutoConfiguration(exclude = KafkaComponentAutoConfiguration.class)
    @ConfigurationPropertiesScan({"io.github.listward.profile", "io.github.listward.destination"})
    @ComponentScan(
            basePackages = {
                "io.github.listward.activation", "io.github.listward.batch", "io.github.listward.profile", "io.github.listward.destination"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(KafkaClusters|StateChecks|RecordReader|.*Test\\..*)"))
    static class Setting {

        @Bean
        KafkaStandIn kafka() {
            return new KafkaStandIn();
        }

        @Bean("kafka-source")
        KafkaStandIn source(KafkaStandIn kafka) {
            return kafka;
        }

        @Bean
        SomebodyElse somebodyElse(JdbcClient jdbc) {
            return new SomebodyElse(jdbc);
        }

        @Bean
        Yours yours() {
            return new Yours();
        }

        @Bean
        Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Bean
        ActivationRoutes activationRoutes(KafkaStandIn kafka, CamelContext camel, JdbcClient jdbc) {
            return new ActivationRoutes(kafka, camel, jdbc);
        }
    }

    /** An operator's own steps, for extension routes to call. */
    static final class Yours {

        public void relocate(MembershipEvent change) {
            change.getAttributes().withObject("/homeAddress").put("country", "Atlantis");
        }

        public void forgetTheLastName(MembershipEvent change) {
            change.getFields().remove("lastName");
        }

        public void refuseTheBad(MembershipEvent change) {
            if (change.getAttributes().has("bad")) {
                throw new IllegalStateException("quoting " + change.getAttributes());
            }
        }
    }

    /** Another replica, for extension routes to call. */
    record SomebodyElse(JdbcClient jdbc) {

        public void countsUpTo(long offset) {
            jdbc.sql("update counted set record_offset = ?").param(offset).update();
        }
    }
}
