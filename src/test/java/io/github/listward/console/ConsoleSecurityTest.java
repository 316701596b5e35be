package io.github.listward.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.marketo.Secret;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

@ConsoleTest
class ConsoleSecurityTest {

    private static final String CONTEXT = "org.apache.camel:context=console,name=\"console\",type=context";

    @Autowired
    TestRestTemplate stranger;

    @Autowired
    JdbcClient jdbc;

    private TestRestTemplate operator;

    @BeforeEach
    void logIn() {
        operator = stranger.withBasicAuth(ConsoleTest.USERNAME, ConsoleTest.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/actuator",
        "/actuator/hawtio/index.html",
        "/actuator/info",
        "/actuator/loggers",
        "/actuator/prometheus",
        "/actuator/camelroutes",
        "/api/audiences",
        "/api/overview",
        "/api/failures",
        "/api/failures.csv",
        "/api/failures.jsonl",
        "/api/reasons",
        "/api/marketo-codes",
        "/api/settlings",
        "/api/openapi.yaml"
    })
    void showsNothingWithoutTheLogin(String path) {
        assertThat(stranger.getForEntity(path, String.class).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(stranger.withBasicAuth(ConsoleTest.USERNAME, "guess").getForEntity(path, String.class).getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(operator.getForEntity(path, String.class).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/error", "/no-such-page", "/actuator/hawtio", "/actuator/hawtio/jolokia", "/actuator/jolokia", "/api"})
    void asksForTheLoginEvenWhereThereIsNothing(String path) {
        assertThat(stranger.getForEntity(path, String.class).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void tellsAProbeTheHealthAndNobodyElseTheDetails() {
        assertThat(stranger.getForObject("/actuator/health", JsonNode.class).has("components")).isFalse();
        assertThat(stranger.getForEntity("/actuator/health/db", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(stranger.getForObject("/actuator/health/liveness", String.class)).isEqualTo("{\"status\":\"UP\"}");
        assertThat(stranger.getForObject("/actuator/health/readiness", String.class)).isEqualTo("{\"status\":\"UP\"}");
        assertThat(operator.getForObject("/actuator/health", JsonNode.class).at("/components/db/status").asText()).isEqualTo("UP");
    }

    @Test
    void refusesARequestThatAForeignPageMakesABrowserSend() {
        assertThat(jolokia(read(), "https://evil.example").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(operator.getForObject("/actuator/hawtio/jolokia/read/java.lang:type=Memory/HeapMemoryUsage", String.class)).contains("\"status\":403");
        assertThat(jolokia(read(), stranger.getRootUri()).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void keepsTheConsoleOutOfFramesAndCaches() {
        var headers = operator.getForEntity("/api/failures", String.class).getHeaders();

        assertThat(headers.getFirst("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("X-Frame-Options")).isEqualTo("DENY");
        assertThat(headers.getFirst("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(headers.getCacheControl()).contains("no-store");
        assertThat(headers).doesNotContainKey("Set-Cookie");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # mbean                                                                  | operation                    | status
            org.apache.camel:context=console,name="console",type=context            | dumpRoutesAsXml()            | 200
            org.apache.camel:context=console,name="console",type=context            | sendBody                     | 403
            org.apache.camel:context=console,name="console",type=context            | stop()                       | 403
            org.apache.camel:context=console,type=services,name=DefaultInflightRepository | browse()               | 200
            io.github.listward:type=Settlings                                        | settlings()                  | 200
            io.github.listward:type=Settlings                                        | settleAll()                  | 200
            io.github.listward:type=Dataflows,name=eu-nurture                        | pause()                      | 200
            io.github.listward:type=Dataflows,name=eu-nurture                        | resume()                     | 200
            io.github.listward:type=Dataflows,name=eu-nurture                        | settle()                     | 200
            io.github.listward:type=Destinations,name=europe                         | check()                      | 200
            java.lang:type=Memory                                                    | gc                           | 403
            java.util.logging:type=Logging                                           | setLoggerLevel               | 403
            """)
    void letsHawtioInvokeOnlyWhatIsListed(String mbean, String operation, int status) {
        var request = Map.of("type", "exec", "mbean", mbean, "operation", operation);

        assertThat(jolokia(request, null).getBody()).contains("\"status\":" + status);
    }

    @Test
    void changesNoAttributeOverJmx() {
        var request = Map.of("type", "write", "mbean", CONTEXT, "attribute", "Tracing", "value", true);

        assertThat(jolokia(request, null).getBody()).contains("\"status\":403");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            open sesame
            {noop}open sesame
            $2a$10$WQ1WQO5T3yOWeyca.SJugu4n5lbBXrjtju7JIPytK5gfpSFbwlDt.
            {bcrypt}$2a$10$WQ1WQO5T3yOWeyca.SJugu4n5lbBXrjtju7JIPytK5gfpSFbwlDt.
            """)
    void takesThePasswordPlainOrHashed(String configured) {
        var user = new ConsoleSecurity()
                .console(new ConsoleProperties("ada", new Secret(configured), Set.of()))
                .loadUserByUsername("ada");

        var encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        assertThat(encoder.matches("open sesame", user.getPassword())).isTrue();
        assertThat(encoder.matches(configured + "!", user.getPassword())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # configured                   | authorities
            -                              | Activate Destinations, Manage Destinations, View Destinations, View Profiles, View Segments
            view-destinations              | View Destinations
            View Profiles,VIEW_SEGMENTS    | View Profiles, View Segments
            """)
    void givesTheLoginThePermissionsItIsConfiguredWith(String configured, String authorities) {
        var runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
                .withUserConfiguration(Properties.class)
                .withPropertyValues("listward.console.password=open sesame");

        (configured == null ? runner : runner.withPropertyValues("listward.console.permissions=" + configured)).run(context -> {
            var user = new ConsoleSecurity().console(context.getBean(ConsoleProperties.class)).loadUserByUsername("admin");
            assertThat(user.getAuthorities()).extracting(GrantedAuthority::getAuthority).containsExactlyInAnyOrder(authorities.split(", "));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"listward.console.username=admin", "listward.console.password="})
    void doesNotStartWithoutAPassword(String property) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
                .withUserConfiguration(Properties.class)
                .withPropertyValues(property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("listward.console.password"));
    }

    private static Map<String, Object> read() {
        return Map.of("type", "read", "mbean", CONTEXT, "attribute", "State");
    }

    private ResponseEntity<String> jolokia(Map<String, ?> body, String origin) {
        var request = RequestEntity.method(HttpMethod.POST, "/actuator/hawtio/jolokia");
        if (origin != null) {
            request.header("Origin", origin);
        }
        return operator.exchange(request.body(body), String.class);
    }

    @EnableConfigurationProperties(ConsoleProperties.class)
    static class Properties {}
}
