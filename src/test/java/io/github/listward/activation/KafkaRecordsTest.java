package io.github.listward.activation;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static io.github.listward.activation.ActivationBuilder.CAMEL;
import static io.github.listward.activation.ActivationBuilder.HASH;
import static io.github.listward.activation.ActivationBuilder.NOW;
import static io.github.listward.activation.ActivationBuilder.anActivation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.batch.Batch;
import io.github.listward.batch.Counts;
import io.github.listward.profile.ProfileEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.Test;

class KafkaRecordsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ChangeFormat format = new ChangeFormat();
    private final KafkaRecords records = new KafkaRecords(format, new RememberedMemberships(MAPPER, HASH), Clock.fixed(NOW, ZoneOffset.UTC));
    private final Batch batch = Counts.batchOf();

    @Test
    void keyAChangeByItsFirstPerson() {
        MembershipEvent event = anActivation().sees(anEvent().qualifying("vip").by("ada@example.com", "lovelace@example.com"));
        new People(ActivationBuilder.exclusions(), new Matching(HASH)).require(event, ActivationBuilder.exchange());

        Message record = records.ofChanges(List.of(event), batch, CAMEL).get(0);

        assertThat(key(record)).isEqualTo(HASH.of("email", "ada@example.com"));
        assertThat(format.read((byte[]) record.getBody())).isEqualTo(event.toChange());
    }

    @Test
    void keyAChangeWithoutPeopleByItsProfile() {
        ProfileEvent profile = ActivationBuilder.read(anEvent().exiting("vip"), "profile-1");
        var event = new MembershipEvent(profile, profile.memberships().get(0), anActivation().build(), 0);

        assertThat(key(records.ofChanges(List.of(event), batch, CAMEL).get(0))).isEqualTo(profile.profile());
    }

    @Test
    void keepAMembershipWithAllThatAnAudienceActivatedLaterNeeds() throws Exception {
        ProfileEvent profile = ActivationBuilder.read(
                anEvent().membership("vip", "Existing").called("VIP").at(NOW).byPrimary("ada@example.com"), "profile-1");

        Message record = ofMemberships(profile).get(0);

        assertThat(key(record)).isEqualTo("ups/vip/" + profile.profile());
        JsonNode expected = MAPPER.readTree("""
                {"version":1,"source":"profiles-3@42","recordedAt":"2026-05-01T12:00:00Z","profile":"%s","namespace":"ups","audience":"vip",
                 "name":"VIP","status":"realized","at":"2026-05-01T12:00:00Z",
                 "identities":[{"namespace":"email","id":"ada@example.com","primary":true}],
                 "attributes":{"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}}}}""".formatted(profile.profile()));
        assertThat(MAPPER.readTree((byte[]) record.getBody())).isEqualTo(expected);
    }

    @Test
    void keyAMembershipWithoutProfileByItsSmallestIdentity() {
        ProfileEvent profile = ActivationBuilder.read(anEvent().qualifying("vip").by("b@example.com", "a@example.com").identity("ECID", "z"));

        assertThat(key(ofMemberships(profile).get(0))).isEqualTo("ups/vip/" + HASH.of("ecid", "z"));
    }

    @Test
    void leaveOutMembershipsNobodyCanBeFoundByOrThatAreAheadOfTime() {
        assertThat(ofMemberships(ActivationBuilder.read(anEvent().qualifying("vip")))).isEmpty();
        assertThat(ofMemberships(ActivationBuilder.read(anEvent().qualifying("vip").at(NOW.plus(Duration.ofHours(1))).by("a@example.com")))).isEmpty();
    }

    @Test
    void writeDeadLettersWithTheirHeadersOneOrMany() {
        var letter = new DeadLetter("UNREADABLE", "no JSON", null, null, "profiles-3@42", null, null, null, NOW, 0);
        var failed = new FailedChange(letter, new byte[] {1, 2, 3});

        List<Message> one = KafkaRecords.ofDeadLetters(failed, CAMEL);

        assertThat(KafkaRecords.ofDeadLetters(List.of(failed, failed), CAMEL)).hasSize(2);
        assertThat(key(one.get(0))).isEqualTo("profiles-3@42");
        assertThat((byte[]) one.get(0).getBody()).containsExactly(1, 2, 3);
        assertThat(DeadLetter.read(name -> one.get(0).getHeader(name, byte[].class))).isEqualTo(letter);
    }

    private List<Message> ofMemberships(ProfileEvent profile) {
        List<Message> all = new ArrayList<>();
        records.ofMemberships(List.of(profile), batch, CAMEL).forEachRemaining(all::add);
        return all;
    }

    private static String key(Message record) {
        return new String(record.getHeader(KafkaConstants.KEY, byte[].class), StandardCharsets.UTF_8);
    }
}
