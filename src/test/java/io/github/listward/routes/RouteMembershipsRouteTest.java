package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ActivationRouteTest
class RouteMembershipsRouteTest {

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            realized, 1, 0, 0
            existing, 1, 0, 0
            Realized, 1, 0, 0
            exited,   0, 1, 0
            exiting,  0, 1, 0
            maybe,    0, 0, 1
            '',       0, 0, 1
            """)
    void routesByStatus(String status, int qualified, int exited, int unknown) {
        routes.poll(anEvent().membership("newsletter", status).by("ada@example.com").build());

        assertThat(routes.passed("queue-qualified")).isEqualTo(qualified);
        assertThat(routes.passed("queue-exited")).isEqualTo(exited);
        assertThat(kafka.sentTo("listward.dead-letters")).hasSize(unknown);
        assertThat(routes.counts()).isEqualTo(unknown == 0 ? Map.of("received", 1L) : Map.of("received", 1L, "failed UNKNOWN_STATUS", 1L));
    }

    @Test
    void makesAChangeOfEachMembershipForEachDataflow() {
        routes.poll(anEvent().qualifying("vip").exiting("newsletter").by("ada@example.com").build());

        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).extracting(KafkaStandIn.Sent::text)
                .satisfiesExactly(
                        vip -> assertThat(vip).contains("\"audience\":\"vip\"", "\"qualified\":true", "\"dataflow\":\"eu-nurture\""),
                        newsletter -> assertThat(newsletter).contains("\"audience\":\"newsletter\"", "\"qualified\":false"));
        assertThat(kafka.sentTo("listward.changes.987-XYZ-654")).extracting(KafkaStandIn.Sent::text)
                .satisfiesExactly(vip -> assertThat(vip).contains("\"audience\":\"vip\"", "\"qualified\":true", "\"dataflow\":\"us-winback\""));
        assertThat(routes.counts()).isEqualTo(Map.of("received", 3L));
    }

    @Test
    void excludesAnAudienceNobodyActivated() {
        routes.poll(anEvent().qualifying("unheard-of").qualifying("newsletter").by("ada@example.com").build());

        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).hasSize(1);
        assertThat(routes.counts()).containsExactly(entry("excluded AUDIENCE_NOT_ACTIVATED", 1L), entry("received", 2L));
    }

    @Test
    void countsAnAudienceWhoseIdNoTableCouldHold() {
        var poll = routes.poll(anEvent().qualifying("long".repeat(1_000)).qualifying("\0nul").qualifying("half\ud83d").build());

        assertThat(poll.getException()).isNull();
        assertThat(routes.counts()).containsExactly(entry("excluded AUDIENCE_NOT_ACTIVATED", 3L), entry("received", 3L));
    }

    @Test
    void excludesWhatIsAheadOfTimeAndTakesItsNeighbour() {
        routes.poll(anEvent()
                .qualifying("vip").at(ActivationRoutes.NOW.plus(Duration.ofMinutes(11)))
                .exiting("newsletter").at(ActivationRoutes.NOW.plus(Duration.ofMinutes(9)))
                .by("ada@example.com").build());

        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).extracting(KafkaStandIn.Sent::text)
                .singleElement().asString().contains("\"audience\":\"newsletter\"");
        assertThat(routes.counts()).containsExactly(entry("excluded FUTURE_TIME", 2L), entry("received", 3L));
    }
}
