package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.ProfileEventBuilder;
import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.batch.Backlogs;
import io.github.listward.batch.SentRecords;
import io.github.listward.batch.SourceRecord;
import io.github.listward.delivery.Pauses;
import io.github.listward.delivery.Settling;
import io.github.listward.delivery.Settlings;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.PassingTime;
import io.github.listward.monitoring.RunBalance;
import io.github.listward.profile.Position;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.logging.LogLevel;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Activation, delivery and settling as they are deployed, one after the other as a test says: their route files, their beans, a database,
 * the sandbox for Marketo, and topics in memory for Kafka. Time stands still unless a test lets it pass.
 */
final class EveryStage implements AutoCloseable {

    private static final String CHANGES = "listward.changes.123-ABC-456";
    private static final String MEMBERSHIPS = "listward.memberships";
    private static final int PARTITIONS = 3;
    private static final List<String> EDGES_LEFT_OUT = List.of(
            "poll-changes", "report-failures", "rebuild-failures", "replay-failures", "watch-instances", "renew-leases", "wake-delivery", "settle-audience",
            "watch-holds", "release-held", "watch-usage", "watch-imports", "watch-warm-up", "watch-delays", "watch-standings", "forget-history", "answer-questions");

    private final MarketoSandbox marketo;
    private final Map<String, Object> settings = new HashMap<>();
    private final Map<String, List<SourceRecord>> topics = new TreeMap<>();
    private final List<SourceRecord> sent = new ArrayList<>();
    private ConfigurableApplicationContext context;
    private long profileOffset;
    private int activated;
    private int delivered;

    private EveryStage(MarketoSandbox marketo) {
        this.marketo = marketo;
    }

