package io.github.listward.monitoring;

import io.github.listward.batch.Backlogs;
import io.github.listward.batch.InMemoryTopics;
import io.github.listward.delivery.Leases;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.boot.actuate.autoconfigure.availability.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.availability.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.jdbc.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** A process of several on one database, without routes: what judges how the instances stand, and says so. */
final class OneProcess {

    private static final Instance INSTANCE =
            new Instance("123-ABC-456", null, "client", new Secret("secret"), 50, 5, 50_000, null, 5, null, null);

    private static final Instance OTHER =
            new Instance("789-XYZ-012", null, "client", new Secret("secret"), 50, 5, 50_000, null, 5, null, null);

    @ComponentScan(
            basePackages = {"io.github.listward.activation", "io.github.listward.batch", "io.github.listward.delivery", "io.github.listward.marketo", "io.github.listward.monitoring"},
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(Leases|LeaseTable|Rests|Paces|CallGate|CallBudget|Alarms|DailyCalls|MarketoConfiguration|Holds|Settlings|SettlingTable|TermsTable|Tallies|Standings|StandingTable|Observations|Delays|Audiences|Overviews|Alerts|InstanceBudgets|MarketoHealth)"))
    static class Beans {}

    private OneProcess() {}

    /** @param owned the instances this process speaks to */
    static void on(String database, Clock clock, Set<String> owned, Consumer<ApplicationContext> test) {
        Dataflow nurture = new Dataflow("eu-nurture", null, "europe", true, Dataflow.Identities.ALL, List.of(), List.of());
        Dataflow winback = new Dataflow("eu-winback", null, "europe", true, Dataflow.Identities.ALL, List.of(), List.of());
        var definitions = new Definitions(
                List.of(destination("europe", "123-ABC-456"), destination("japan", "789-XYZ-012")), List.of(nurture, winback));
        on(database, clock, owned, definitions, test);
    }

    static void on(String database, Clock clock, Set<String> owned, Definitions definitions, Consumer<ApplicationContext> test) {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(
                        HealthContributorAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class,
                        ApplicationAvailabilityAutoConfiguration.class,
                        AvailabilityHealthContributorAutoConfiguration.class,
                        AvailabilityProbesAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceHealthContributorAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        FlywayAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + database + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
                .withBean(Clock.class, () -> clock)
                .withBean(Instances.class, () -> new Instances(List.of(INSTANCE, OTHER)))
                .withUserConfiguration(Beans.class)
                .withBean(Backlogs.class, () -> new InMemoryTopics().backlogs(null))
                .withBean(DestinationStates.class)
                .withBean(Definitions.class, () -> definitions)
                .run(context -> {
                    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
                    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
                    Leases leases = context.getBean(Leases.class);
                    for (String instance : owned) {
                        leases.hold(instance);
                    }
                    test.accept(context);
                });
    }

    static Destination destination(String id, String instance) {
        return new Destination(id, null, null, instance, "Default", "Default", Destination.PersonAction.MATCH_EXISTING,
                Destination.SyncType.AUDIENCE_AND_PROFILE, List.of("email"), Destination.MultiMatch.NEWEST, Destination.DeletedLeads.EXCLUDE);
    }
}
