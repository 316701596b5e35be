package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.Problem;
import io.github.listward.marketo.Alarms;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class MarketoHealthTest {

    private static final Status DEGRADED = new Status("DEGRADED");

    private static final Problem NO_PARTITION = new Problem("listward.destinations[0].partition", "names no partition of the instance", "Use one of: Default");

    private static final String AMPLE = "AMPLE: 25000 of 25000 calls of the day are left";

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void isUnknownUntilMarketoWasAsked() {
        withHealth((health, states) -> {
            assertThat(europe(health).getStatus().getCode()).isEqualTo("UNKNOWN");
            assertThat(europe(health).getDetails()).containsEntry("budget", AMPLE).containsEntry("delivered by", "this process");
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isUpSinceADestinationCanBeDeliveredTo() {
        withHealth((health, states) -> {
            states.up("europe", NOON);

            assertThat(europe(health)).isEqualTo(Health.up()
                    .withDetail("since", "2026-11-23T12:00:00Z")
                    .withDetail("europe", Map.of("status", "UP", "since", "2026-11-23T12:00:00Z"))
                    .withDetail("budget", AMPLE)
                    .withDetail("delivered by", "this process")
                    .build());
        });
    }

    @Test
    void saysWhatMarketoRefusesAndWhatWouldBeRight() {
        withHealth((health, states) -> {
            states.up("japan", NOON);
            states.down("europe", List.of(NO_PARTITION), NOON);

            assertThat(europe(health).getStatus()).isEqualTo(Status.DOWN);
            assertThat(europe(health).getDetails()).containsEntry("europe", Map.of(
                    "status", "DOWN",
                    "since", "2026-11-23T12:00:00Z",
                    "cause", "listward.destinations[0].partition names no partition of the instance. Use one of: Default."));
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
    void isDegradedByWhatMarketoAnswersThatNobodyKnows() {
        withContext(true, context -> {
            HealthEndpoint health = context.getBean(HealthEndpoint.class);
            context.getBean(DestinationStates.class).up("europe", NOON);
            context.getBean(Alarms.class).ofRecord("123-ABC-456", "add-to-list", "1999", "6860#17061", "Marketo answered a row with code 1999.");

            assertThat(europe(health).getStatus()).isEqualTo(DEGRADED);
            assertThat(europe(health).getDetails().get("cause").toString()).contains("code 1999");
            assertThat(health.health().getStatus()).as("worse than UP").isEqualTo(DEGRADED);
        });
    }

    @Test
    void isDegradedWhileAdditionsWaitForTheNextDayAndDownWhenNothingIsLeft() {
        withContext(true, context -> {
            HealthEndpoint health = context.getBean(HealthEndpoint.class);
            context.getBean(DestinationStates.class).up("europe", NOON);
            assertThat(europe(health).getStatus()).isEqualTo(Status.UP);

            calls(context, 24_000);
            context.getBean(Standings.class).look();
            assertThat(europe(health).getStatus()).isEqualTo(DEGRADED);
            assertThat(europe(health).getDetails().get("budget").toString())
                    .startsWith("RESERVE: 1000 of 25000 calls of the day are left, for removals only. Additions are held until midnight US Central");

            calls(context, 25_000);
            context.getBean(Standings.class).look();
            assertThat(europe(health).getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void isUnknownWhereNoProcessDelivers() {
        withHealth(false, (health, states) -> {
            assertThat(europe(health).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(europe(health).getDetails()).containsEntry("delivered by", "another process, or nobody");
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        });
    }

    private static void calls(ApplicationContext context, int calls) {
        context.getBean(JdbcClient.class).sql("merge into call_count (instance, marketo_day, calls) key (instance, marketo_day) values ('123-ABC-456', ?, ?)")
                .params(LocalDate.ofInstant(NOON, ZoneOffset.UTC), calls)
                .update();
    }

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
        Set<String> owned = isOwner ? Set.of("123-ABC-456", "789-XYZ-012") : Set.of("789-XYZ-012");
        OneProcess.on("jdbc:h2:mem:" + UUID.randomUUID(), Clock.fixed(NOON, ZoneOffset.UTC), owned, test);
    }
}
