package io.github.listward.routes;

import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.Secret;
import io.github.listward.sandbox.MarketoSandbox;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.apache.camel.ExchangeException;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * What speaks to Marketo and nothing else, and a caller as the other routes are. It is no TestConfiguration: to those Spring Boot adds
 * the whole application.
 */
@EnableAutoConfiguration
@ComponentScan("io.github.listward.marketo")
class MarketoCalls {

    static Instances instances(MarketoSandbox marketo, int callsPerWindow, int concurrentCalls) {
        return new Instances(List.of(instance(marketo.munchkinId(), marketo.baseUrl(), callsPerWindow, concurrentCalls)));
    }

    static Instance instance(String munchkinId, URI baseUrl, int callsPerWindow, int concurrentCalls) {
        return new Instance(munchkinId, baseUrl, "demo-client", new Secret("demo-secret"), callsPerWindow, concurrentCalls, 50_000, 50_000, 0);
    }

    @Bean
    RouteBuilder caller() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:caller").routeId("caller").routeConfigurationId("call-again").to("direct:call-marketo");
            }
        };
    }

    /** What a refusal means for a group is delivery's to say; here there are none. */
    @Bean
    Rethrow refusals() {
        return new Rethrow();
    }

    static final class Rethrow {

        public void judge(@ExchangeException Exception refusal) throws Exception {
            throw refusal;
        }

        public void timedOut(@ExchangeException Exception timeOut) throws Exception {
            throw timeOut;
        }
    }

    /** No call here is part of a batch. */
    @Bean
    NoBatch batch() {
        return new NoBatch();
    }

    static final class NoBatch {

        public void callBegins() {}

        public void callEnded() {}
    }

    /** Whoever calls here is alone. */
    @Bean
    Alone leases() {
        return new Alone();
    }

    static final class Alone {

        public void check() {}
    }

    /** Time as it is, for what runs in real time. */
    static class RealTime {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
