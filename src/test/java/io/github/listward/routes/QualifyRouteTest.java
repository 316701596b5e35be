package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.listward.ProfileEventBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ActivationRouteTest
class QualifyRouteTest {

    private static final List<String> STEPS = List.of("check-schedule", "require-identity", "map-fields", "queue-qualified");

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @Test
    void queuesWhoPassesEveryCheckWithTheMappedFields() {
        routes.poll(ada("newsletter").with("homeAddress.country", "UK").build());

        assertThatChangesPassed(1, 1, 1, 1);
        assertThat(change()).contains("\"fields\":{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\",\"country\":\"UK\"}");
        assertThat(routes.counts()).containsExactly(entry("received", 1L));
    }

    @Test
    void mapsTheOtherDialectAlike() {
        routes.poll(ada("newsletter").with("homeAddress.country", "UK").wrapped().build());

        assertThat(change()).contains("\"fields\":{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\",\"country\":\"UK\"}");
    }

    @Test
    void stopsBehindTheScheduleForAnAudienceThatHasEnded() {
        routes.poll(ada("summer-sale").build());

        assertThatChangesPassed(1, 0, 0, 0);
        assertThat(routes.counts()).containsExactly(entry("excluded OUT_OF_SCHEDULE", 1L), entry("received", 1L));
    }

    @Test
    void stopsBehindTheScheduleForAnAudienceThatIsOff() {
        routes.poll(ada("switched-off").build());

        assertThatChangesPassed(1, 0, 0, 0);
        assertThat(routes.counts()).containsExactly(entry("excluded PAUSED", 1L), entry("received", 1L));
    }

    @Test
    void stopsBehindTheIdentityOfAProfileThatHasNone() {
        routes.poll(routes.record(null, anEvent().qualifying("newsletter").identity("ECID", "38571").build()));

        assertThatChangesPassed(1, 1, 0, 0);
        assertThat(routes.counts()).containsExactly(entry("excluded MISSING_IDENTITY", 1L), entry("received", 1L));
    }

    @Test
    void queuesAProfileThatLostItsIdentitiesForThoseItOnceHadToExit() {
        routes.poll(routes.record("profile-1", anEvent().qualifying("newsletter").without("person.name.lastName").build()));

        assertThatChangesPassed(1, 1, 1, 1);
        assertThat(change()).contains("\"people\":[]", "\"fields\":{}");
        assertThat(routes.counts()).containsExactly(entry("received", 1L));
    }

    @Test
    void stopsBehindTheMappingOfAProfileWithoutAMandatoryAttribute() {
        routes.poll(ada("newsletter").without("person.name.lastName").build());

        assertThatChangesPassed(1, 1, 1, 0);
        assertThat(routes.counts()).containsExactly(entry("excluded MISSING_ATTRIBUTE", 1L), entry("received", 1L));
    }

    @Test
    void writesWhatAnExtensionPutsIntoTheAttributes() throws Exception {
        routes.extend("on-qualified", "bean: { ref: yours, method: relocate }");

        routes.poll(ada("newsletter").build());

        assertThat(change()).contains("\"country\":\"Atlantis\"");
    }

    @Test
    void countsWhatAnExtensionStops() throws Exception {
        routes.extend("on-qualified", "stop: {}");

        var poll = routes.poll(routes.record("a", ada("newsletter").build()), routes.record("b", ada("newsletter").build()));

        assertThat(poll.getException()).isNull();
        assertThatChangesPassed(0, 0, 0, 0);
        assertThat(kafka.committed()).hasSize(1);
        assertThat(routes.counts()).containsExactly(entry("excluded STOPPED_BY_ROUTE", 2L), entry("received", 2L));
    }

    private static ProfileEventBuilder ada(String audience) {
        return anEvent().qualifying(audience).by("ada@example.com");
    }

    private String change() {
        return kafka.sentTo("listward.changes.123-ABC-456").get(0).text();
    }

    private void assertThatChangesPassed(long... changes) {
        assertThat(STEPS.stream().mapToLong(routes::passed).toArray()).containsExactly(changes);
    }
}
