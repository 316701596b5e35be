package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.DeadLetter;
import io.github.listward.activation.MembershipChange;
import io.github.listward.batch.Backlogs;
import io.github.listward.batch.InMemoryTopics;
import io.github.listward.batch.PartitionsMoved;
import io.github.listward.batch.SourceRecord;
import io.github.listward.delivery.Holds;
import io.github.listward.delivery.ListImports;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.PassingTime;
import io.github.listward.monitoring.RunBalance;
import io.github.listward.profile.Position;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
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
 * Delivery as it is deployed: its route files, its beans, a database (in memory), and the sandbox for Marketo. Only Kafka is left
 * out: polls are handed over as its consumer would, and dead letters are caught. Time stands still unless a test lets it pass.
 */
public final class DeliveryRoutes implements AutoCloseable {

    static final String HASH_KEY = "a key of tests, thirty-two characters at least";

    private static final String TOPIC = "listward.changes.123-ABC-456";
    private static final byte[] KEY = {1};
    private static final List<String> ROUTES = List.of(
            "deliver-changes", "resolve-leads", "sync-leads", "find-leads", "change-lists", "ensure-list", "create-list", "find-list",
            "rename-list", "ask-members", "add-to-list", "remove-from-list", "check-instance", "call-marketo", "repeat-moves", "require-instance", "dead-letter",
            "on-failed", "failures", "release-held", "watch-holds", "probe-list", "watch-usage", "read-usage",
            "watch-imports", "import-leads", "check-import", "conclude-import", "call-for-import",
            "watch-warm-up", "extract-leads", "ask-for-extract", "remember-leads", "answer-questions", "answer-instance");

    private final MarketoSandbox marketo;
    private final InMemoryTopics topics = new InMemoryTopics();
    private final Map<String, Object> settings = new HashMap<>();
    private final List<String> routes = new ArrayList<>(ROUTES.stream().map(route -> "routes/" + route + ".camel.yaml").toList());
    private final List<BeanPostProcessor> extensions = new ArrayList<>();
    private ConfigurableApplicationContext context;
    private long nextOffset;
    private List<MembershipChange> lastPoll = List.of();
    private final Set<List<Object>> delivered = new HashSet<>();
    private boolean committed;

    private DeliveryRoutes(MarketoSandbox marketo) {
        this.marketo = marketo;
    }

