package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MembershipEventTest {

    @Test
    void changesItsOwnAttributesOnly() {
        var profile = ActivationBuilder.read(anEvent().qualifying("vip"));
        var changed = new MembershipEvent(profile, profile.memberships().get(0), anActivation().build(), 0);
        var neighbour = new MembershipEvent(profile, profile.memberships().get(0), anActivation().build(), 1);

        changed.getAttributes().put("person", "changed");

        assertThat(changed.attributesToRead().get("person").textValue()).isEqualTo("changed");
        assertThat(neighbour.attributesToRead().get("person").isObject()).isTrue();
        assertThat(profile.attributes().get("person").isObject()).isTrue();
    }

    @Test
    void saysNothingOfThePerson() {
        var event = anActivation().sees(anEvent().qualifying("vip").by("ada@example.com"));

        assertThat(event).hasToString("eu-nurture/vip at profiles-3@42");
        assertThat(event.toChange()).hasToString("qualified for eu-nurture/vip at profiles-3@42");
    }
}
