package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Dataflow.Identities;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.Destination.DeletedLeads;
import io.github.listward.destination.Destination.MultiMatch;
import io.github.listward.destination.Destination.PersonAction;
import io.github.listward.destination.Destination.SyncType;
import io.github.listward.monitoring.AlertSettings.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

class AlertSettingsTest {

    private static final String SECRET = "0123456789abcdef";

    @Test
    void hasTheseDefaults() {
        with(context -> {
            AlertSettings settings = context.getBean(AlertSettings.class);
            assertThat(settings.of("eu-nurture")).isEqualTo(settings.of(null)).isEqualTo(new Thresholds(new Percent(1), new Percent(1), new Percent(30), 100,
                    Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ZERO));
            assertThat(settings.down()).isEqualTo(Duration.ofMinutes(2));
            assertThat(settings.resolveAfter()).isEqualTo(Duration.ofMinutes(2));
            assertThat(settings.targets()).isEmpty();
        });
    }

    @Test
    void aDataflowHasItsOwnWhereItSaysSo() {
        with(context -> {
            AlertSettings settings = context.getBean(AlertSettings.class);
            assertThat(settings.of("eu-nurture")).isEqualTo(new Thresholds(new Percent(2.5), new Percent(3), new Percent(30), 20, Duration.ofHours(1),
                    Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(4)));
            assertThat(settings.of("us-nurture").failedRate()).isEqualTo(new Percent(3));
            assertThat(settings.delay("123-ABC-456")).as("the shortest of its dataflows").isEqualTo(Duration.ofMinutes(5));
        }, "failed-rate=3", "dataflows.eu-nurture.excluded-rate=2.5 %", "dataflows.eu-nurture.least-changes=20", "dataflows.eu-nurture.delay=5m",
                "dataflows.eu-nurture.repeat=4h");
    }

    @Test
    void tellsEveryWebhookAndTheMailbox() {
        with(context -> assertThat(context.getBean(AlertSettings.class).targets()).containsExactlyInAnyOrder("webhook:ops", "webhook:slack", "mail"),
                "webhooks.ops.url=https://ops.example.com/hook", "webhooks.ops.secret=" + SECRET, "webhooks.slack.url=https://hooks.slack.example.com/services/T0/B0/x",
                "mail.host=mail.example.com", "mail.from=listward@example.com", "mail.to=ops@example.com");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            failed-rate=often                                      | must be a percentage, e.g. 1%
            failed-rate=0%                                         | must be above 0 % and 100 % at most
            failed-rate=101                                        | must be above 0 % and 100 % at most
            failed-rates=1%                                        | listward.alerts.failed-rates
            least-changes=0                                        | must be greater than or equal to 1
            dataflows.eu-nurtur.failed-rate=1%                     | listward.alerts.dataflows.eu-nurtur names no dataflow. Use one of eu-nurture, us-nurture
            dataflows.eu-nurture.faild-rate=1%                     | faild-rate
            webhooks.ops.url=http://ops.example.com/hook           | url must be https://
            webhooks.ops.url=ftp://ops.example.com/hook            | url must be https://
            webhooks.ops.url=https://user:word@ops.example.com/    | without a user name in it
            webhooks.ops.secret=0123456789abcdef                   | must not be null
            mail.from=listward@example.com                         | must not be blank
            """)
    void saysWhatIsWrong(String property, String problem) {
        runner(property).run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(problem));
    }

    @Test
    void aShortSecretIsRefusedAndNotShown() {
        runner("webhooks.ops.url=https://ops.example.com/hook", "webhooks.ops.secret=hunter2").run(context -> assertThat(context.getStartupFailure())
                .hasStackTraceContaining("secret must have 16 characters at least")
                .satisfies(failure -> assertThat(failure).message().doesNotContain("hunter2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9000/hook", "http://127.0.0.1/hook", "http://[::1]:9000/hook", "https://ops.example.com/hook"})
    void takesAddressesNobodyElseCanReadOn(String url) {
        with(context -> assertThat(context).hasNotFailed(), "webhooks.ops.url=" + url);
    }

    @Test
    void takesOthersWhenToldTo() {
        with(context -> assertThat(context).hasNotFailed(), "webhooks.ops.url=http://ops.internal/hook", "webhooks.ops.allow-http=true");
    }

    private static void with(ContextConsumer<AssertableApplicationContext> test, String... properties) {
        runner(properties).run(test);
    }

    private static ApplicationContextRunner runner(String... properties) {
        var destination = new Destination("europe", null, null, "123-ABC-456", "Default", "Default", PersonAction.MATCH_EXISTING,
                SyncType.AUDIENCE_AND_PROFILE, List.of("email"), MultiMatch.NEWEST, DeletedLeads.EXCLUDE);
        List<Dataflow> dataflows = Stream.of("eu-nurture", "us-nurture")
                .map(id -> new Dataflow(id, null, "europe", true, Identities.ALL, List.of(), List.of()))
                .toList();
        return new ApplicationContextRunner()
                .withUserConfiguration(Properties.class)
                .withBean(PercentConverter.class)
                .withBean(Definitions.class, () -> new Definitions(List.of(destination), dataflows))
                .withBean(AlertSettings.class)
                .withPropertyValues(Stream.of(properties).map(property -> "listward.alerts." + property).toArray(String[]::new));
    }

    @EnableConfigurationProperties(AlertProperties.class)
    static class Properties {}
}