    /** @param definitions class path of the definitions */
    public static DeliveryRoutes to(MarketoSandbox marketo, String definitions) {
        DeliveryRoutes delivery = new DeliveryRoutes(marketo);
        delivery.settings.put("spring.config.import", "classpath:" + definitions);
        delivery.settings.put("marketo.base-url", marketo.baseUrl());
        delivery.settings.put("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        delivery.settings.put("listward.identity-hash-key", HASH_KEY);
        delivery.settings.put("listward.marketo.retry.first-delay-millis", "1");
        delivery.settings.put("listward.marketo.retry.longest-delay-millis", "2");
        delivery.settings.put("listward.marketo.http.response-timeout-millis", "5000");
        delivery.settings.put("listward.pause-after-failure", "10ms");
        delivery.settings.put("camel.main.autowired-enabled", "false"); // it would take the catcher of dead letters for a KafkaComponent
        delivery.settings.put("camel.main.jmx-enabled", "false");
        delivery.settings.put("spring.jmx.enabled", "false");
        return delivery;
    }

    public DeliveryRoutes with(String property, Object value) {
        settings.put(property, value);
        return this;
    }

    public DeliveryRoutes with(BeanPostProcessor extension) {
        extensions.add(extension);
        return this;
    }

    /** An edited route file in place of the one of that name. */
    public DeliveryRoutes withRoute(String name, String file) {
        routes.replaceAll(each -> each.equals("routes/" + name + ".camel.yaml") ? file : each);
        return this;
    }

    /** Starts, and has every destination checked. */
    public DeliveryRoutes start() {
        settings.put("camel.main.routes-include-pattern", routes.stream().map(file -> "file:" + file).collect(Collectors.joining(",")));
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("recordReader", topics);
                    extensions.forEach(starting.getBeanFactory()::addBeanPostProcessor);
                })
                .properties(Map.of("spring.main.banner-mode", "off", "logging.level.root", LogLevel.WARN.name()))
                .run(settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toArray(String[]::new));
        context.publishEvent(new PartitionsMoved(TOPIC, true));
        check();
        return this;
    }

    /** Stops, and starts anew on what the database and Kafka have. */
    void restart() {
        context.close();
        start();
    }

    /** What {@code watch-instances} does now and then. */
    void check() {
        bean(ProducerTemplate.class).request("bean:leases?method=hold", exchange -> exchange.setProperty("instance", marketo.munchkinId()));
        checkOnly();
    }

    /** As {@link #check}, with or without the lease. */
    void checkOnly() {
        bean(ProducerTemplate.class).sendBodyAndProperty("direct:check-instance", null, "instance", marketo.munchkinId());
    }

    /** Nothing is remembered any more, by Listward or by Marketo. */
    void startAfresh() {
        marketo.heals();
        marketo.losesEveryLeadAndList();
        for (String table : List.of("wanted", "lead", "delivered", "audience_list", "counted", "counted_source", "counter", "counter_total", "run_counter",
                "run_audience", "hold_repeat", "import_row", "list_import", "hold", "settling", "warm_up_lead", "warm_up", "export_bytes", "last_outcome",
                "membership_question", "paused_audience", "failure_attempt", "failure")) {
            jdbc().sql("delete from " + table).update();
        }
        deadLetterTopic().reset();
        changeTopic().reset();
    }

    /** Delivers one poll, which must succeed. */
    Flushed deliver(MembershipChange... changes) {
        return deliver(Arrays.asList(changes));
    }

    public Flushed deliver(List<MembershipChange> changes) {
        nextOffset += Math.max(1, lastPoll.size());
        lastPoll = changes;
        return deliverAgain();
    }

    /** Hands the last poll over once more, as Kafka does after a failure. */
    Flushed deliverAgain() {
        long lettersBefore = deadLetterTopic().getReceivedCounter();
        Map<String, Long> before = counts();
        int callsBefore = marketo.calls();
        Exception failure = poll();
        if (failure != null) {
            throw new AssertionError("The poll was to be delivered", failure);
        }
        assertThat(committed).isTrue();
        Flushed flushed = new Flushed(difference(before, counts()), marketo.calls() - callsBefore, deadLetters().skip(lettersBefore).toList());
        flushed.assertComplete(newChanges());
        RunBalance.assertHolds(jdbc());
        return flushed;
    }

    /** Hands the last poll over once more, with what came after it: what Kafka does when there is more to read by then. */
    Flushed deliverAgainWith(List<MembershipChange> more) {
        lastPoll = Stream.concat(lastPoll.stream(), more.stream()).toList();
        return deliverAgain();
    }

    /** Delivers a poll with nothing in it but a record that wakes delivery up. */
    Flushed wakeUp() {
        return deliver(List.of());
    }

    /** What Kafka does when another process of the group reads the change topic from now on. */
    void topicIsGivenAway() {
        context.publishEvent(new PartitionsMoved(TOPIC, false));
    }

    /** And when this one reads it again. */
    void topicIsTaken() {
        context.publishEvent(new PartitionsMoved(TOPIC, true));
        check();
    }

    /** What {@code renew-leases} does every second. */
    public void renewLeases() {
        bean(ProducerTemplate.class).sendBody("bean:leases?method=renew", null);
    }

    /** Delivers one poll, which must fail as a whole: nothing is recorded or committed. */
    Exception fails(MembershipChange... changes) {
        return fails(Arrays.asList(changes));
    }

    Exception fails(List<MembershipChange> changes) {
        nextOffset += lastPoll.size();
        lastPoll = changes;
        Map<String, Long> before = counts();
        Exception failure = poll();
        assertThat(failure).isNotNull();
        assertThat(committed).isFalse();
        assertThat(counts()).isEqualTo(before);
        return failure;
    }

    /** What {@code watch-warm-up} does each second. */
    void watchWarmUp() {
        bean(TimerStandIn.class).fires("watch-warm-up");
    }

    /** What {@code answer-questions} does each second. */
    void answerQuestions() {
        bean(TimerStandIn.class).fires("answer-questions");
    }

    /** What {@code watch-holds} does now and then. */
    void watchHolds() {
        bean(TimerStandIn.class).fires("watch-holds");
    }

    /** What {@code watch-usage} does now and then. */
    void watchUsage() {
        bean(TimerStandIn.class).fires("watch-usage");
    }

    /** As many calls were sent on the Marketo day that is now. */
    void hasUsed(int calls) {
        jdbc().sql("update call_count set calls = ?").param(calls).update();
    }

    /** What {@code release-held} does each second; returns what it queued, to be delivered. */
    public List<MembershipChange> queueReleased() {
        long before = changeTopic().getReceivedCounter();
        bean(TimerStandIn.class).fires("release-held");
        ChangeFormat format = bean(ChangeFormat.class);
        return changeTopic().getReceivedExchanges().stream()
                .skip(before)
                .flatMap(exchange -> ((List<?>) exchange.getMessage().getBody()).stream())
                .map(record -> format.read((byte[]) ((Message) record).getBody()))
                .toList();
    }

    /** What {@code watch-imports} does each second. */
    public void watchImports() {
        bean(TimerStandIn.class).fires("watch-imports");
    }

    /** As {@link #watchImports}, while Kafka stops answering after so many readings of a topic. */
    void watchImportsUntilReading(int readings) {
        topics.failsAfter(readings);
        try {
            watchImports();
        } catch (AssertionError killed) {
            assertThat(killed).hasStackTraceContaining("Kafka is away");
        } finally {
            topics.failsAfter(Integer.MAX_VALUE);
        }
    }

    ListImports imports() {
        return bean(ListImports.class);
    }

    /** Kafka keeps the last so many changes only. */
    public void retains(int changes) {
        topics.forgetBefore(TOPIC, nextOffset + lastPoll.size() - changes);
    }

    /** As {@link #queueReleased}, and killed when Kafka has what it sent: nothing is noted of it. */
    List<MembershipChange> queueReleasedAndBeKilled() {
        jdbc().sql("create table hold_before as select * from hold").update();
        jdbc().sql("create table import_row_before as select * from import_row").update();
        List<MembershipChange> queued = queueReleased();
        jdbc().sql("delete from hold").update();
        jdbc().sql("insert into hold select * from hold_before").update();
        jdbc().sql("insert into import_row select * from import_row_before").update();
        jdbc().sql("drop table hold_before").update();
        jdbc().sql("drop table import_row_before").update();
        return queued;
    }

    Holds holds() {
        return bean(Holds.class);
    }

    private Exception poll() {
        committed = false;
        List<Exchange> records = new ArrayList<>();
        ChangeFormat format = bean(ChangeFormat.class);
        List<byte[]> bodies = lastPoll.isEmpty() ? List.of(format.wakeUp()) : lastPoll.stream().map(format::write).toList();
        for (int i = 0; i < bodies.size(); i++) {
            Exchange record = new DefaultExchange(bean(CamelContext.class));
            record.getMessage().setHeader(KafkaConstants.TOPIC, TOPIC);
            record.getMessage().setHeader(KafkaConstants.PARTITION, 0);
            record.getMessage().setHeader(KafkaConstants.OFFSET, nextOffset + i);
            record.getMessage().setHeader(KafkaConstants.TIMESTAMP, 0L);
            record.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, (KafkaManualCommit) () -> committed = true);
            record.getMessage().setBody(bodies.get(i));
            topics.put(new SourceRecord(new Position(TOPIC, 0, nextOffset + i), Instant.EPOCH, KEY, bodies.get(i)));
            records.add(record);
        }
        return bean(ProducerTemplate.class).request("direct:poll", poll -> {
            poll.setProperty("instance", marketo.munchkinId());
            poll.getMessage().setBody(records);
        }).getException();
    }

    /** One queued again, after a crash of activation, is no new change. */
    private long newChanges() {
        Map<List<Object>, MembershipChange> distinct = new LinkedHashMap<>();
        lastPoll.forEach(change -> distinct.put(List.of(change.source(), change.dataflow(), change.audience()), change));
        distinct.keySet().removeIf(change -> !delivered.add(change));
        return distinct.values().stream().mapToLong(MembershipChange::weight).sum();
    }

    /** Everything counted so far: outcome, or outcome and reason, to amount. */
    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc().sql("select outcome, reason, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome, reason")
                .query(row -> {
                    counts.put(row.getString(2).isEmpty() ? row.getString(1) : row.getString(1) + " " + row.getString(2), row.getLong(3));
                });
        return counts;
    }

    private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> difference = new TreeMap<>();
        after.forEach((key, amount) -> difference.put(key, amount - before.getOrDefault(key, 0L)));
        difference.values().removeIf(amount -> amount == 0);
        return difference;
    }

    Stream<DeadLetter> deadLetters() {
        return deadLetterTopic().getReceivedExchanges().stream()
                .flatMap(exchange -> ((List<?>) exchange.getMessage().getBody()).stream())
                .map(record -> DeadLetter.read(name -> ((Message) record).getHeader(name, byte[].class)));
    }

    void deadLettersCanBeWrittenAgain() {
        deadLetterTopic().reset();
    }

    /** Until {@link #startAfresh}, or {@link #deadLettersCanBeWrittenAgain}. */
    void deadLettersCannotBeWritten() {
        deadLetterTopic().whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("Kafka is away");
        });
    }

    private MockEndpoint deadLetterTopic() {
        return topic("dead-letters");
    }

    private MockEndpoint changeTopic() {
        return topic("changes");
    }

    private MockEndpoint topic(String name) {
        return bean(CamelContext.class).getEndpoints().stream()
                .filter(MockEndpoint.class::isInstance)
                .map(MockEndpoint.class::cast)
                .filter(endpoint -> endpoint.getEndpointUri().contains("listward." + name))
                .findFirst()
                .orElseThrow();
    }

    DestinationState state(String destination) {
        return bean(DestinationStates.class).of(destination);
    }

    public PassingTime time() {
        return bean(PassingTime.class);
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    long rows(String table) {
        return jdbc().sql("select count(*) from " + table).query(Long.class).single();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /**
     * What a poll came to.
     *
     * @param counts outcome, or outcome and reason, to amount
     * @param calls REST calls of any kind
     */
    public record Flushed(Map<String, Long> counts, int calls, List<DeadLetter> deadLetters) {

        /** Every change has exactly one end. */
        private void assertComplete(long changes) {
            long received = changes + counts.getOrDefault("received", 0L);
            long ended = counts.entrySet().stream().filter(each -> !each.getKey().equals("received")).mapToLong(Map.Entry::getValue).sum();
            assertThat(ended).as("activated + excluded + failed + held of " + counts).isEqualTo(received);
        }

        /** Holds if the changes ended like this and no other way, e.g. {@code "activated added", "excluded STALE"}; each once. */
        Flushed endedAs(String... ends) {
            Map<String, Long> expected = Arrays.stream(ends).collect(Collectors.groupingBy(end -> end, TreeMap::new, Collectors.counting()));
            Map<String, Long> actual = new TreeMap<>(counts);
            actual.remove("received");
            assertThat(actual).isEqualTo(expected);
            return this;
        }

        Flushed withCalls(int expected) {
            assertThat(calls).as("REST calls").isEqualTo(expected);
            return this;
        }
    }

    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = {
                "io.github.listward.marketo", "io.github.listward.batch", "io.github.listward.profile", "io.github.listward.destination",
                "io.github.listward.activation", "io.github.listward.delivery"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = {".*\\.KafkaClusters", ".*\\.StateChecks", ".*\\.ChangeTopics", ".*\\.Settler"}))
    @ComponentScan(
            basePackages = "io.github.listward.monitoring",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = {".*\\.(Traces|TracedRows|Audiences|Failures)"}))
    @ConfigurationPropertiesScan({
        "io.github.listward.marketo", "io.github.listward.profile", "io.github.listward.destination", "io.github.listward.delivery"
    })
    static class Application {

        /** Serves the clock and the sleeper. */
        @Bean
        @Primary
        PassingTime time() {
            return new PassingTime("2026-11-23T12:00:00Z");
        }

        /** A share far over Marketo's limit: time is not what these tests are about. */
        @Bean
        @Primary
        Instances unlimited(@Qualifier("instances") Instances defined) {
            return new Instances(defined.all().stream()
                    .map(each -> new Instance(each.munchkinId(), each.baseUrl(), each.clientId(), each.clientSecret(), 100_000, 10, 1_000_000, 1_000_000, 5,
                            each.warmUpSince(), each.warmUpBytesPerDay()))
                    .toList());
        }

        @Bean
        Backlogs backlogs(InMemoryTopics topics, JdbcClient jdbc) {
            return topics.backlogs(jdbc);
        }

        @Bean("timer")
        TimerStandIn timer() {
            return new TimerStandIn();
        }

        @Bean("kafka")
        MockComponent kafka() {
            return new MockComponent();
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
                            .bean("batch", "commit")
                            .bean("pace", "rest");
                }
            };
        }
    }
}
