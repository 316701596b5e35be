package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.HASH;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.ProfileEventBuilder;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.batch.Batch;
import io.github.listward.batch.Counts;
import io.github.listward.destination.Dataflow.Identities;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleTest {

    private final People people = new People(ActivationBuilder.exclusions(), new Matching(HASH));
    private final Exchange exchange = ActivationBuilder.exchange();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALL     | ada@example.com, lovelace@example.com
            PRIMARY | lovelace@example.com
            FIRST   | ada@example.com
            """)
    void areChosenByTheDataflowsRule(Identities rule, String chosen) {
        assertThat(emails(anActivation().choosing(rule), anEvent().qualifying("vip").by("ada@example.com").byPrimary("lovelace@example.com")))
                .isEqualTo(List.of(chosen.split(", ")));
    }

    @Test
    void areTheFirstWhereNoneIsMarkedPrimary() {
        assertThat(emails(anActivation().choosing(Identities.PRIMARY), anEvent().qualifying("vip").by("ada@example.com", "lovelace@example.com")))
                .containsExactly("ada@example.com");
    }

    @Test
    void areOnePersonForOneAddressHoweverItIsWritten() {
        assertThat(emails(anActivation(), anEvent().qualifying("vip").by("Ada@Example.com", "ada@example.com"))).containsExactly("Ada@Example.com");
    }

    @Test
    void areKnownByTheFirstKeyAndTakeTheOthersAlong() {
        MembershipEvent event = anActivation().by("email", "ecid")
                .mapping("identityMap.Email", "email").mapping("identityMap.ECID", "ecid")
                .sees(anEvent().qualifying("vip").by("ada@example.com", "lovelace@example.com").identity("ECID", "38571").identity("ECID", "38572"));

        people.require(event, exchange);

        assertThat(event.people()).containsExactly(
                person("ada@example.com", new MatchKey("ecid", "38571")), person("lovelace@example.com", new MatchKey("ecid", "38571")));
    }

    @Test
    void areKnownByTheNextKeyWhereTheFirstHasNoValue() {
        MembershipEvent event = anActivation().by("email", "ecid")
                .mapping("identityMap.Email", "email").mapping("identityMap.ECID", "ecid")
                .sees(anEvent().qualifying("vip").identity("Adobe Marketing Cloud ID", "38571"));

        people.require(event, exchange);

        assertThat(event.people()).containsExactly(new Person(HASH.of("ecid", "38571"), List.of(new MatchKey("ecid", "38571"))));
    }

    @Test
    void areKnownByAnAttributeAsWell() {
        assertThat(emails(anActivation().mapping("personalEmail.address", "email"),
                anEvent().qualifying("vip").with("personalEmail.address", "  ada@example.com "))).containsExactly("ada@example.com");
    }

    @Test
    void areMissingWhereNoKeyHasAUsableValue() {
        MembershipEvent event = anActivation().mapping("personalEmail.address", "email")
                .sees(anEvent().qualifying("vip").with("personalEmail.address", "x".repeat(1_001)));

        people.require(event, exchange);

        assertThat(exchange.isRouteStop()).isTrue();
        assertThat(Counts.of(Batch.of(exchange))).containsOnlyKeys("received", "excluded MISSING_IDENTITY");
    }

    @ParameterizedTest
    @CsvSource({"exited, profile-1, false", "exited, , true", "realized, profile-1, false", "realized, , true"})
    void mayBeMissingOfAProfileKnownByItsKeySinceThoseItOnceHadExit(String status, String key, boolean excluded) {
        var profile = ActivationBuilder.read(anEvent().membership("vip", status), key);
        var event = new MembershipEvent(profile, profile.memberships().get(0), anActivation().build(), 0);

        people.require(event, exchange);

        assertThat(exchange.isRouteStop()).isEqualTo(excluded);
    }

    private List<String> emails(ActivationBuilder activation, ProfileEventBuilder profile) {
        MembershipEvent event = activation.sees(profile);
        people.require(event, exchange);
        return event.people().stream().map(person -> person.keys().get(0).value()).toList();
    }

    private static Person person(String email, MatchKey other) {
        return new Person(HASH.of("email", email), List.of(new MatchKey("email", email), other));
    }
}
