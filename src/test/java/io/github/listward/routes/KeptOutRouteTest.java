package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.ProfileEventBuilder;
import io.github.listward.batch.SourceRecord;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whom activation keeps out can be told why. */
@ActivationRouteTest
class KeptOutRouteTest {

    private static final Instant FAR_AHEAD = Instant.parse("2999-01-01T00:00:00Z");

    @Autowired
    ActivationRoutes routes;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @Test
    void byTheSchedule() {
        routes.poll(ada("summer-sale").build());

        assertThat(routes.lastOutcomes()).containsExactly("summer-sale excluded OUT_OF_SCHEDULE");
    }

    @Test
    void byASwitch() {
        routes.poll(ada("switched-off").build());

        assertThat(routes.lastOutcomes()).containsExactly("switched-off excluded PAUSED");
    }

    @Test
    void byTheMapping() {
        routes.poll(ada("newsletter").without("person.name.lastName").build());

        assertThat(routes.lastOutcomes()).containsExactly("newsletter excluded MISSING_ATTRIBUTE");
    }

    @Test
    void byAStepOfYoursManyAtATime() throws Exception {
        routes.extend("on-qualified", "stop: {}");

        routes.poll(routes.record("a", ada("newsletter").build()), routes.record("b", anEvent().qualifying("newsletter").by("eve@example.com").build()));

        assertThat(routes.lastOutcomes()).containsExactly("newsletter excluded STOPPED_BY_ROUTE", "newsletter excluded STOPPED_BY_ROUTE");
    }

    @Test
    void byATimeThatIsNotBelievedAndHidesNothingThatComesLater() {
        routes.poll(anEvent().qualifying("newsletter").by("ada@example.com").at(FAR_AHEAD).build());
        assertThat(routes.lastOutcomes()).containsExactly("newsletter excluded FUTURE_TIME");

        assertThat(jdbc.sql("select max(wished_at) from last_outcome").query(Long.class).single()).isLessThan(2_000_000_000_000_000L);
    }

    @Test
    void byAStatusNobodyKnows() {
        routes.poll(anEvent().membership("newsletter", "unheard-of").by("ada@example.com").build());

        assertThat(routes.lastOutcomes()).containsExactly("newsletter failed UNKNOWN_STATUS");
    }

    @Test
    void onceHoweverOftenThePollIsRead() {
        SourceRecord record = routes.record("a", ada("switched-off").build());
        routes.poll(record);
        jdbc.sql("delete from last_outcome").update();

        routes.poll(record);

        assertThat(routes.lastOutcomes()).isEmpty();
    }

    @Test
    void notWhoPassesAndNotWhoNobodyCanTell() {
        routes.poll(ada("newsletter").build());
        routes.poll(routes.record(null, anEvent().qualifying("newsletter").identity("ECID", "38571").build()));

        assertThat(routes.lastOutcomes()).isEmpty();
    }

    private static ProfileEventBuilder ada(String audience) {
        return anEvent().qualifying(audience).by("ada@example.com");
    }
}
