package io.github.listward.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.Readme;
import io.github.listward.profile.SourceProperties.ProfileKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** The events of the README are read as it says. */
class ReadmeEventsTest {

    private static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");

    private final ProfileReader reader = new ProfileReader(new ObjectMapper(), new IdentityHash(new byte[32]),
            new SourceProperties(DataSize.ofMegabytes(1), ProfileKey.RECORD_KEY));

    @Test
    void bothDialectsSayWhoAndWhatAndSinceWhen() throws UnreadableEventException {
        ProfileEvent qualified = read(0);
        ProfileEvent exited = read(1);

        assertThat(qualified.memberships()).containsExactly(
                new Membership("ups", "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01", "realized", TEN, "VIP Europe"));
        assertThat(exited.memberships()).containsExactly(
                new Membership("CustomerAudienceUpload", "lapsed_customers", "exited", TEN, null));
        for (ProfileEvent event : new ProfileEvent[] {qualified, exited}) {
            assertThat(event.identities("Email")).extracting(Identity::value).containsExactly("ada@example.com");
            assertThat(event.attributes().at("/person/name/firstName").asText()).isEqualTo("Ada");
        }
    }

    private ProfileEvent read(int number) throws UnreadableEventException {
        byte[] event = Readme.blocks("json").get(number).getBytes(StandardCharsets.UTF_8);
        return reader.read(event, null, new Position("profiles", 0, number), Instant.EPOCH);
    }
}
