package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.HASH;
import static io.github.listward.activation.ActivationBuilder.NOW;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.activation.Requeue.Kind;
import io.github.listward.profile.Membership;
import io.github.listward.profile.Position;
import io.github.listward.profile.ProfileEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedMembershipsTest {

    private final RememberedMemberships format = new RememberedMemberships(new ObjectMapper(), HASH);

    @Test
    void areReadAsTheyWereWritten() {
        ProfileEvent profile = ActivationBuilder.read(anEvent().qualifying("vip").at(NOW).called("VIP").byPrimary("ada@example.com").identity("ECID", "38571")
                .with("score", 12).with("loyalty.levels", new String[] {"gold"}), "profile-1");

        assertThat(format.read(format.write(remembered(profile)))).isEqualTo(remembered(profile));
    }

    @Test
    void areReadWithoutANameAndWithoutPeople() {
        ProfileEvent profile = ActivationBuilder.read(anEvent().exiting("vip"), "profile-1");

        assertThat(format.read(format.write(remembered(profile)))).isEqualTo(remembered(profile));
    }

    @Test
    void keepTheirPlaceOfATopicWhoseNameLooksLikeAPosition() {
        Position position = new Position("profiles-2@7-eu", 3, 42);
        ProfileEvent read = ActivationBuilder.read(anEvent().qualifying("vip").by("ada@example.com"));
        var profile = new ProfileEvent("", position, NOW, read.memberships(), read.identities(), read.attributes());

        assertThat(format.read(format.write(remembered(profile))).source()).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "{}", "{\"version\":1}", "{\"version\":1,\"source\":\"profiles\",\"at\":\"now\"}", "{\"version\":2}"})
    void areNotSkippedWhenTheyCannotBeRead(String value) {
        assertThatThrownBy(() -> format.read(value.getBytes(StandardCharsets.UTF_8))).isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(".*(is no membership|of version \\d was found).*");
    }

    @ParameterizedTest
    @CsvSource({"ups, vip", "a/b, c", "a, b/c", "a%2Fb, c", "100%, %25/", "'', vip"})
    void haveAKeyOfTheirOwnWhateverTheirAudienceIsCalled(String namespace, String audience) {
        String key = key(namespace, audience);

        assertThat(key.split("/")).hasSize(3);
        assertThat(RememberedMemberships.audienceOf(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(audience);
    }

    @Test
    void ofTwoAudiencesNeverShareAKey() {
        assertThat(key("a/b", "c")).isNotEqualTo(key("a", "b/c")).isNotEqualTo(key("a%2Fb", "c"));
        assertThat(key("ups", "vip")).as("as before keys were escaped").isEqualTo("ups/vip/" + HASH.of("email", "ada@example.com"));
    }

    @Test
    void sayNothingOfTheirAudienceByAKeyOfBeforeOrOfSomebodyElse() {
        assertThat(RememberedMemberships.audienceOf("a/b/c/hash".getBytes(StandardCharsets.UTF_8))).isNull();
        assertThat(RememberedMemberships.audienceOf(null)).isNull();
    }

    @Test
    void goThroughOnceMoreInTheirPlaceAndInTheNameOfTheSettling() {
        RememberedMembership vip = remembered(ActivationBuilder.read(anEvent().qualifying("vip").at(NOW).by("ada@example.com"), "profile-1"));

        MembershipChange again = vip.asEvent(anActivation().build(), new Requeue(Kind.SETTLED, 7, 3)).toChange();
        MembershipChange left = vip.asExit().asEvent(anActivation().build(), new Requeue(Kind.SETTLED, 8, 3)).toChange();

        assertThat(again.qualified()).isTrue();
        assertThat(again.settling()).isEqualTo(7);
        assertThat(again.requeue().number()).isEqualTo(3);
        assertThat(again.source()).isEqualTo(vip.source());
        assertThat(left.qualified()).isFalse();
        assertThat(left.at()).isEqualTo(again.at());
    }

    private String key(String namespace, String audience) {
        ProfileEvent read = ActivationBuilder.read(anEvent().qualifying("vip").by("ada@example.com"));
        return format.key(new RememberedMembership(read, new Membership(namespace, audience, "realized", NOW, null)));
    }

    private static RememberedMembership remembered(ProfileEvent profile) {
        return new RememberedMembership(profile, profile.memberships().get(0));
    }
}
