package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.marketo.Describe;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.DisableJmx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

@CamelSpringBootTest
@DisableJmx(false) // or it is off for every later test of this JVM
@SpringBootTest(
        classes = {MarketoCalls.class, MarketoCalls.RealTime.class, CallRateIT.Setting.class},
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "camel.main.routes-include-pattern=file:routes/call-marketo.camel.yaml,file:routes/failures.camel.yaml",
            "spring.datasource.url=jdbc:h2:mem:call-rate;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
        })
class CallRateIT {

    private static final int CALLS_PER_WINDOW = 50;
    private static final int CONCURRENT_CALLS = 5;
    private static final int CALLERS = 20;
    private static final Duration SATURATED = Duration.ofSeconds(25);
    private static final MarketoSandbox MARKETO = MarketoSandbox.builder().latency(Duration.ofMillis(300)).start();

    @Autowired
    private ProducerTemplate camel;

    static class Setting {

        @Bean
        Instances instances() {
            return MarketoCalls.instances(MARKETO, CALLS_PER_WINDOW, CONCURRENT_CALLS);
        }
    }

    @AfterAll
    static void stop() {
        MARKETO.close();
    }

    @Test
    void neverUsesMoreThanItsShareAndAllOfItWhenThereIsWork() throws Exception {
        MarketoRequest describe = Describe.request(MARKETO.munchkinId());
        Instant end = Instant.now().plus(SATURATED);
        AtomicInteger answered = new AtomicInteger();

        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> done = IntStream.range(0, CALLERS).<Future<?>>mapToObj(i -> callers.submit(() -> {
            while (Instant.now().isBefore(end)) {
                Exchange call = camel.request("direct:caller", exchange -> exchange.getMessage().setBody(describe));
                if (call.getException() == null) {
                    answered.incrementAndGet();
                }
            }
        })).toList();
        for (Future<?> caller : done) {
            caller.get();
        }
        callers.shutdown();

        assertThat(MARKETO.maxCallsInWindow()).isLessThanOrEqualTo(CALLS_PER_WINDOW);
        assertThat(MARKETO.maxInFlight()).isLessThanOrEqualTo(CONCURRENT_CALLS);
        assertThat(MARKETO.answered("606")).isZero();
        assertThat(MARKETO.answered("615")).isZero();
        assertThat(answered).hasValue(MARKETO.calls()).hasValueGreaterThan(CALLS_PER_WINDOW);
    }
}
