package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ActivationRouteTest
class ExitRouteTest {

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"newsletter", "summer-sale", "switched-off"})
    void passesWhateverKeepsOthersFromQualifying(String audience) {
        routes.poll(anEvent().exiting(audience).by("ada@example.com").without("person.name.lastName").build());

        assertThat(change()).contains("\"qualified\":false", "ada@example.com", "\"fields\":{}");
        assertThat(routes.counts()).containsExactly(entry("received", 1L));
    }

    @Test
    void passesWithoutIdentityIfTheProfileIsKnownByItsKey() {
        routes.poll(routes.record("profile-1", anEvent().exiting("newsletter").build()));

        assertThat(change()).contains("\"people\":[]");
        assertThat(routes.counts()).containsExactly(entry("received", 1L));
    }

    @Test
    void isExcludedWithoutIdentityAndKey() {
        routes.poll(routes.record(null, anEvent().exiting("newsletter").build()));

        assertThat(routes.passed("queue-exited")).isZero();
        assertThat(routes.counts()).containsExactly(entry("excluded MISSING_IDENTITY", 1L), entry("received", 1L));
    }

    @Test
    void countsWhatAnExtensionStops() throws Exception {
        routes.extend("on-exited", "stop: {}");

        routes.poll(anEvent().exiting("newsletter").by("ada@example.com").build());

        assertThat(routes.counts()).containsExactly(entry("excluded STOPPED_BY_ROUTE", 1L), entry("received", 1L));
    }

    private String change() {
        return kafka.sentTo("listward.changes.123-ABC-456").get(0).text();
    }
}