    /** @param definitions class path of the definitions */
    static EveryStage to(MarketoSandbox marketo, String definitions) {
        EveryStage stages = new EveryStage(marketo);
        stages.settings.put("spring.config.import", "classpath:" + definitions);
        stages.settings.put("marketo.base-url", marketo.baseUrl());
        stages.settings.put("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        stages.settings.put("listward.identity-hash-key", "a key of tests, thirty-two characters at least");
        stages.settings.put("listward.pause-after-failure", "1ms");
        stages.settings.put("camel.main.autowired-enabled", "false");
        stages.settings.put("camel.main.jmx-enabled", "false");
        stages.settings.put("spring.jmx.enabled", "false");
        return stages;
    }

    EveryStage with(String property, Object value) {
        settings.put(property, value);
        return this;
    }

    EveryStage start() throws Exception {
        settings.put("camel.main.routes-include-pattern", routeFiles());
        context = new SpringApplicationBuilder(Application.class)
                .initializers(starting -> starting.getBeanFactory().registerSingleton("recordReader", new SentRecords(PARTITIONS, this::recordsOf)))
                .web(WebApplicationType.NONE)
                .properties(Map.of("spring.main.banner-mode", "off", "logging.level.root", LogLevel.WARN.name()))
                .run(settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toArray(String[]::new));
        String job = Files.readString(Path.of("routes/settle-audience.camel.yaml"))
                .replace("timer:settle-audience", "direct:settle-audience")
                .replaceFirst("      parameters: .*period.*\n", "");
        PluginHelper.getRoutesLoader(bean(CamelContext.class))
                .updateRoutes(ResourceHelper.fromString("settle-audience.camel.yaml", job));
        jdbc().sql("insert into lease (instance, owner, epoch, expires_at, released) values (?, '', 0, current_timestamp - interval '60' second, true) on conflict do nothing")
                .param(marketo.munchkinId()).update(); // nobody has sent anything for a while
        holdLease();
        bean(ProducerTemplate.class).sendBodyAndProperty("direct:check-instance", null, "instance", marketo.munchkinId());
        return this;
    }

    /** Stops, and starts again with what the database and Kafka have, and with settings that may have changed. */
    EveryStage restart() throws Exception {
        stop();
        return start();
    }

    /** Starts with an empty database: only Kafka is left. */
    EveryStage restartWithoutState() throws Exception {
        stop();
        settings.put("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        return start();
    }

    private void stop() {
        keepWhatWasSent();
        jdbc().sql("update lease set released = true, expires_at = current_timestamp - interval '60' second").update();
        context.close();
    }

    private static String routeFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !EDGES_LEFT_OUT.contains(file.replace(".camel.yaml", "")))
                    .map(file -> "file:routes/" + file)
                    .collect(Collectors.joining(","));
        }
    }

    // Events

    /** A record of the profile topic, keyed by its profile, recorded when its membership begins. */
    EveryStage event(String profile, ProfileEventBuilder event) {
        return event(profile, event.build());
    }

    EveryStage event(String profile, String event) {
        sent.add(new SourceRecord(new Position("profiles", 0, profileOffset++), time().instant(), profile.getBytes(StandardCharsets.UTF_8),
                event.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** One poll of the profile topic, of all that is not committed; returns the exchange as the route left it. */
    Exchange activateOnce() {
        Exchange poll = bean(KafkaStandIn.class).poll(sent.subList(activated, sent.size()).toArray(SourceRecord[]::new));
        if (poll.getException() == null) {
            activated = sent.size();
        }
        return poll;
    }

    EveryStage activate() {
        if (activated < sent.size()) {
            Exchange poll = activateOnce();
            if (poll.getException() != null) {
                throw new AssertionError("The poll was to be activated", poll.getException());
            }
        }
        return this;
    }

    /** One poll of the change topic. */
    EveryStage deliver() {
        List<SourceRecord> changes = recordsOf(CHANGES).stream().filter(record -> record.position().partition() == 0).toList();
        List<SourceRecord> poll = changes.subList(delivered, changes.size());
        if (!poll.isEmpty()) {
            Exception failure = deliver(poll);
            if (failure != null) {
                throw new AssertionError("The poll was to be delivered", failure);
            }
            delivered = changes.size();
        }
        return this;
    }

    /** What waits in the change topic is delivered as so many polls. */
    EveryStage deliverInPollsOf(int size) {
        List<SourceRecord> changes = recordsOf(CHANGES);
        while (delivered < changes.size()) {
            int to = Math.min(delivered + size, changes.size());
            assertThat(deliver(changes.subList(delivered, to))).isNull();
            delivered = to;
        }
        return this;
    }

    private Exception deliver(List<SourceRecord> poll) {
        List<Exchange> records = poll.stream().map(this::read).toList();
        return bean(ProducerTemplate.class).request("direct:poll", exchange -> {
            exchange.setProperty("instance", marketo.munchkinId());
            exchange.getMessage().setBody(records);
        }).getException();
    }

    private Exchange read(SourceRecord record) {
        Exchange exchange = new DefaultExchange(bean(CamelContext.class));
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, record.position().topic());
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, record.position().partition());
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, record.position().offset());
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, 0L);
        exchange.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, (KafkaManualCommit) () -> { /* a test's own polls */ });
        exchange.getMessage().setBody(record.value());
        return exchange;
    }

    /** Events are activated and delivered. */
    EveryStage flow() {
        return activate().deliver();
    }

    // Settling

    /** What {@code settle-audience} does each second; returns how many changes it queued. */
    int tick() {
        int before = recordsOf(CHANGES).size();
        assertThat(tickOnce()).isNull();
        return recordsOf(CHANGES).size() - before;
    }

    Exception tickOnce() {
        holdLease();
        return bean(ProducerTemplate.class).request("direct:settle-audience", tick -> { /* a timer's tick carries nothing */ }).getException();
    }

    /** The first step of a tick alone. */
    void compareTerms() {
        holdLease();
        bean(ProducerTemplate.class).sendBody("bean:termsWatch?method=compare", null);
    }

    /** Ticks until nothing is left to settle, and delivers what is queued. */
    EveryStage settle() {
        do {
            tick();
            deliver();
        } while (settlings().stream().anyMatch(each -> each.state() == Settling.State.RUNNING));
        return this;
    }

    List<Settling> settlings() {
        return bean(Settlings.class).newest(100);
    }

    void pause(String audience) {
        bean(Pauses.class).pause(activation(audience));
    }

    void resume(String audience) {
        bean(Pauses.class).resume(activation(audience));
    }

    void request(String audience) {
        bean(Settlings.class).request("nurture", audience, marketo.munchkinId(), "REQUESTED");
    }

    private Activation activation(String audience) {
        return bean(Definitions.class).activation("nurture", audience);
    }

    /** Somebody else writes what is no membership under the key of every record that is remembered, or deletes them all. */
    void overwriteMemberships(byte[] value) {
        keepWhatWasSent();
        List<SourceRecord> records = topics.get(MEMBERSHIPS);
        for (SourceRecord record : List.copyOf(records)) {
            long last = records.stream().map(SourceRecord::position).filter(each -> each.partition() == record.position().partition())
                    .mapToLong(Position::offset).max().orElseThrow();
            records.add(new SourceRecord(new Position(MEMBERSHIPS, record.position().partition(), last + 1), Instant.EPOCH, record.key(), value));
        }
        kafka().reset();
    }

    private void holdLease() {
        bean(ProducerTemplate.class).sendBodyAndProperty("bean:leases?method=hold", null, "instance", marketo.munchkinId());
    }

    // What is true

    KafkaStandIn kafka() {
        return bean(KafkaStandIn.class);
    }

    List<MembershipChange> changes() {
        ChangeFormat format = bean(ChangeFormat.class);
        return recordsOf(CHANGES).stream().map(record -> format.read(record.value())).toList();
    }

    /** Everything counted so far: outcome, or outcome and reason, to amount. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc().sql("select outcome, reason, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome, reason")
                .query(row -> {
                    counts.put((row.getString(1) + " " + row.getString(2)).strip(), row.getLong(3));
                });
        return counts;
    }

    /** That every received change has ended. */
    EveryStage addsUp() {
        Map<String, Long> counts = counts();
        long ended = counts.entrySet().stream().filter(each -> !each.getKey().equals("received")).mapToLong(Map.Entry::getValue).sum();
        assertThat(ended).as("ended of " + counts).isEqualTo(counts.getOrDefault("received", 0L));
        RunBalance.assertHolds(jdbc());
        return this;
    }

    PassingTime time() {
        return bean(PassingTime.class);
    }

    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    // Topics

    private List<SourceRecord> recordsOf(String topic) {
        List<SourceRecord> records = new ArrayList<>(topics.getOrDefault(topic, List.of()));
        if (context != null && context.isActive()) {
            Map<Integer, Long> next = new HashMap<>();
            records.forEach(record -> next.put(record.position().partition(), record.position().offset() + 1));
            for (KafkaStandIn.Sent each : bean(KafkaStandIn.class).sentTo(topic)) {
                int partition = topic.equals(MEMBERSHIPS) ? Math.floorMod(each.key().hashCode(), PARTITIONS) : 0;
                long offset = next.merge(partition, 1L, Long::sum) - 1;
                records.add(new SourceRecord(new Position(topic, partition, offset), Instant.EPOCH, each.key().getBytes(StandardCharsets.UTF_8), each.value()));
            }
        }
        return records;
    }

    private void keepWhatWasSent() {
        Map<String, List<SourceRecord>> all = new LinkedHashMap<>();
        List.of(CHANGES, MEMBERSHIPS).forEach(topic -> all.put(topic, recordsOf(topic)));
        topics.putAll(all);
    }

    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = {
                "io.github.listward.marketo", "io.github.listward.batch", "io.github.listward.profile", "io.github.listward.destination",
                "io.github.listward.activation", "io.github.listward.delivery"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = {".*\\.KafkaClusters", ".*\\.StateChecks", ".*\\.ChangeTopics", ".*Test\\..*"}))
    @ConfigurationPropertiesScan({
        "io.github.listward.marketo", "io.github.listward.profile", "io.github.listward.destination", "io.github.listward.delivery"
    })
    static class Application {

        @Bean
        @Primary
        PassingTime time() {
            return new PassingTime("2026-11-23T12:00:00Z");
        }

        @Bean
        @Primary
        Instances unlimited(@Qualifier("instances") Instances defined) {
            return new Instances(defined.all().stream()
                    .map(each -> new Instance(each.munchkinId(), each.baseUrl(), each.clientId(), each.clientSecret(), 100_000, 10, 1_000_000, 1_000_000, 5, each.warmUpSince(), each.warmUpBytesPerDay()))
                    .toList());
        }

        @Bean
        Backlogs backlogs(SentRecords recordReader, JdbcClient jdbc) {
            return recordReader.backlogs(jdbc);
        }

        @Bean
        @Primary
        KafkaStandIn kafka() {
            return new KafkaStandIn();
        }

        @Bean("kafka-source")
        KafkaStandIn source(KafkaStandIn kafka) {
            return kafka;
        }

        /** As {@code poll-changes}, without Kafka and without its pause before reading again. */
        @Bean
        RouteBuilder poll() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:poll").routeId("poll").routeConfigurationId("fails-the-batch")
                            .bean("batch", "open")
                            .bean("leases", "hold")
                            .to("direct:deliver-changes")
                            .bean("batch", "commit");
                }
            };
        }
    }
}
