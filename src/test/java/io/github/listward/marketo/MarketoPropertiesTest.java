package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MarketoPropertiesTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Setting.class);

    @EnableConfigurationProperties(MarketoProperties.class)
    static class Setting {}

    @Test
    void outlastsMarketosOwnTimeOutsAndPutsABatchBackWithinAMinute() {
        start.run(context -> {
            MarketoProperties properties = context.getBean(MarketoProperties.class);

            assertThat(properties.http()).isEqualTo(new MarketoProperties.Http(10, 10_000, 100_000));
            assertThat(properties.retry()).isEqualTo(new MarketoProperties.Retry(6, 500, 16_000));
            assertThat(properties.retry().total()).isEqualTo(Duration.ofMillis(31_500));
        });
    }

    @Test
    void refusesWaitsOfOverAMinute() {
        start.withPropertyValues("listward.marketo.retry.times=10").run(context -> assertThat(context).hasFailed()
                .getFailure().rootCause().hasMessageContaining("lower times, first-delay-millis or longest-delay-millis"));
    }

    @Test
    void refusesWhatIsNoNumberOfMilliseconds() {
        start.withPropertyValues("listward.marketo.retry.first-delay-millis=5s").run(context -> assertThat(context).hasFailed());
    }
}
