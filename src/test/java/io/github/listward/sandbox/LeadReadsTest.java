package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadReadsTest {

    private final MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().workspace("EU", "EU").start();
    private final Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void returnsTheDefaultFieldsAndNullsUnlessOthersAreAskedFor() {
        marketo.hasLead(Map.of("email", "ada@example.com", "leadPartition", "EU"));

        JsonNode byDefault = find("email", "ada@example.com").at("/result/0");
        JsonNode asked = wire.get("/rest/v1/leads.json?filterType=email&filterValues=ada@example.com&fields=leadPartitionId,firstName").at("/result/0");

        assertThat(byDefault.fieldNames()).toIterable().containsExactly("id", "email", "updatedAt", "createdAt", "firstName", "lastName");
        assertThat(byDefault.path("firstName").isNull()).isTrue();
        assertThat(asked.fieldNames()).toIterable().containsExactly("leadPartitionId", "firstName");
        assertThat(asked.path("leadPartitionId").asInt()).isEqualTo(2);
    }

    @Test
    void walksThroughAllLeadsPageByPage() {
        for (int i = 0; i < 7; i++) {
            marketo.hasLead(Map.of("email", "ada@example.com", "firstName", "n" + i));
        }
        List<String> names = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = longRead("email", "ada@example.com", "batchSize", "3", "nextPageToken", token);
            page.path("result").forEach(row -> names.add(row.path("firstName").asText()));
            token = page.path("nextPageToken").asText();
            pages++;
        } while (!token.isEmpty());

        assertThat(names).containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void refusesMoreThanAThousandHits() {
        for (int i = 0; i < 1000; i++) {
            marketo.hasLead("shared@example.com");
        }
        assertThat(Wire.verdict(find("email", "shared@example.com"))).isEqualTo("success");

        marketo.hasLead("shared@example.com");

        assertThat(Wire.verdict(find("email", "shared@example.com"))).isEqualTo("1003");
    }

    @Test
    void findsByASearchableCustomFieldThatWasArrangedLater() {
        marketo.hasLead(Map.of("email", "ada@example.com", "crmId", "C-1"));
        marketo.hasField("crmId", "string", 40, true, true);

        assertThat(find("crmId", "c-1").path("result")).hasSize(1);
        assertThat(wire.get("/rest/v1/leads/describe2.json").at("/result/0/searchableFields")).contains(Json.array().add("crmId"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            filterType=ecids&filterValues=1                                | 1011
            filterType=firstName&filterValues=Ada                          | 1011
            filterType=nonsense&filterValues=1                             | 1006
            filterType=email                                               | 1002
            filterValues=a@example.com                                     | 1002
            filterType=email&filterValues=a@example.com&fields=nonsense    | 1006
            filterType=email&filterValues=a@example.com&batchSize=301      | 1003
            filterType=email&filterValues=a@example.com&nextPageToken=AAA  | 1003
            filterType=id&filterValues=1                                   | success
            """)
    void judgesTheFilter(String query, String expected) {
        assertThat(Wire.verdict(wire.get("/rest/v1/leads.json?" + query))).isEqualTo(expected);
    }

    @Test
    void readsOneLeadOrSaysThatThereIsNone() {
        long lead = marketo.hasLead("ada@example.com");

        assertThat(wire.get("/rest/v1/lead/" + lead + ".json").at("/result/0/email").asText()).isEqualTo("ada@example.com");
        assertThat(Wire.verdict(wire.get("/rest/v1/lead/1.json"))).isEqualTo("1004");
    }

    @Test
    void deletesLeadsInBothWays() {
        long ada = marketo.hasLead("ada@example.com");
        long bob = marketo.hasLead("bob@example.com");
        long list = marketo.hasList("VIP");
        marketo.hasMember(list, ada);

        assertThat(Wire.rows(wire.postJson("/rest/v1/leads/delete.json", "{'input':[{'id':" + ada + "},{'id':1}]}"))).containsExactly("deleted", "1004");
        assertThat(Wire.rows(wire.postJson("/rest/v1/leads.json?_method=DELETE", "{'input':[{'id':" + bob + "}]}"))).containsExactly("deleted");
        assertThat(marketo.membersOf(list)).isEmpty();
    }

    @Test
    void mergesLosersIntoTheWinner() {
        long winner = marketo.hasLead("ada@example.com");
        long loser = marketo.hasLead("ada@example.com");
        long list = marketo.hasList("VIP");
        marketo.hasMember(list, loser);

        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads/" + winner + "/merge.json?leadId=" + loser, "{}"))).isEqualTo("success");

        assertThat(marketo.membersOf(list)).containsExactly(winner);
        assertThat(Wire.verdict(wire.get("/rest/v1/lead/" + loser + ".json"))).isEqualTo("1004");
    }

    private JsonNode find(String field, String value) {
        return longRead(field, value);
    }

    private JsonNode longRead(String field, String value, String... more) {
        List<String> pairs = new ArrayList<>(List.of("filterType", field, "filterValues", value));
        pairs.addAll(List.of(more));
        return wire.postForm("/rest/v1/leads.json?_method=GET", pairs.toArray(String[]::new));
    }
}
