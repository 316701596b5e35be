package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsValidatorTest {

    /** Valid; each test breaks one thing. */
    private static final String VALID = """
            instances:
              - munchkin-id: 123-ABC-456
                client-id: client
                client-secret: hush
            destinations:
              - id: europe
                instance: 123-ABC-456
                person-action: create-missing
            dataflows:
              - id: eu-nurture
                destination: europe
                audiences:
                  - id: vip_eu
                    name: VIP Europe
                    start: 2026-06-01
                    end: 2027-01-01
                  - id: 5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a02
                    list-id: 1021
                mapping:
                  - source: identityMap.Email
                    field: email
                  - source: person.name.firstName
                    field: firstName
                  - source: person.name.lastName
                    field: lastName
            """;

    @Test
    void findsNothingWrongWithValidDefinitions() {
        assertThat(DefinitionsYaml.problems(VALID)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # this                            | becomes that                    | and then this property          | is wrong in this way
            munchkin-id: 123-ABC-456          | munchkin-id: 123-abc-456        | instances[0].munchkin-id        | is not a munchkin id
            munchkin-id: 123-ABC-456          | base-url: https://example.com   | instances[0].munchkin-id        | is missing
            munchkin-id: 123-ABC-456          | munchkin-id: 123-ABC-457        | destinations[0].instance        | refers to 123-ABC-456, which is not defined
            client-id: client                 | client-id:                      | instances[0].client-id          | is empty
            client-secret: hush               | client-secret:                  | instances[0].client-secret      | is empty
            client-secret: hush               | calls-per-window: 50            | instances[0].client-secret      | is missing
            client-secret: hush               | client-secret: ${NOT_SET}       | instances[0].client-secret      | refers to ${NOT_SET}, which is not set
            client-id: client                 | {base-url: '${NOT_SET}'}        | instances[0].base-url           | refers to ${NOT_SET}, which is not set
            client-id: client                 | {daily-calls: '${NOT_SET}'}     | instances[0].daily-calls        | refers to ${NOT_SET}, which is not set
            client-id: client                 | {base-url: http://example.com}  | instances[0].base-url           | is not https, and would send the client secret in clear text
            client-id: client                 | {base-url: http://127.evil.com} | instances[0].base-url           | is not https, and would send the client secret in clear text
            client-id: client                 | {base-url: example.com}         | instances[0].base-url           | is not the URL of a host
            client-id: client                 | {base-url: https://u:p@example.com} | instances[0].base-url       | is not the URL of a host
            client-id: client                 | {calls-per-window: 101}         | instances[0].calls-per-window   | is 101
            client-id: client                 | {calls-per-window: 0}           | instances[0].calls-per-window   | is 0
            client-id: client                 | {calls-per-window: many}        | instances[0].calls-per-window   | is not a whole number
            client-id: client                 | {concurrent-calls: 11}          | instances[0].concurrent-calls   | is 11
            client-id: client                 | {daily-calls: 0}                | instances[0].daily-calls        | is 0
            client-id: client                 | {daily-calls: 50001}            | instances[0].daily-calls        | is 50001, more than the daily-quota of 50000
            client-id: client                 | {daily-quota: 1}                | instances[0].daily-calls        | is 0
            client-id: client                 | {removals-reserve: 51}          | instances[0].removals-reserve   | is 51
            client-id: client                 | {removals-reserve: -1}          | instances[0].removals-reserve   | is -1
            client-id: client                 | {client-secrets: x}             | instances[0].client-secrets     | is not a property
            client-id: client                 | {limits: {daily: 1}}            | instances[0].limits.daily       | is not a property
            id: europe                        | id: Europe                      | destinations[0].id              | is not an id
            id: europe                        | id: eu--rope                    | destinations[0].id              | is not an id
            id: europe                        | name: Europe                    | destinations[0].id              | is missing
            instance: 123-ABC-456             | name: Europe                    | destinations[0].instance        | is missing
            person-action: create-missing     | person-action: create           | destinations[0].person-action   | is not one of the values it may have
            person-action: create-missing     | sync-type: audience             | destinations[0].sync-type       | is not one of the values it may have
            person-action: create-missing     | match-keys: []                  | destinations[0].match-keys      | is empty, or has an empty or repeated field
            person-action: create-missing     | match-keys: [email, email]      | destinations[0].match-keys      | is empty, or has an empty or repeated field
            person-action: create-missing     | match-keys: [email, crmId]      | dataflows[0].mapping            | feeds no crmId, by which destination europe looks people up
            person-action: create-missing     | workspace: ''                   | destinations[0].workspace       | is empty
            person-action: create-missing     | persn-action: create-missing    | destinations[0].persn-action    | is not a property
            destination: europe               | destination: america            | dataflows[0].destination        | refers to america, which is not defined
            destination: europe               | enabled: perhaps                | dataflows[0].enabled            | is neither true nor false
            id: vip_eu                        | id: vip eu                      | dataflows[0].audiences[0].id    | is not an audience id
            id: vip_eu                        | enabled: true                   | dataflows[0].audiences[0].id    | is missing
            id: vip_eu                        | id: 5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a02 | dataflows[0].audiences[1].id | is the same as listward.dataflows[0].audiences[0].id
            name: VIP Europe                  | name: VIP, Europe               | dataflows[0].audiences[0].name  | has a comma
            name: VIP Europe                  | name: ''                        | dataflows[0].audiences[0].name  | is empty
            name: VIP Europe                  | list-name: VIP, Europe          | dataflows[0].audiences[0].list-name | has a comma
            name: VIP Europe                  | list-id: 1021                   | dataflows[0].audiences[1].list-id | is the same as listward.dataflows[0].audiences[0].list-id
            name: VIP Europe                  | list-id: 0                      | dataflows[0].audiences[0].list-id | is not the id of a list
            name: VIP Europe                  | folder: Group Lists             | dataflows[0].audiences[0].folder | is not a path
            list-id: 1021                     | name: vip europe                | dataflows[0].audiences[1].name  | is the same as listward.dataflows[0].audiences[0].name
            list-id: 1021                     | list-name: VIP Europe           | dataflows[0].audiences[1].list-name | is the same as listward.dataflows[0].audiences[0].name
            end: 2027-01-01                   | end: 2026-06-01                 | dataflows[0].audiences[0].end   | is not after the start
            end: 2027-01-01                   | end: New Year                   | dataflows[0].audiences[0].end   | is not a date
            end: 2027-01-01                   | ends: 2027-01-01                | dataflows[0].audiences[0].ends  | is not a property
            source: identityMap.Email         | source: identityMap.            | dataflows[0].mapping[0].source  | is neither a path nor a namespace
            source: identityMap.Email         | source: person..name            | dataflows[0].mapping[0].source  | is neither a path nor a namespace
            source: identityMap.Email         | mandatory: true                 | dataflows[0].mapping[0].source  | is missing
            field: email                      | field: Email                    | dataflows[0].mapping            | feeds no email, by which destination europe looks people up
            field: firstName                  | field: first                    | dataflows[0].mapping            | does not feed firstName and lastName, which destination europe needs to create people
            field: firstName                  | field: lastName                 | dataflows[0].mapping[2].field   | is the same as listward.dataflows[0].mapping[1].field
            field: firstName                  | field: ''                       | dataflows[0].mapping[1].field   | is empty
            """)
    void saysWhichPropertyIsWrongAndHow(String valid, String broken, String property, String problem) {
        assertThat(VALID).contains(valid);
        // What stands in braces is added, anything else replaces.
        String change = broken.startsWith("{") ? valid + "\n    " + broken.substring(1, broken.length() - 1) : broken;

        assertThat(DefinitionsYaml.problems(VALID.replaceFirst(valid, change.replace("$", "\\$"))))
                .anySatisfy(found -> {
                    assertThat(found.property()).isEqualTo("listward." + property);
                    assertThat(found.problem()).isEqualTo(problem);
                    assertThat(found.remedy()).isNotBlank();
                })
                .noneSatisfy(found -> assertThat(found.toString()).contains("hush"));
    }

    @Test
    void asksForEveryKindOfDefinition() {
        assertThat(DefinitionsYaml.problems("topics: {changes: listward.changes}"))
                .extracting(Problem::property)
                .containsExactly("listward.instances", "listward.destinations", "listward.dataflows");
    }

    @Test
    void asksForAudiencesAndMappingOfADataflow() {
        assertThat(DefinitionsYaml.problems(VALID.substring(0, VALID.indexOf("    audiences:"))))
                .extracting(Problem::property)
                .containsExactly("listward.dataflows[0].audiences", "listward.dataflows[0].mapping", "listward.dataflows[0].mapping");
    }

    @Test
    void refusesDefinitionsOfTheSameId() {
        String twice = """
                instances:
                  - {munchkin-id: 123-ABC-456, client-id: a, client-secret: b}
                  - {munchkin-id: 123-ABC-456, client-id: a, client-secret: b}
                destinations:
                  - {id: europe, instance: 123-ABC-456}
                  - {id: europe, instance: 123-ABC-456}
                dataflows:
                  - {id: nurture, destination: europe, audiences: [{id: a}], mapping: [{source: identityMap.Email, field: email}]}
                  - {id: nurture, destination: europe, audiences: [{id: a}], mapping: [{source: identityMap.Email, field: email}]}
                """;

        assertThat(DefinitionsYaml.problems(twice))
                .extracting(Problem::property)
                .containsExactly("listward.instances[1].munchkin-id", "listward.destinations[1].id", "listward.dataflows[1].id");
    }

    @Test
    void letsTwoWorkspacesHaveAListOfTheSameName() {
        String workspaces = """
                instances: [{munchkin-id: 123-ABC-456, client-id: a, client-secret: b}]
                destinations:
                  - {id: europe, instance: 123-ABC-456, workspace: Europe}
                  - {id: america, instance: 123-ABC-456, workspace: America}
                dataflows:
                  - {id: eu, destination: europe, audiences: [{id: a, name: VIP}], mapping: [{source: identityMap.Email, field: email}]}
                  - {id: us, destination: america, audiences: [{id: a, name: VIP}], mapping: [{source: identityMap.Email, field: email}]}
                """;

        assertThat(DefinitionsYaml.problems(workspaces)).isEmpty();
    }

    @Test
    void letsAProfileOnlyDestinationShareNamesSinceItFeedsNoList() {
        assertThat(DefinitionsYaml.problems(VALID.replace("list-id: 1021", "name: VIP Europe")
                .replace("person-action: create-missing", "sync-type: profile-only"))).isEmpty();
    }

    @Test
    void suggestsTheNameThatWasProbablyMeant() {
        assertThat(DefinitionsYaml.problems(VALID.replace("person-action", "persn-action")))
                .extracting(Problem::remedy)
                .containsExactly("Did you mean person-action?");
    }

    @Test
    void onlyWarnsAboutWhatAepAdvisesAgainst() {
        String audiences = IntStream.rangeClosed(1, 251).mapToObj("{id: a%d}"::formatted).collect(Collectors.joining(", "));
        String rows = IntStream.rangeClosed(1, 51).mapToObj("{source: a.b%1$d, field: f%1$d}"::formatted).collect(Collectors.joining(", "));
        DefinitionsValidator validator = new DefinitionsValidator(DefinitionsYaml.bind("""
                instances: [{munchkin-id: 123-ABC-456, client-id: a, client-secret: b}]
                destinations: [{id: europe, instance: 123-ABC-456, match-keys: f1}]
                dataflows: [{id: eu, destination: europe, audiences: [%s], mapping: [%s]}]
                """.formatted(audiences, rows)));

        assertThat(validator.problems()).isEmpty();
        assertThat(validator.warnings()).extracting(Problem::property)
                .containsExactly("listward.dataflows[0].audiences", "listward.dataflows[0].mapping");
    }
}
