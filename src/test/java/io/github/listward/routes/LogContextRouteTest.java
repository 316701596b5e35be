package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.io.FileSystemResource;

/** What log lines say of what they are about, in either format. */
class LogContextRouteTest {

    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String RECORDS = "listward\\.changes\\.123-ABC-456-0@\\d+\\.\\.\\d+";
    private static final String REQUEST_ID = "[0-9a-f]+#[0-9a-f]+";

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.listward");
    private final AppenderBase<ILoggingEvent> keeper = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing(); // the context is the thread's, and read late
            lines.add(line);
        }
    };
    private DeliveryRoutes delivery;

    @BeforeEach
    void listen() {
        delivery = EveryDestination.delivery();
        keeper.start();
        logger.addAppender(keeper);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(keeper);
    }

    @Test
    void aLineOfACallNamesItsRecordsAndItsRequest() {
        marketo.answersNextTo(SYNC, "606", 1);

        delivery.deliver(IntStream.range(0, 3).mapToObj(i -> aChange().by("person" + i + "@example.com").build()).toList());

        ILoggingEvent line = line("is left alone until");
        assertThat(line.getThreadName()).contains("marketo-calls");
        assertThat(line.getMDCPropertyMap()).hasEntrySatisfying("records", records -> assertThat(records).matches(RECORDS))
                .containsEntry("instance", "123-ABC-456")
                .containsEntry("operation", "sync-leads")
                .hasEntrySatisfying("requestId", id -> assertThat(line.getFormattedMessage()).contains("requestId " + id));
    }

    @Test
    void aLineOfTheFlushNamesItsRecords() {
        marketo.answersNextTo(SYNC, "611", 1_000);

        delivery.fails(aChange().by("ada@example.com").build());

        assertThat(line("failed and is").getMDCPropertyMap()).hasEntrySatisfying("records", records -> assertThat(records).matches(RECORDS));
    }

    @Test
    void nothingOfItIsLeftWhenTheFlushHasEnded() {
        delivery.deliver(aChange().by("ada@example.com").build());
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();

        marketo.answersNextTo(SYNC, "611", 1_000);
        delivery.fails(aChange().by("eve@example.com").build());
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void itStandsInTextAndInJsonAndHoldsNobody() throws IOException {
        marketo.answersNextTo(SYNC, "606", 1);
        delivery.deliver(aChange().by("ada@example.com").build());
        ILoggingEvent line = line("is left alone until");

        assertThat(text(line)).matches("\\[" + RECORDS + " 123-ABC-456 sync-leads " + REQUEST_ID + "] WARN");
        JsonNode json = json(line);
        assertThat(json.path("records").asText()).matches(RECORDS);
        assertThat(json.path("requestId").asText()).matches(REQUEST_ID);
        assertThat(lines).allSatisfy(each -> assertThat(text(each) + json(each)).doesNotContain("ada@example.com"));
    }

    @Test
    void aLineAboutNothingInParticularIsAsItAlwaysWas() {
        logger.warn("Started");

        assertThat(text(line("Started"))).isEqualTo("WARN");
    }

    private ILoggingEvent line(String part) {
        return lines.stream().filter(line -> line.getFormattedMessage().contains(part)).findFirst()
                .orElseThrow(() -> new AssertionError("no line says \"" + part + "\" of " + lines));
    }

    /** What the pattern of application.yaml puts in front of the logger's name, and the level after it. */
    private String text(ILoggingEvent line) {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource("application.yaml"));
        Properties settings = yaml.getObject();
        PatternLayout layout = new PatternLayout();
        layout.setContext(logger.getLoggerContext());
        layout.setPattern(settings.getProperty("logging.pattern.correlation") + "%level");
        layout.start();
        return layout.doLayout(line);
    }

    private JsonNode json(ILoggingEvent line) throws IOException {
        LoggerContext context = logger.getLoggerContext();
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();
        return new ObjectMapper().readTree(encoder.encode(line));
    }
}
