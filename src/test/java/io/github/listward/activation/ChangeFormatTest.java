package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeFormatTest {

    private final ChangeFormat format = new ChangeFormat();

    @Test
    void readsWhatItWrote() {
        MembershipEvent event = anActivation()
                .mapping("identityMap.Email", "email").mapping("person.name.firstName", "firstName").mapping("tags", "tags")
                .sees(anEvent().qualifying("vip").called("Größte Kunden").by("ada@example.com").with("tags", List.of(1, "zwei", true)));
        new People(ActivationBuilder.exclusions(), new Matching(ActivationBuilder.HASH)).require(event, ActivationBuilder.exchange());
        new Mapping(ActivationBuilder.exclusions()).map(event, ActivationBuilder.exchange());
        MembershipChange change = event.toChange();

        assertThat(format.read(format.write(change))).isEqualTo(change);
    }

    @Test
    void refusesAnotherVersion() {
        String written = new String(format.write(anActivation().sees(anEvent().qualifying("vip")).toChange()), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read(written.replace("\"version\":1", "\"version\":2"))).hasMessageContaining("version 2").hasMessageContaining("drained");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada@example.com", "{\"people\":\"ada@example.com\"}", "[]", "null", "{}"})
    void refusesWhatIsNoChangeWithoutQuotingIt(String foreign) {
        assertThatThrownBy(() -> read(foreign))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("ada@example.com")
                .hasNoCause();
    }

    @Test
    void refusesATombstone() {
        assertThatThrownBy(() -> format.read(null)).isInstanceOf(IllegalStateException.class).hasMessageContaining("empty");
    }

    private MembershipChange read(String json) {
        return format.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
