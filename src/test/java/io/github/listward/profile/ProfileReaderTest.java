package io.github.listward.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class ProfileReaderTest {

    private static final Position POSITION = new Position("profiles", 3, 42);
    private static final Instant RECORDED_AT = Instant.parse("2026-05-01T10:00:00Z");

    private final ProfileReader reader = readerUpTo(DataSize.ofKilobytes(64));

    @Test
    void readsTheDialectWithXdmPathsAtTheRoot() throws Exception {
        ProfileEvent event = read("""
                {"person": {"birthDate": "1980-02-29", "name": {"firstName": "Ada", "middleName": null}},
                 "personalEmail": {"address": "ada@example.com"},
                 "segmentMembership": {"ups": {"11111111-aaaa-bbbb-cccc-222222222222": {"lastQualificationTime": "2022-01-11T21:24:39Z",
                    "status": "exited", "name": "VIP Europe", "createdAt": 1648553325000}}},
                 "identityMap": {"ecid": [{"id": "38571"}], "email": [{"id": "ada@example.com", "primary": true}]}}""");

        assertThat(event.position()).isEqualTo(POSITION);
        assertThat(event.recordedAt()).isEqualTo(RECORDED_AT);
        assertThat(event.memberships()).containsExactly(new Membership(
                "ups", "11111111-aaaa-bbbb-cccc-222222222222", "exited", Instant.parse("2022-01-11T21:24:39Z"), "VIP Europe"));
        assertThat(event.identities()).containsExactly(
                new Identity("ecid", "38571", false), new Identity("email", "ada@example.com", true));
        assertThat(event.at("person.name.firstName").textValue()).isEqualTo("Ada");
        assertThat(event.at("personalEmail.address").textValue()).isEqualTo("ada@example.com");
        assertThat(event.at("person.name.middleName")).isNull();
        assertThat(event.at("person.name.nickName")).isNull();
        assertThat(event.at("person.birthDate.year")).isNull();
        assertThat(event.at("identityMap.ecid")).isNull();
    }

    @Test
    void readsTheDialectWithWrappedAttributes() throws Exception {
        ProfileEvent event = read("""
                {"segmentMembership": {"CustomerAudienceUpload": {"vip_eu": {"status": "realized"}}},
                 "identityMap": {"email": [{"id": "ada@example.com"}, {"id": "lovelace@example.com"}]},
                 "attributes": {"firstName": {"value": "Ada"}, "birthDate": {}, "title": {"value": null}, "city": "London",
                    "person.name.lastName": {"value": "Lovelace"}, "home": {"address": {"zip": {"value": "W1"}}},
                    "score": {"value": 0}, "tags": {"value": ["a", "b"]}}}""");

        assertThat(event.memberships()).containsExactly(new Membership("CustomerAudienceUpload", "vip_eu", "realized", RECORDED_AT, null));
        assertThat(event.at("firstName").textValue()).isEqualTo("Ada");
        assertThat(event.at("person.name.lastName").textValue()).isEqualTo("Lovelace");
        assertThat(event.at("home.address.zip").textValue()).isEqualTo("W1");
        assertThat(event.at("city").textValue()).isEqualTo("London");
        assertThat(event.at("score").intValue()).isZero();
        assertThat(event.at("tags")).hasSize(2);
        assertThat(event.at("birthDate")).isNull();
        assertThat(event.at("title")).isNull();
    }

    @Test
    void readsKeysWithTheXdmPrefix() throws Exception {
        ProfileEvent event = read("""
                {"xdm:person": {"xdm:name": {"xdm:firstName": "Ada"}},
                 "xdm:segmentMembership": {"ups": {"vip": {"xdm:status": "realized", "xdm:lastQualificationTime": "2018-04-26T15:52:25+00:00"}}},
                 "xdm:identityMap": {"Email": [{"xdm:id": "ada@example.com", "xdm:primary": true}]}}""");

        assertThat(event.memberships()).containsExactly(
                new Membership("ups", "vip", "realized", Instant.parse("2018-04-26T15:52:25Z"), null));
        assertThat(event.identities()).containsExactly(new Identity("email", "ada@example.com", true));
        assertThat(event.at("person.name.firstName").textValue()).isEqualTo("Ada");
    }

    @Test
    void takesTheRecordsTimeWhereAMembershipHasNoUsableOne() throws Exception {
        ProfileEvent event = read("""
                {"segmentMembership": {"ups": {"a": {"status": "realized", "lastQualificationTime": "yesterday"}}}}""");

        assertThat(event.memberships().get(0).at()).isEqualTo(RECORDED_AT);
    }

    @Test
    void keepsAMembershipThatCannotBeUnderstoodBesideThoseThatCan() throws Exception {
        ProfileEvent event = read("""
                {"segmentMembership": {"AAM": null, "Email": "x", "ups": {"a": null, "b": "realized", "c": {}, "d": {"status": 1},
                    "e": {"status": "realized", "lastQualificationTime": [], "name": 7}}}}""");

        assertThat(event.memberships()).extracting(Membership::audience).containsExactly("a", "b", "c", "d", "e");
        assertThat(event.memberships()).extracting(Membership::status).containsExactly("", "", "", "", "realized");
        assertThat(event.memberships()).extracting(Membership::name).containsOnlyNulls();
    }

    @Test
    void keepsOnlyIdentitiesThatIdentify() throws Exception {
        ProfileEvent event = read("""
                {"segmentMembership": {"ups": {"a": {"status": "realized"}}},
                 "identityMap": {"crmId": [{"id": 4711}, {"id": " b "}, {"id": " "}, {"id": null}, {}, null, "x", {"id": "%s"}],
                    "phone": {"id": "1"}, "email": null}}""".formatted("x".repeat(1_001)));

        assertThat(event.identities()).containsExactly(new Identity("crmid", "4711", false), new Identity("crmid", "b", false));
    }

    @ParameterizedTest
    @CsvSource({"ECID, ecid", "Email, email", "Adobe Marketing Cloud ID, ecid", "adobe experience cloud id, ecid", "Adobe Experience Platform ID, ecid"})
    void knowsNamespacesInAnyCaseAndTheFormerNamesOfEcid(String sent, String canonical) throws Exception {
        ProfileEvent event = read("""
                {"segmentMembership": {"ups": {"a": {"status": "realized"}}}, "identityMap": {"%s": [{"id": "1"}]}}""".formatted(sent));

        assertThat(event.identities()).containsExactly(new Identity(canonical, "1", false));
    }

    @Test
    void knowsAProfileByItsRecordKeyFirst() throws Exception {
        String one = profile("p1", "{\"email\": [{\"id\": \"ada@example.com\", \"primary\": true}]}");

        assertThat(one).isEqualTo(profile("p1", "{}")).isNotEqualTo(profile("p2", "{}"));
    }

    @Test
    void knowsAProfileWithoutKeyByItsPrimaryIdentity() throws Exception {
        String one = profile("", "{\"crmId\": [{\"id\": \"1\"}], \"email\": [{\"id\": \"ada@example.com\", \"primary\": true}]}");

        assertThat(one).isEqualTo(profile("", "{\"email\": [{\"id\": \"ADA@example.com\"}]}"));
    }

    @Test
    void knowsAProfileWithoutPrimaryIdentityByTheSmallestWhateverTheOrder() throws Exception {
        String one = profile("", "{\"email\": [{\"id\": \"b@example.com\"}, {\"id\": \"a@example.com\"}], \"crmId\": [{\"id\": \"1\"}]}");

        assertThat(one).isEqualTo(profile("", "{\"crmId\": [{\"id\": \"1\"}], \"email\": [{\"id\": \"a@example.com\"}]}"));
    }

    @Test
    void readsAnEventWithoutAnyIdentity() throws Exception {
        ProfileEvent event = read("{\"segmentMembership\": {\"ups\": {\"a\": {\"status\": \"realized\"}}}}");

        assertThat(event.identities()).isEmpty();
        assertThat(event.profile()).hasSize(22);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                        | The event is empty
            ada@example.com                           | The event is not JSON (line 1, column 1)
            {"segmentMembership": {"ups":             | The event is not JSON (line 1, column 30)
            {"segmentMembership": {}} {}              | The event is not JSON (line 1, column 27)
            [{"segmentMembership": {}}]               | The event is JSON, but not an object
            null                                      | The event is JSON, but not an object
            "text"                                    | The event is JSON, but not an object
            {"identityMap": {}}                       | The event has no segmentMembership
            {"segmentMembership": null}               | The event has no segmentMembership
            {"segmentMembership": ["vip"]}            | segmentMembership is not an object
            {"segmentMembership": {}}                 | segmentMembership names no audience
            {"segmentMembership": {"ups": {}}}        | segmentMembership names no audience
            {"segmentMembership": {"ups": "x"}}       | segmentMembership names no audience
            """)
    void saysWhyAnEventIsUnreadableWithoutQuotingIt(String event, String reason) {
        assertThatThrownBy(() -> read(event)).isInstanceOf(UnreadableEventException.class).hasMessage(reason).hasNoCause();
    }

    @Test
    void refusesATombstone() {
        assertThatThrownBy(() -> reader.read(null, null, POSITION, RECORDED_AT)).hasMessage("The event is empty");
    }

    @Test
    void refusesNestingThatCouldExhaustTheStack() {
        String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);

        assertThatThrownBy(() -> read(deep)).isInstanceOf(UnreadableEventException.class).hasMessageStartingWith("The event is nested too deep");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] bytes = {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'};

        assertThatThrownBy(() -> reader.read(bytes, null, POSITION, RECORDED_AT))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageStartingWith("The event is not JSON");
    }

    @Test
    void refusesAnEventLargerThanConfiguredAndNamesTheSetting() {
        assertThatThrownBy(() -> readerUpTo(DataSize.ofBytes(10)).read(new byte[11], null, POSITION, RECORDED_AT))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("The event has 11 bytes; listward.source.max-event-size allows 10");
    }

    private ProfileEvent read(String json) throws UnreadableEventException {
        return reader.read(json.getBytes(StandardCharsets.UTF_8), null, POSITION, RECORDED_AT);
    }

    private String profile(String key, String identityMap) throws UnreadableEventException {
        String json = "{\"segmentMembership\": {\"ups\": {\"a\": {\"status\": \"realized\"}}}, \"identityMap\": " + identityMap + "}";
        return reader.read(json.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8), POSITION, RECORDED_AT).profile();
    }

    private static ProfileReader readerUpTo(DataSize size) {
        return new ProfileReader(new ObjectMapper(), new IdentityHash(new byte[32]), new SourceProperties(size));
    }
}
