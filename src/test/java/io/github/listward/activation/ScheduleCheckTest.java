package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.NOW;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Counts;
import java.time.Clock;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCheckTest {

    private final ScheduleCheck schedule = new ScheduleCheck(new Exclusions(), Clock.fixed(NOW, ZoneOffset.UTC));
    private final Exchange exchange = ActivationBuilder.exchange();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            start                | end                  | open
                                 |                      | true
            2026-05-01T12:00:00Z |                      | true
            2026-05-01T12:00:01Z |                      | false
                                 | 2026-05-01T12:00:01Z | true
                                 | 2026-05-01T12:00:00Z | false
            2026-04-01T00:00:00Z | 2026-06-01T00:00:00Z | true
            """, useHeadersInDisplayName = true)
    void isOpenFromItsStartUntilBeforeItsEnd(String start, String end, boolean open) {
        schedule.check(anActivation().between(start, end).sees(anEvent().qualifying("vip")), exchange);

        assertThat(exchange.isRouteStop()).isEqualTo(!open);
        assertThat(Counts.of(Batch.of(exchange)).containsKey("excluded OUT_OF_SCHEDULE")).isEqualTo(!open);
    }

    @Test
    void excludesWhatADisabledAudienceGets() {
        schedule.check(anActivation().withAudienceOff().sees(anEvent().qualifying("vip")), exchange);

        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded PAUSED");
    }

    @Test
    void excludesWhatADisabledDataflowGets() {
        schedule.check(anActivation().withDataflowOff().sees(anEvent().qualifying("vip")), exchange);

        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded PAUSED");
    }
}
