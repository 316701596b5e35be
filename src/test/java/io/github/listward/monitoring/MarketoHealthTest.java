package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MarketoHealthTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void isUnknownUntilMarketoWasAsked() {
        withHealth((health, states) -> {
            assertThat(europe(health)).isEqualTo(Health.unknown().withDetail("europe", Map.of("status", "UNCHECKED")).build());
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isUpSinceADestinationCanBeDeliveredTo() {
        withHealth((health, states) -> {
            states.up("europe", NOON);

            assertThat(europe(health)).isEqualTo(Health.up()
                    .withDetail("europe", Map.of("status", "UP", "since", "2026-11-23T12:00:00Z")).build());
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
                    "problems", "listward.destinations[0].partition names no partition of the instance. Use one of: Default")).build());
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

    private static Health europe(HealthEndpoint health) {
        return (Health) health.healthForPath("marketo-123-ABC-456");
    }

    private static void withHealth(BiConsumer<HealthEndpoint, DestinationStates> test) {
        var definitions = new Definitions(List.of(destination("europe", "123-ABC-456"), destination("japan", "789-XYZ-012")), List.of());
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(
                        HealthContributorAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class,
                        ApplicationAvailabilityAutoConfiguration.class,
                        AvailabilityHealthContributorAutoConfiguration.class,
                        AvailabilityProbesAutoConfiguration.class))
                .withUserConfiguration(MarketoHealth.class)
                .withBean(DestinationStates.class)
                .withBean(Definitions.class, () -> definitions)
                .run(context -> {
                    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
                    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
                    test.accept(context.getBean(HealthEndpoint.class), context.getBean(DestinationStates.class));
                });
    }

    private static Destination destination(String id, String instance) {
        return new Destination(id, null, null, instance, "Default", "Default", Destination.PersonAction.MATCH_EXISTING,
                Destination.SyncType.AUDIENCE_AND_PROFILE, List.of("email"), Destination.MultiMatch.NEWEST, Destination.DeletedLeads.EXCLUDE);
    }
}
