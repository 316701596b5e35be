package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.NOW;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Counts;
import java.time.Clock;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ScheduleCheckTest {

    private static final ActivatedAudience VIP = new ActivatedAudience("eu-nurture", "vip");

    private final JdbcClient jdbc = Database.empty();
    private final TermsTable terms = new TermsTable(jdbc);
    private final ScheduleCheck schedule = new ScheduleCheck(ActivationBuilder.exclusions(), terms, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Exchange exchange = ActivationBuilder.exchange();

    @Test
    void letsPassWhatAnOpenAudienceGets() {
        check(anActivation());

        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(Counts.of(Batch.of(exchange))).isEmpty();
    }

    @Test
    void excludesWhatComesOutsideOfTheSchedule() {
        check(anActivation().between("2026-06-01T00:00:00Z", null));

        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded OUT_OF_SCHEDULE");
    }

    @Test
    void excludesWhatComesAfterAnEndThatClears() {
        check(anActivation().between(null, "2026-04-01T00:00:00Z").clearing());

        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded OUT_OF_SCHEDULE");
    }

    @Test
    void excludesWhatADisabledAudienceGets() {
        check(anActivation().withAudienceOff());

        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded PAUSED");
    }

    @Test
    void excludesWhatADisabledDataflowGets() {
        check(anActivation().withDataflowOff());

        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded PAUSED");
    }

    @Test
    void excludesWhatAPausedAudienceGets() {
        terms.pause(VIP, NOW);

        check(anActivation());

        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded PAUSED");
    }

    @Test
    void judgesAllOfABatchUnderTheSameTerms() {
        check(anActivation());
        terms.pause(VIP, NOW);

        check(anActivation());

        assertThat(Counts.of(Batch.of(exchange))).isEmpty();
    }

    @Test
    void saysWhomItKeptOutSoThatAnotherReplicaSettlesThem() {
        terms.putFirst(VIP, Terms.OPEN); // by its clock, or its definitions

        check(anActivation().withAudienceOff());
        assertThat(terms.inForce()).containsOnly(entry(VIP, Terms.OPEN));
        Counts.close(Batch.of(exchange));

        assertThat(terms.inForce()).containsOnly(entry(VIP, Terms.PAUSED));
    }

    private void check(ActivationBuilder activation) {
        schedule.check(activation.sees(anEvent().qualifying("vip")), exchange);
    }
}
