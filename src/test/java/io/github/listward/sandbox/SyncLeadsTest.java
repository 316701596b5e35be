package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncLeadsTest {

    private final MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().workspace("EU", "EU", "Default").start();
    private final Wire wire = Wire.to(marketo);

    @BeforeEach
    void arrange() {
        marketo.hasField("crmId", "string", 20, true, true);
        marketo.hasField("level", "integer", null, true, false);
        marketo.hasField("ratio", "float", null, true, false);
        marketo.hasField("share", "percent", null, true, false);
        marketo.hasField("seenAt", "datetime", null, true, false);
        marketo.hasLead("one@example.com");
        marketo.hasLead("two@example.com");
        marketo.hasLead("two@example.com");
        marketo.hasLead(Map.of("email", "eu@example.com", "leadPartition", "EU"));
        marketo.hasLead(Map.of("email", "both@example.com", "leadPartition", "EU"));
        marketo.hasLead("both@example.com");
    }

    @AfterEach
    void close() {
        marketo.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'input':[{'email':'new@example.com'}]}                                                   | created
            {'input':[{'email':'ONE@example.com'}]}                                                   | updated
            {'input':[{'email':'two@example.com'}]}                                                   | 1007
            {'input':[{'firstName':'Ada'}]}                                                           | 1003
            {'input':[{'email':null}]}                                                                | 1003
            {'input':[{'email':'one@example.com','noSuchField':1}]}                                   | 1006
            {'input':[{'email':'one@example.com','FirstName':'Ada'}]}                                 | 1006
            {'input':[{'email':'one@example.com','ecids':'1'}]}                                       | 1006
            {'input':[{'email':'one@example.com','company':'Acme'}]}                                  | 1021
            {'input':[{'email':'one@example.com','id':1000001}]}                                      | 1003
            {'lookupField':'crmId','input':[{'crmId':'c-1','email':'new@example.com'}]}               | created
            {'action':'createOnly','input':[{'email':'one@example.com'}]}                             | 1005
            {'action':'createOnly','input':[{'email':'new@example.com','id':1}]}                      | 1003
            {'action':'updateOnly','input':[{'email':'new@example.com'}]}                             | 1004
            {'action':'updateOnly','input':[{'email':'both@example.com'}]}                            | 1007
            {'action':'updateOnly','lookupField':'id','input':[{'id':1000001}]}                       | updated
            {'action':'updateOnly','lookupField':'id','input':[{'id':1}]}                             | 1004
            {'action':'createDuplicate','input':[{'email':'one@example.com'}]}                        | created
            {'partitionName':'EU','input':[{'email':'eu@example.com'}]}                               | updated
            {'partitionName':'EU','input':[{'email':'both@example.com'}]}                             | updated
            {'partitionName':'EU','input':[{'email':'one@example.com'}]}                              | 1010
            {'input':[{'email':'eu@example.com'}]}                                                    | 1010
            {'partitionName':'Mars','input':[{'email':'new@example.com'}]}                            | 1008
            """)
    void judgesTheRow(String body, String expected) {
        assertThat(Wire.rows(wire.postJson("/rest/v1/leads.json", body))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'lookupField':'userId','input':[{'userId':'1'}]}                                         | 1006
            {'lookupField':'firstName','input':[{'firstName':'Ada'}]}                                 | 1011
            {'lookupField':'ecids','input':[{'ecids':'1'}]}                                           | 1011
            {'lookupField':'id','input':[{'id':1000001}]}                                             | 1003
            {'action':'upsert','input':[{'email':'new@example.com'}]}                                 | 1003
            {'action':'updateOnly','partitionName':'EU','input':[{'email':'eu@example.com'}]}         | 1003
            {'input':[]}                                                                              | 1002
            {}                                                                                        | 1002
            {'input':[{'email':'a@example.com','email':'b@example.com'}]}                             | 609
            """)
    void judgesTheCall(String body, String expected) {
        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads.json", body))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'email':'bademail'                        | 1003
            'email':'ünï@example.com'                 | 1003
            'crmId':'123456789012345678901'           | 1003
            'crmId':12                                | 1003
            'unsubscribed':'other'                    | 1003
            'unsubscribed':true                       | updated
            'level':14                                | updated
            'level':14.1                              | 1003
            'level':99999999999                       | 1003
            'ratio':'14c'                             | 1003
            'ratio':14.5                              | updated
            'share':'100%'                            | 1003
            'seenAt':'yesterday'                      | 1003
            'seenAt':'2026-07-01T10:00:00+02:00'      | updated
            'dateOfBirth':'1990-02-30'                | 1003
            'dateOfBirth':'1990-02-28'                | updated
            'firstName':['Ada']                       | 1003
            'firstName':''                            | updated
            """)
    void judgesTheValueByTheTypeOfItsField(String cell, String expected) {
        long lead = marketo.hasLead("typed@example.com");

        JsonNode answer = wire.postJson(
                "/rest/v1/leads.json", "{'action':'updateOnly','lookupField':'id','input':[{'id':" + lead + "," + cell + "}]}");

        assertThat(Wire.rows(answer)).containsExactly(expected);
    }

    @Test
    void refusesTheSecondOfTwoRowsWithOneKey() {
        JsonNode answer = wire.postJson("/rest/v1/leads.json", "{'input':[{'email':'new@example.com'},{'email':'NEW@example.com'}]}");

        assertThat(Wire.rows(answer)).containsExactly("created", "1036");
    }

    @Test
    void storesWhatWasSentAndClearsWhatWasNulled() {
        long lead = marketo.hasLead(Map.of("email", "ada@example.com", "firstName", "Ada", "lastName", "Lovelace"));

        wire.postJson(
                "/rest/v1/leads.json",
                "{'input':[{'email':'ada@example.com','firstName':null,'unsubscribed':null,'seenAt':'2026-07-01T10:00:00.123+02:00'}]}");

        assertThat(marketo.lead(lead))
                .containsEntry("firstName", null)
                .containsEntry("lastName", "Lovelace")
                .containsEntry("unsubscribed", false)
                .containsEntry("seenAt", "2026-07-01T08:00:00Z");
    }

    @Test
    void createsInTheNamedPartition() {
        wire.postJson("/rest/v1/leads.json", "{'partitionName':'EU','input':[{'email':'new@example.com'}]}");

        assertThat(marketo.leadsWith("email", "new@example.com")).singleElement().satisfies(lead -> assertThat(lead).containsEntry("leadPartitionId", 2));
    }

    @Test
    void passesOverReadOnlyFieldsWhenToldTo() {
        try (MarketoSandbox lenient = MarketoSandbox.builder().ignoringReadOnlyFields().start()) {
            JsonNode answer = Wire.to(lenient).postJson("/rest/v1/leads.json", "{'input':[{'email':'new@example.com','ecids':'1'}]}");

            assertThat(Wire.rows(answer)).containsExactly("created");
            assertThat(lenient.leadsWith("email", "new@example.com").get(0)).doesNotContainKey("ecids");
        }
    }
}
