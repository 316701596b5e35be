package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingCheckTest {

    @Test
    void findsNothingWrongWithFieldsTheInstanceHas() {
        assertThat(check("email", "identityMap.Email", "email")).isEmpty();
        assertThat(check("email", "person.name.firstName", "firstName")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            person.name.firstName | firstname   | names firstname, which the instance does not have     | Did you mean firstName?
            person.name.firstName | frstName    | names frstName, which the instance does not have      | Did you mean firstName?
            person.name.firstName | shoeSize    | names shoeSize, which the instance does not have      | Use a REST name (Marketo: Admin, Field Management, Export Field Names)
            person.name.firstName | createdAt   | names createdAt, which Marketo lets nobody write      | Remove the row, or map to a field that can be written
            identityMap.ECID      | firstName   | names firstName, by which Marketo looks nobody up     | Use one of crmId, email, id
            """)
    void saysWhichRowMarketoWouldRefuseAndWhy(String source, String field, String problem, String remedy) {
        assertThat(check("email", source, field))
                .containsExactly(new Problem("listward.dataflows[eu-nurture].mapping[0].field", problem, remedy));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            firstName | names firstName, by which Marketo looks nobody up    | Use one of crmId, email, id
            crmID     | names crmID, which the instance does not have        | Did you mean crmId?
            crmIds    | names crmIds, which the instance does not have       | Did you mean crmId?
            """)
    void saysWhichMatchKeyIsOfNoUse(String key, String problem, String remedy) {
        assertThat(check(key, "person.name.firstName", "firstName"))
                .containsExactly(new Problem("listward.destinations[europe].match-keys", problem, remedy));
    }

    @Test
    void letsAMatchKeyBeReadOnlySinceNothingIsWrittenToIt() {
        assertThat(check("id", "identityMap.marketoId", "id")).isEmpty();
    }

    private static List<Problem> check(String matchKey, String source, String field) {
        Destination destination = new Destination("europe", null, null, "123-ABC-456", "Default", "Default",
                Destination.PersonAction.MATCH_EXISTING, Destination.SyncType.AUDIENCE_AND_PROFILE, List.of(matchKey),
                Destination.MultiMatch.NEWEST, Destination.DeletedLeads.EXCLUDE);
        Dataflow dataflow = new Dataflow("eu-nurture", null, "europe", true, Dataflow.Identities.ALL, List.of(),
                List.of(new MappingRow(source, field, false)));
        return MappingCheck.check(dataflow, destination, DescribeTest.sample());
    }
}
