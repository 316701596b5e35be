package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.routes.KafkaStandIn.Sent;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ActivationRouteTest
class RememberMembershipsRouteTest {

    private static final String TOPIC = "listward.memberships";

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @Test
    void keepsEveryMembershipActivatedOrNot() {
        routes.poll(anEvent().qualifying("newsletter").exiting("unheard-of").by("ada@example.com").build());

        assertThat(kafka.sentTo(TOPIC)).extracting(Sent::text).satisfiesExactly(
                newsletter -> assertThat(newsletter).contains("\"audience\":\"newsletter\"", "\"status\":\"realized\"", "ada@example.com", "Lovelace"),
                unheardOf -> assertThat(unheardOf).contains("\"audience\":\"unheard-of\"", "\"status\":\"exited\""));
    }

    @Test
    void keepsAMembershipOnceForEachProfileAndAudience() {
        String qualified = anEvent().qualifying("newsletter").by("ada@example.com").build();
        String exited = anEvent().exiting("newsletter").by("ada@example.com").build();

        routes.poll(routes.record("ada-lovelace", qualified), routes.record("ada-lovelace", exited), routes.record("cleo", qualified));

        assertThat(kafka.sentTo(TOPIC)).hasSize(3).extracting(Sent::key).satisfies(keys -> {
            assertThat(keys.get(1)).isEqualTo(keys.get(0)).startsWith("ups/newsletter/").doesNotContain("ada-lovelace");
            assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
        });
    }

    @Test
    void keepsNeitherWhatIsAheadOfTimeNorWhatHasNoStatus() {
        routes.poll(anEvent()
                .qualifying("newsletter").at(ActivationRoutes.NOW.plus(Duration.ofDays(1)))
                .membership("vip", "maybe")
                .by("ada@example.com").build());

        assertThat(kafka.sentTo(TOPIC)).isEmpty();
    }

    @Test
    void keepsWhatTheEventSaidWhateverAnExtensionMakesOfIt() throws Exception {
        routes.extend("on-qualified", "bean: { ref: yours, method: relocate }");

        routes.poll(anEvent().qualifying("newsletter").by("ada@example.com").build());

        assertThat(kafka.sentTo(TOPIC)).extracting(Sent::text).singleElement().asString().contains("Lovelace").doesNotContain("Atlantis");
    }
}
