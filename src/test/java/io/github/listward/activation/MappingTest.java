package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.batch.Batch;
import io.github.listward.batch.Counts;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class MappingTest {

    private final Mapping mapping = new Mapping(ActivationBuilder.exclusions());
    private final Exchange exchange = ActivationBuilder.exchange();

    @Test
    void writesAttributesAndIdentitiesToTheirFieldsAsTheyAre() {
        MembershipEvent event = anActivation()
                .mapping("identityMap.Email", "email")
                .mapping("person.name.firstName", "firstName").mapping("score", "leadScore").mapping("tags", "tags").mapping("identityMap.ECID", "ecid")
                .sees(anEvent().qualifying("vip").by("ada@example.com").with("score", 7).with("tags", List.of("a")).identity("ECID", "38571"));

        mapping.map(event, exchange);

        assertThat(event.getFields()).hasToString("{firstName=\"Ada\", leadScore=7, tags=[\"a\"], ecid=\"38571\"}");
    }

    @Test
    void leavesOutWhatIsMissingAndNotMandatory() {
        MembershipEvent event = anActivation().mapping("homeAddress.country", "country").sees(anEvent().qualifying("vip").with("homeAddress.country", null));

        mapping.map(event, exchange);

        assertThat(event.getFields()).isEmpty();
        assertThat(exchange.isRouteStop()).isFalse();
    }

    @Test
    void excludesAProfileWithoutAMandatoryAttribute() {
        MembershipEvent event = anActivation().requiring("homeAddress.country", "country").sees(anEvent().qualifying("vip"));

        mapping.map(event, exchange);

        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded MISSING_ATTRIBUTE");
    }

    @Test
    void asksNothingOfAProfileWithoutPeople() {
        var profile = ActivationBuilder.read(anEvent().qualifying("vip"), "profile-1");
        var event = new MembershipEvent(profile, profile.memberships().get(0), anActivation().requiring("homeAddress.country", "country").build(), 0);

        mapping.map(event, exchange);

        assertThat(exchange.isRouteStop()).as("those it once had exit").isFalse();
    }
}
