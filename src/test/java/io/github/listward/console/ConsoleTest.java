package io.github.listward.console;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.batch.Backlogs;
import io.github.listward.batch.InMemoryTopics;
import io.github.listward.batch.Tallies;
import io.github.listward.delivery.Holds;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Audience.WhenEnded;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Dataflow.Identities;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.Destination.DeletedLeads;
import io.github.listward.destination.Destination.MultiMatch;
import io.github.listward.destination.Destination.PersonAction;
import io.github.listward.destination.Destination.SyncType;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.Secret;
import io.github.listward.monitoring.Alerts;
import io.github.listward.monitoring.AudienceHours;
import io.github.listward.monitoring.Audiences;
import io.github.listward.monitoring.FailedPeople;
import io.github.listward.monitoring.Failures;
import io.github.listward.monitoring.InstanceBudgets;
import io.github.listward.monitoring.Overviews;
import io.github.listward.monitoring.Runs;
import io.github.listward.profile.IdentityHash;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.unit.DataSize;

/** The console over HTTP, on an empty database and without routes. */
@Target(TYPE)
@Retention(RUNTIME)
@AutoConfigureObservability(tracing = false)
@SpringBootTest(
        classes = ConsoleTest.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "camel.main.name=console", // JMX names are one for all contexts of this JVM
            "spring.jmx.enabled=true",
            "camel.main.routes-include-pattern=false",
            "spring.jmx.enabled=true",
            "spring.datasource.url=jdbc:h2:mem:console;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
            "listward.console.password=" + ConsoleTest.PASSWORD
        })
@ContextConfiguration(initializers = ConsoleTest.WithJmx.class)
@interface ConsoleTest {

    String USERNAME = "admin";
    String PASSWORD = "let me in";
    IdentityHash HASH = new IdentityHash("a key of tests".getBytes(StandardCharsets.UTF_8));
    Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** Not annotated as a configuration, lest a test of the whole application finds it. */
    @EnableAutoConfiguration
    @EnableConfigurationProperties(ConsoleProperties.class)
    @ConfigurationPropertiesScan({"io.github.listward.delivery", "io.github.listward.monitoring"})
    @Import({
        AlertAttributes.class,
        AlertsController.class,
        Alerts.class,
        AudienceTerms.class,
        AudiencesController.class,
        CheckedPasswords.class,
        ConsoleSecurity.class,
        ContractController.class,
        DataflowPlans.class,
        DataflowsController.class,
        FailureOperations.class,
        FailedPeople.class,
        FailuresController.class,
        IdentitiesParameter.class,
        ReasonsController.class,
        ChangeFormat.class,
        InMemoryTopics.class,
        HoldOperations.class,
        HoldsController.class,
        ManagedBeans.class,
        OverviewController.class,
        InstanceBudgets.class,
        InstancesController.class,
        PlansController.class,
        RunsController.class,
        ImportsController.class,
        Problems.class,
        SettlingOperations.class,
        SettlingsController.class,
        TraceController.class,
        WarmUpOperations.class,
        WarmUpsController.class,
        AudienceHours.class,
        Audiences.class,
        Runs.class,
        Overviews.class,
        Failures.class,
        Holds.class,
        Tallies.class
    })
    @ComponentScan(
            basePackages = {"io.github.listward.activation", "io.github.listward.batch", "io.github.listward.delivery", "io.github.listward.destination", "io.github.listward.marketo", "io.github.listward.monitoring"},
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = {".*\\.(TermsTable|SettlingTable|Settlings|Pauses|CallPlanner|CallBudget|DailyCalls|Leases|LeaseTable|Paces|Rests|CallGate|Alarms|MarketoConfiguration|DestinationStates|RequestedChecks|Standings|StandingTable|Observations|Delays|ListImports|ExportBytes|WarmUps|WarmUpTable|AppHosts|Questions|Traces|TracedRows)"}))
    class Application {

        @Bean
        Definitions definitions() {
            var destination = new Destination("europe", null, null, "123-ABC-456", "Default", "Default", PersonAction.MATCH_EXISTING,
                    SyncType.AUDIENCE_AND_PROFILE, List.of("email"), MultiMatch.NEWEST, DeletedLeads.EXCLUDE);
            List<Audience> audiences = Stream.of("vip", "news, Größte")
                    .map(id -> new Audience(id, null, true, null, null, WhenEnded.KEEP, null, null, null, Audience.WhenListMissing.RECREATE))
                    .toList();
            return new Definitions(List.of(destination), List.of(new Dataflow("eu-nurture", null, "europe", true, Identities.ALL, audiences, List.of())));
        }

        @Bean
        Instances instances() {
            return new Instances(List.of(new Instance("123-ABC-456", null, "client", new Secret("secret"), 50, 5, 50_000, 25_000, 5, null, DataSize.ofMegabytes(400))));
        }

        @Bean
        Backlogs backlogs(JdbcClient jdbc) {
            return new InMemoryTopics().backlogs(jdbc);
        }

        @Bean
        IdentityHash identityHash() {
            return HASH;
        }

        @Bean
        Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }
    }

    /** Camel's test support switches JMX off for all tests that come after one of its own. */
    class WithJmx implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            DefaultCamelContext.setDisableJmx(false);
        }
    }
}
