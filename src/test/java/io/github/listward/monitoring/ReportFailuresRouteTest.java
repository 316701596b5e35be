package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.activation.DeadLetter;
import io.github.listward.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

@SpringBootTest(
        classes = ReportFailuresRouteTest.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "camel.main.routes-include-pattern=classpath:routes/report-failures.camel.yaml,classpath:routes/rebuild-failures.camel.yaml,classpath:routes/failures.camel.yaml",
            "spring.datasource.url=jdbc:h2:mem:report-failures;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"
        })
@DirtiesContext
class ReportFailuresRouteTest {

    private static final String TOPIC = "listward.dead-letters";
    private static final int PARTITIONS = 3;
    private static final Instant FAILED_AT = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final int OF_LONG_AGO = 3_499;

    @TempDir
    static Path directory;

    @Autowired
    EmbeddedKafka kafka;

    @Autowired
    Admin admin;

    @Autowired
    Failures failures;

    @Autowired
    JdbcClient jdbc;

    @Test
    void reportsEveryDeadLetterOnceThoughTheDatabaseWasAway() throws Exception {
        jdbc.sql("alter table failure rename to failure_away").update();
        send(0, 50);
        await("the first poll fails").during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(30)).until(() -> committed() == 0);

        jdbc.sql("alter table failure_away rename to failure").update();
        send(50, 100);

        await("every dead letter is committed").atMost(Duration.ofSeconds(30)).until(() -> committed() >= 100);
        assertThat(failures.page(FailureFilter.ALL, 1_000, 0))
                .hasSize(100)
                .allSatisfy(failure -> assertThat(failure.audience()).isEqualTo("Größte Kunden"));
    }

    @Test
    void makesTheReportAgainOfTheTopicWithoutLosingWhatWasNotedOfReplaysOrBringingBackWhatIsOld() throws Exception {
        long before = committed();
        send(1_000, 3_500);
        await("every dead letter is committed").atMost(Duration.ofSeconds(30)).until(() -> committed() == before + 2_500);
        Failure noted = failures.page(new FailureFilter("profiles-0@1000", null, null, null, null, null, null, null), 1, 0).get(0);
        failures.replayed(List.of(noted), Instant.parse("2026-11-23T12:00:00Z"));
        List<Failure> rows = failures.page(FailureFilter.ALL, 10_000, 0).stream().filter(row -> !row.occurredAt().equals(Instant.EPOCH)).toList();
        jdbc.sql("delete from failure where origin <> 'profiles-0@1000'").update();
        jdbc.sql("delete from failure_attempt").update();

        failures.requestRebuild();

        await("it is done").atMost(Duration.ofSeconds(60)).until(() -> jdbc.sql("select count(*) from failure_rebuild").query(Long.class).single() == 0);
        assertThat(failures.page(FailureFilter.ALL, 10_000, 0)).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(jdbc.sql("select count(*) from failure_attempt").query(Long.class).single()).isEqualTo(rows.size());
    }

    private void send(int from, int to) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            IntStream.range(from, to).forEach(number -> {
                var letter = new DeadLetter("INVALID_VALUE", null, null, null, "profiles-0@" + number, "eu-nurture", "Größte Kunden", null,
                        number == OF_LONG_AGO ? Instant.EPOCH : FAILED_AT, 0);
                var record = new ProducerRecord<byte[], byte[]>(TOPIC, number % PARTITIONS, null, new byte[] {(byte) 0xff});
                letter.headers().forEach(record.headers()::add);
                producer.send(record);
            });
        }
    }

    private long committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                admin.listConsumerGroupOffsets(TOPIC + ".report").partitionsToOffsetAndMetadata().get();
        return offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
    }

    @EnableAutoConfiguration
    @EnableConfigurationProperties(KeepProperties.class)
    @Import({FailureReports.class, Failures.class, FailureRebuild.class})
    @ComponentScan(
            basePackages = "io.github.listward.batch",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(Pause|Rests|Paces|Readings|Lags|StateId|KafkaClusters)"))
    static class Application {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        EmbeddedKafka broker() {
            return EmbeddedKafka.start(directory, 0);
        }

        @Bean
        Admin admin(EmbeddedKafka kafka) throws Exception {
            Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
            return admin;
        }

        @Bean
        DynamicPropertyRegistrar kafkaProperties(EmbeddedKafka kafka) {
            return properties -> {
                properties.add("listward.kafka.bootstrap-servers", kafka::bootstrapServers);
                properties.add("listward.pause-after-failure", () -> "200ms");
            };
        }
    }
}
