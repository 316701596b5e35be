package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.NOW;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.ProfileEventBuilder;
import io.github.listward.batch.Batch;
import io.github.listward.batch.Counts;
import io.github.listward.destination.Definitions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

class MembershipsTest {

    private final Exclusions exclusions = ActivationBuilder.exclusions();
    private final Exchange exchange = ActivationBuilder.exchange();

    @Test
    void makeOneEventForEachDataflowAndNumberThem() {
        List<MembershipEvent> events = fanOut(anActivation().definitions("eu-nurture", "eu-winback"), anEvent().qualifying("vip"));

        assertThat(events).extracting(MembershipEvent::getDataflow).containsExactly("eu-nurture", "eu-winback");
        assertThat(events).extracting(event -> event.toChange().sequence()).containsExactly(0, 1);
    }

    @Test
    void sayInHeadersWhatRoutesDecideBy() {
        var part = memberships(anActivation().definitions("eu-nurture")).fanOut(ActivationBuilder.read(anEvent().exiting("vip")), exchange).get(0);

        assertThat(part.getHeaders()).isEqualTo(Map.of("status", "exited", "audience", "vip", "dataflow", "eu-nurture", "instance", "123-ABC-456"));
    }

    @Test
    void countAnAudienceNobodyActivates() {
        assertThat(fanOut(anActivation().definitions("eu-nurture"), anEvent().qualifying("unheard-of"))).isEmpty();
        assertThat(Counts.of(Batch.of(exchange))).isEqualTo(Map.of("received", 1L, "excluded AUDIENCE_NOT_ACTIVATED", 1L));
    }

    @Test
    void countAProfileOncePerAudienceAndOncePerDataflow() {
        Definitions definitions = anActivation().definitions("eu-nurture", "eu-winback");

        fanOut(definitions, anEvent().qualifying("vip").by("ada@example.com", "lovelace@example.com"));
        fanOut(definitions, anEvent().qualifying("vip").at(NOW.plus(Duration.ofDays(1))));
        fanOut(definitions, anEvent().qualifying("unheard-of"));

        assertThat(Counts.profilesOf(Batch.of(exchange))).isEqualTo(Map.of("eu-nurture", 2L, "eu-nurture vip", 2L, "eu-winback", 2L, "eu-winback vip", 2L));
    }

    @Test
    void excludeWhatIsMoreThanTenMinutesAhead() {
        Duration tenMinutes = Duration.ofMinutes(10);
        Definitions definitions = anActivation().definitions("eu-nurture");

        assertThat(fanOut(definitions, anEvent().qualifying("vip").at(NOW.plus(tenMinutes)))).hasSize(1);
        assertThat(fanOut(definitions, anEvent().qualifying("vip").at(NOW.plus(tenMinutes).plusMillis(1)))).isEmpty();
        assertThat(Counts.of(Batch.of(exchange))).isEqualTo(Map.of("received", 1L, "excluded FUTURE_TIME", 1L));
    }

    @Test
    void weighAsMuchAsTheyHavePeople() {
        MembershipEvent event = anActivation().sees(anEvent().qualifying("vip").by("ada@example.com", "lovelace@example.com"));
        assertThat(event.weight()).isEqualTo(1);

        new People(exclusions, new Matching(ActivationBuilder.HASH)).require(event, exchange);

        assertThat(event.weight()).isEqualTo(2);
        assertThat(event.toChange().weight()).isEqualTo(2);
    }

    private List<MembershipEvent> fanOut(Definitions definitions, ProfileEventBuilder event) {
        return memberships(definitions).fanOut(ActivationBuilder.read(event), exchange).stream()
                .map(Message::getBody)
                .map(MembershipEvent.class::cast)
                .toList();
    }

    private Memberships memberships(Definitions definitions) {
        return new Memberships(definitions, exclusions, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
