package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.batch.Rests.Rest;
import io.github.listward.marketo.MarketoThrottledException;
import io.github.listward.marketo.PassingTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class RestsTest {

    private static final String TOPIC = "listward.changes.123-ABC-456";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final PassingTime time = new PassingTime(NOON.toString());
    private final Rests rests = new Rests(time);
    private final Pause pause = new Pause(Duration.ofSeconds(5), rests);

    @Test
    void makesATopicRestLongerFromFailureToFailure() throws Exception {
        for (int seconds : new int[] {5, 10, 20, 40, 40}) {
            Instant before = time.instant();
            pause.onceAfter(new IllegalStateException("the database is away"), poll());

            assertThat(rests.of(TOPIC)).map(Rest::until).hasValue(before.plusSeconds(seconds));
            assertThat(rests.isResting(TOPIC)).isTrue();
            time.passes(Duration.ofSeconds(seconds));
            assertThat(rests.isResting(TOPIC)).isFalse();
        }
        assertThat(rests.of(TOPIC)).hasValueSatisfying(rest -> {
            assertThat(rest.since()).isEqualTo(NOON);
            assertThat(rest.failures()).isEqualTo(5);
            assertThat(rest.why()).isEqualTo("the database is away");
        });
    }

    @Test
    void leavesMarketoAloneForAsLongAsItSaid() throws Exception {
        var quota = new MarketoThrottledException("607 Daily quota reached", "607", Duration.ofHours(18));

        pause.onceAfter(new BatchFailedException(quota), poll());

        assertThat(rests.of(TOPIC)).map(Rest::until).hasValue(NOON.plus(Duration.ofHours(18)));
    }

    @Test
    void countsAPollThatFailsOnce() throws Exception {
        Exchange poll = poll();
        pause.onceAfter(new IllegalStateException("first"), poll);
        pause.onceAfter(new IllegalStateException("second"), poll);

        assertThat(rests.of(TOPIC)).map(Rest::failures).hasValue(1);
    }

    @Test
    void beginsAnewAfterAPollThatSucceeded() throws Exception {
        pause.onceAfter(new IllegalStateException("the database is away"), poll());
        time.passes(Duration.ofSeconds(5));
        rests.end(TOPIC, time.instant());

        assertThat(rests.of(TOPIC)).isEmpty();
        pause.onceAfter(new IllegalStateException("again"), poll());
        assertThat(rests.of(TOPIC)).map(Rest::until).hasValue(NOON.plusSeconds(10));
    }

    @Test
    void keepsWhatAnotherConsumerOfTheTopicFailedAtMeanwhile() throws Exception {
        Instant began = time.instant();
        time.passes(Duration.ofSeconds(1));
        pause.onceAfter(new IllegalStateException("the database is away"), poll());

        rests.end(TOPIC, began);

        assertThat(rests.isResting(TOPIC)).isTrue();
    }

    @Test
    void forgetsAFailureThatNothingCameAfter() throws Exception {
        pause.onceAfter(new IllegalStateException("the database is away"), poll());
        time.passes(Duration.ofMinutes(11));

        assertThat(rests.of(TOPIC)).isEmpty();
    }

    private static Exchange poll() throws Exception {
        var context = new DefaultCamelContext();
        context.addComponent("kafka", new KafkaComponent());
        Exchange exchange = new DefaultExchange(context);
        exchange.getExchangeExtension().setFromEndpoint(context.getEndpoint("kafka:" + TOPIC));
        return exchange;
    }
}
