package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.marketo.Instance;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsPropertiesTest {

    @Test
    void aDefinitionThatSaysOnlyWhatItMustHasTheseDefaults() {
        DefinitionsProperties properties = DefinitionsYaml.bind("""
                instances: [{munchkin-id: 123-ABC-456, client-id: a, client-secret: b}]
                destinations: [{id: europe, instance: 123-ABC-456}]
                dataflows: [{id: eu-nurture, destination: europe, audiences: [{id: vip}], mapping: [{source: identityMap.Email, field: email}]}]
                """);

        Instance instance = properties.instances().get(0);
        assertThat(instance.baseUrl()).isEqualTo(URI.create("https://123-abc-456.mktorest.com"));
        assertThat(instance.callsPerWindow()).isEqualTo(50);
        assertThat(instance.concurrentCalls()).isEqualTo(5);
        assertThat(instance.dailyQuota()).isEqualTo(50_000);
        assertThat(instance.dailyCalls()).isEqualTo(25_000);
        assertThat(instance.removalsReserve()).isEqualTo(5);
        assertThat(properties.destinations()).containsExactly(new Destination("europe", "europe", null, "123-ABC-456", "Default", "Default",
                Destination.PersonAction.MATCH_EXISTING, Destination.SyncType.AUDIENCE_AND_PROFILE, List.of("email"),
                Destination.MultiMatch.NEWEST, Destination.DeletedLeads.EXCLUDE));
        assertThat(properties.dataflows()).containsExactly(new Dataflow("eu-nurture", "eu-nurture", "europe", true, Dataflow.Identities.ALL,
                List.of(new Audience("vip", null, true, null, null, Audience.WhenEnded.KEEP, null, null, null, Audience.WhenListMissing.RECREATE)),
                List.of(new MappingRow("identityMap.Email", "email", false))));
    }

    @Test
    void nothingDefinedIsEmptyAndNotNull() {
        assertThat(DefinitionsYaml.bind("source: {topic: profiles}"))
                .isEqualTo(new DefinitionsProperties(List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "https://example.com/", "https://example.com/rest", "https://example.com//rest//"})
    void aBaseUrlMayBeWrittenAsMarketoShowsTheEndpoint(String url) {
        DefinitionsProperties properties = DefinitionsYaml.bind("instances: [{munchkin-id: 123-ABC-456, base-url: '%s'}]".formatted(url));

        assertThat(properties.instances().get(0).baseUrl()).isEqualTo(URI.create("https://example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-01, 2027-01-01T00:00:00Z",
        "2027-01-01T08:30, 2027-01-01T08:30:00Z",
        "2027-01-01T08:30:00, 2027-01-01T08:30:00Z",
        "2027-01-01T08:30:00Z, 2027-01-01T08:30:00Z",
        "2027-01-01T08:30:00+01:00, 2027-01-01T07:30:00Z"
    })
    void aMomentMayBeADateADateTimeOrOneWithOffset(String written, Instant moment) {
        DefinitionsProperties properties = DefinitionsYaml.bind("dataflows: [{audiences: [{start: %s}]}]".formatted(written));

        assertThat(properties.dataflows().get(0).audiences().get(0).start()).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create-missing", "CREATE_MISSING", "Create-Missing"})
    void aChoiceMayBeWrittenInAnyCase(String written) {
        DefinitionsProperties properties = DefinitionsYaml.bind("destinations: [{person-action: %s}]".formatted(written));

        assertThat(properties.destinations().get(0).personAction()).isEqualTo(Destination.PersonAction.CREATE_MISSING);
    }

    @Test
    void noDefinitionPrintsTheClientSecret() {
        DefinitionsProperties properties = DefinitionsYaml.bind("instances: [{munchkin-id: 123-ABC-456, client-secret: hush}]");

        assertThat(properties.instances().get(0).clientSecret().value()).isEqualTo("hush");
        assertThat(properties.toString()).doesNotContain("hush");
    }
}
