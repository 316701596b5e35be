package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ActivationRouteTest
class ReceiveProfilesRouteTest {

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @Test
    void takesWhatComesBehindABadRecord() {
        var poll = routes.poll(
                routes.record("a", anEvent().qualifying("newsletter").build()),
                routes.record("b", "no JSON"),
                routes.record("c", anEvent().qualifying("newsletter").by("cleo@example.com").build()));

        assertThat(poll.getException()).isNull();
        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).hasSize(1);
        assertThat(kafka.sentTo("listward.dead-letters")).hasSize(1);
        assertThat(kafka.committed()).hasSize(1);
    }
}
