package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.delivery.Leases;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.Problem;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.availability.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.availability.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
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
import org.springframework.jdbc.core.simple.JdbcClient;

class MarketoHealthTest {

    private static final Instance INSTANCE =
            new Instance("123-ABC-456", null, "client", new Secret("secret"), 50, 5, 50_000, null, 5);

    private static final String AMPLE = "AMPLE: 25000 of 25000 calls of the day are left";

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void isUnknownUntilMarketoWasAsked() {
        withHealth((health, states) -> {
            assertThat(europe(health)).isEqualTo(Health.unknown().withDetail("europe", Map.of("status", "UNCHECKED")).withDetail("budget", AMPLE).build());
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isUpSinceADestinationCanBeDeliveredTo() {
        withHealth((health, states) -> {
            states.up("europe", NOON);

            assertThat(europe(health)).isEqualTo(Health.up()
                    .withDetail("europe", Map.of("status", "UP", "since", "2026-11-23T12:00:00Z")).withDetail("budget", AMPLE).build());
        });
    }

    @Test
    void saysWhatMarketoRefusesAndWhatWouldBeRight() {
        withHealth((health, states) -> {
            states.up("japan", NOON);
            Problem noPartition = new Problem("listward.destinations[0].partition", "names no partition of the instance", "Use one of: Default");
            states.down("europe", List.of(noPartition), NOON);

            assertThat(europe(health)).isEqualTo(Health.down().withDetail("europe", Map.of(
                    "status", "DOWN",
                    "since", "2026-11-23T12:00:00Z",
                    "problems", "listward.destinations[0].partition names no partition of the instance. Use one of: Default")).withDetail("budget", AMPLE).build());
            assertThat(health.healthForPath("marketo-789-XYZ-012").getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void takesNothingOutOfServiceWhenADestinationIsDown() {
        withHealth((health, states) -> {
            states.down("europe", List.of(new Problem("listward.instances[0].client-secret", "is refused", "Copy it again")), NOON);

            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
            assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void saysWhatMarketoAnswersThatNobodyKnows() {
        withContext(true, context -> {
            HealthEndpoint health = context.getBean(HealthEndpoint.class);
            context.getBean(DestinationStates.class).up("europe", NOON);
            context.getBean(Alarms.class).ofRecord("123-ABC-456", "add-to-list", "1999", "6860#17061", "Marketo answered a row with code 1999.");

            assertThat(europe(health).getStatus()).isEqualTo(Status.UP);
            assertThat(europe(health).getDetails().get("alarms").toString()).contains("code 1999");
        });
    }

    @Test
    void isDownWhileAdditionsWaitForTheNextDay() {
        withContext(true, context -> {
            HealthEndpoint health = context.getBean(HealthEndpoint.class);
            context.getBean(DestinationStates.class).up("europe", NOON);
            assertThat(europe(health).getDetails().get("budget").toString()).startsWith("AMPLE: 25000 of 25000 calls");
            assertThat(europe(health).getStatus()).isEqualTo(Status.UP);

            context.getBean(JdbcClient.class).sql("insert into call_count (instance, marketo_day, calls) values ('123-ABC-456', ?, 24000)")
                    .param(LocalDate.ofInstant(NOON, ZoneOffset.UTC))
                    .update();

            assertThat(europe(health).getStatus()).isEqualTo(Status.DOWN);
            assertThat(europe(health).getDetails().get("budget").toString())
                    .startsWith("RESERVE: 1000 of 25000 calls of the day are left, for removals only. Additions are held until midnight US Central");
        });
    }

    @Test
    void leavesItToTheProcessThatDelivers() {
        withHealth(false, (health, states) -> {
            assertThat(europe(health)).isEqualTo(Health.unknown().withDetail("delivered by", "another process, or nobody yet").build());
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @ComponentScan(
            basePackages = {"io.github.listward.batch", "io.github.listward.delivery", "io.github.listward.marketo"},
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(Leases|LeaseTable|Rests|Paces|CallGate|CallBudget|Alarms|DailyCalls|MarketoConfiguration)"))
    static class LeasesAndRests {}

    private static Health europe(HealthEndpoint health) {
        return (Health) health.healthForPath("marketo-123-ABC-456");
    }

    private static void withHealth(BiConsumer<HealthEndpoint, DestinationStates> test) {
        withHealth(true, test);
    }

    private static void withHealth(boolean isOwner, BiConsumer<HealthEndpoint, DestinationStates> test) {
        withContext(isOwner, context -> test.accept(context.getBean(HealthEndpoint.class), context.getBean(DestinationStates.class)));
    }

    private static void withContext(boolean isOwner, Consumer<ApplicationContext> test) {
        var definitions = new Definitions(List.of(destination("europe", "123-ABC-456"), destination("japan", "789-XYZ-012")), List.of());
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(
                        HealthContributorAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class,
                        ApplicationAvailabilityAutoConfiguration.class,
                        AvailabilityHealthContributorAutoConfiguration.class,
                        AvailabilityProbesAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        FlywayAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
                .withBean(Clock.class, () -> Clock.fixed(NOON, ZoneOffset.UTC))
                .withBean(Instances.class, () -> new Instances(List.of(INSTANCE)))
                .withUserConfiguration(LeasesAndRests.class, InstanceBudgets.class, MarketoHealth.class)
                .withBean(DestinationStates.class)
                .withBean(Definitions.class, () -> definitions)
                .run(context -> {
                    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
                    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
                    Leases leases = context.getBean(Leases.class);
                    leases.hold("789-XYZ-012");
                    if (isOwner) {
                        leases.hold("123-ABC-456");
                    }
                    test.accept(context);
                });
    }

    private static Destination destination(String id, String instance) {
        return new Destination(id, null, null, instance, "Default", "Default", Destination.PersonAction.MATCH_EXISTING,
                Destination.SyncType.AUDIENCE_AND_PROFILE, List.of("email"), Destination.MultiMatch.NEWEST, Destination.DeletedLeads.EXCLUDE);
    }
}
