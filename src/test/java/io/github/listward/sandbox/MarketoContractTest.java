package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * How Marketo behaves, as far as Listward relies on it. Runs against the sandbox; with {@code LISTWARD_CONTRACT_BASE_URL},
 * {@code _CLIENT_ID}, {@code _CLIENT_SECRET} and {@code _FOLDER_ID} in the environment it runs, unchanged, against that instance.
 * There it touches nothing but a list and leads (at example.com) of its own, which it deletes in the end; it makes some eighty calls.
 * What was answered is kept, redacted, under {@code target/contract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarketoContractTest {

    private static final String NO_SUCH_ID = "999999999";

    private final Map<String, String> environment = System.getenv();
    private final String run = "listward-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Long> createdLeads = new ArrayList<>();
    private MarketoSandbox sandbox;
    private Wire marketo;
    private String folder;
    private long list;
    private int addresses;

    @BeforeAll
    void createAList() {
        String baseUrl = environment.get("LISTWARD_CONTRACT_BASE_URL");
        if (baseUrl == null) {
            sandbox = MarketoSandbox.builder().start();
            marketo = Wire.to(sandbox);
        } else {
            marketo = new Wire(baseUrl, environment.get("LISTWARD_CONTRACT_CLIENT_ID"), environment.get("LISTWARD_CONTRACT_CLIENT_SECRET"));
        }
        folder = "{\"id\":" + environment.getOrDefault("LISTWARD_CONTRACT_FOLDER_ID", "12") + ",\"type\":\"Folder\"}";
        list = createList(run).at("/result/0/id").asLong();
        marketo.recorder().save("createAList");
    }

    @AfterEach
    void saveAnswers(TestInfo test) {
        marketo.recorder().save(test.getTestMethod().orElseThrow().getName());
    }

    @AfterAll
    void deleteWhatWasCreated() {
        marketo.postForm("/rest/asset/v1/staticList/" + list + "/delete.json");
        if (!createdLeads.isEmpty()) {
            marketo.postJson("/rest/v1/leads/delete.json", input(createdLeads));
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void givesTheSameTokenUntilItExpires() {
        JsonNode first = marketo.token();
        JsonNode second = marketo.token();

        assertThat(first.path("token_type").asText()).isEqualTo("bearer");
        assertThat(first.path("expires_in").asInt()).isBetween(0, 3600);
        assertThat(second.path("access_token")).isEqualTo(first.path("access_token"));
        assertThat(second.path("expires_in").asInt()).isLessThanOrEqualTo(first.path("expires_in").asInt());
    }

    @Test
    void refusesWrongCredentialsWithStatus401AndJson() {
        HttpResponse<String> refused = marketo.credentials("nobody", "nothing");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(Wire.json(refused).path("error").asText()).isNotEmpty();
    }

    @Test
    void refusesAnUnknownTokenWith601AndNoTokenWith603() {
        HttpResponse<String> unknown = marketo.send(marketo.anonymous("/rest/v1/leads/partitions.json").header("Authorization", "Bearer nonsense"));
        HttpResponse<String> none = marketo.send(marketo.anonymous("/rest/v1/leads/partitions.json"));

        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(Wire.verdict(Wire.json(unknown))).isEqualTo("601");
        assertThat(Wire.verdict(Wire.json(none))).isEqualTo("603");
    }

    @Test
    void leavesErrorsOutOfALeadDatabaseSuccess() {
        JsonNode answer = marketo.get("/rest/v1/leads/partitions.json");

        assertThat(answer.path("success").asBoolean()).isTrue();
        assertThat(answer.path("requestId").asText()).matches("[0-9a-f]+#[0-9a-f]+");
        assertThat(answer.has("errors")).isFalse();
        assertThat(answer.path("result")).anySatisfy(partition -> {
            assertThat(partition.path("id").asInt()).isEqualTo(1);
            assertThat(partition.path("name").asText()).isNotEmpty();
        });
    }

    @Test
    void describesFieldsAndWhichOfThemAreSearchable() {
        JsonNode described = marketo.get("/rest/v1/leads/describe2.json").at("/result/0");

        assertThat(described.path("searchableFields")).contains(Json.array().add("email"), Json.array().add("id"));
        JsonNode email = field(described.path("fields"), "email");
        assertThat(email.path("dataType").asText()).isEqualTo("email");
        assertThat(email.path("length").asInt()).isEqualTo(255);
        assertThat(email.path("updateable").asBoolean()).isTrue();
        assertThat(described.path("searchableFields")).doesNotContain(Json.array().add("ecids"));
    }

    @Test
    void describesFieldsInTheOlderFormToo() {
        JsonNode described = marketo.get("/rest/v1/leads/describe.json").path("result");

        assertThat(described).anySatisfy(field -> {
            assertThat(field.at("/rest/name").asText()).isEqualTo("email");
            assertThat(field.at("/rest/readOnly").asBoolean()).isFalse();
        });
    }

    @Test
    void createsThenUpdatesALeadAndAnswersInTheOrderOfTheInput() {
        String known = address();
        long id = createLead(known);

        JsonNode answer = sync("{'action':'createOrUpdate','lookupField':'email','input':["
                + "{'email':'bademail'},{'email':'" + known + "','firstName':'Ada'},{'email':'" + address() + "'}]}");

        assertThat(Wire.rows(answer)).containsExactly("1003", "updated", "created");
        assertThat(answer.at("/result/0").has("id")).isFalse();
        assertThat(answer.at("/result/1/id").asLong()).isEqualTo(id);
    }

    @Test
    void skipsARowWhoseValueDoesNotFitAndKeepsItsNeighbours() {
        JsonNode answer = sync("{'input':[{'email':'é" + address() + "'},{'email':'" + address() + "','unsubscribed':'other'},"
                + "{'email':'" + address() + "'}]}");

        assertThat(Wire.rows(answer)).containsExactly("1003", "1003", "created");
    }

    @Test
    void refusesAWholeCallForAnUnknownLookupField() {
        JsonNode answer = sync("{'lookupField':'noSuchField','input':[{'noSuchField':'1'}]}");

        assertThat(Wire.verdict(answer)).isEqualTo("1006");
    }

    @Test
    void keepsToTheAction() {
        String known = address();
        createLead(known);

        assertThat(Wire.rows(sync("{'action':'createOnly','input':[{'email':'" + known + "'}]}"))).containsExactly("1005");
        assertThat(Wire.rows(sync("{'action':'updateOnly','input':[{'email':'" + address() + "'}]}"))).containsExactly("1004");
    }

    @Test
    void skipsARowThatSeveralLeadsMatch() {
        String shared = address();
        long first = createLead(shared);

        JsonNode duplicate = sync("{'action':'createDuplicate','input':[{'email':'" + shared + "'}]}");
        JsonNode ambiguous = sync("{'action':'updateOnly','input':[{'email':'" + shared + "'}]}");

        assertThat(Wire.rows(duplicate)).containsExactly("created");
        assertThat(duplicate.at("/result/0/id").asLong()).isNotEqualTo(first);
        assertThat(Wire.rows(ambiguous)).containsExactly("1007");
        assertThat(filter(shared, "id").path("result")).hasSize(2);
    }

    @Test
    void clearsAFieldWithNullAndReadsItBackAsNull() {
        String known = address();
        sync("{'input':[{'email':'" + known + "','firstName':'Ada','lastName':'Lovelace'}]}");

        sync("{'input':[{'email':'" + known + "','firstName':null}]}");

        JsonNode lead = filter(known, "id,firstName,lastName").at("/result/0");
        assertThat(lead.path("firstName").isNull() || lead.path("firstName").isMissingNode()).isTrue();
        assertThat(lead.path("lastName").asText()).isEqualTo("Lovelace");
    }

    @Test
    void findsLeadsByALongReadAndLeavesOutMisses() {
        String known = address();
        long id = createLead(known);

        JsonNode found = filter(known + "," + address(), "id,email,leadPartitionId");

        assertThat(found.path("result")).hasSize(1);
        assertThat(found.at("/result/0/id").asLong()).isEqualTo(id);
        assertThat(found.at("/result/0/email").asText()).isEqualTo(known);
        assertThat(found.at("/result/0").has("leadPartitionId")).isTrue();
        assertThat(marketo.get("/rest/v1/lead/" + id + ".json?fields=id,email").at("/result/0/email").asText()).isEqualTo(known);
    }

    @Test
    void answersInPagesUntilThereIsNoToken() {
        createLead(address());
        String shared = address();
        createLead(shared);
        sync("{'action':'createDuplicate','input':[{'email':'" + shared + "'}]}");

        JsonNode first = longRead("filterType", "email", "filterValues", shared, "batchSize", "1");
        JsonNode second = longRead("filterType", "email", "filterValues", shared, "batchSize", "1", "nextPageToken", first.path("nextPageToken").asText());

        assertThat(first.path("result")).hasSize(1);
        assertThat(second.path("result")).hasSize(1);
        assertThat(second.at("/result/0/id")).isNotEqualTo(first.at("/result/0/id"));
    }

    @Test
    void refusesMoreThan300FilterValuesAndRows() {
        String values = IntStream.range(0, 301).mapToObj(i -> i + "@example.com").collect(Collectors.joining(","));
        String rows = IntStream.range(0, 301).mapToObj(i -> "{'email':'" + i + "'}").collect(Collectors.joining(","));

        assertThat(filter(values, "id").path("success").asBoolean()).isFalse();
        assertThat(sync("{'action':'updateOnly','input':[" + rows + "]}").path("success").asBoolean()).isFalse();
    }

    @Test
    void refusesAFilterThatIsNoField() {
        assertThat(longRead("filterType", "noSuchField", "filterValues", "1").path("success").asBoolean()).isFalse();
    }

    @Test
    void createsAListOnceAndFindsItByNameAndOnBothSides() {
        JsonNode again = createList(run);
        JsonNode byName = marketo.get("/rest/asset/v1/staticList/byName.json?name=" + run);
        JsonNode asList = marketo.get("/rest/v1/lists/" + list + ".json");

        assertThat(Wire.verdict(again)).isEqualTo("709");
        assertThat(byName.at("/result/0/id").asLong()).isEqualTo(list);
        assertThat(byName.at("/result/0/createdAt").asText()).endsWith("Z+0000");
        assertThat(byName.at("/result/0/workspace").asText()).isNotEmpty();
        assertThat(byName.path("errors").isArray()).isTrue();
        assertThat(asList.at("/result/0/name").asText()).isEqualTo(run);
        assertThat(marketo.get("/rest/v1/lists.json?name=" + run).path("result")).hasSize(1);
    }

    @Test
    void answersAnAssetMissWithAWarningAndNoResult() {
        JsonNode answer = marketo.get("/rest/asset/v1/staticList/byName.json?name=" + run + "-nowhere");

        assertThat(answer.path("success").asBoolean()).isTrue();
        assertThat(answer.path("warnings")).isNotEmpty();
        assertThat(answer.has("result")).isFalse();
    }

    @Test
    void refusesAListInAFolderThatDoesNotExistOrWithoutAName() {
        JsonNode nowhere = marketo.postForm("/rest/asset/v1/staticLists.json", "folder", "{\"id\":" + NO_SUCH_ID + ",\"type\":\"Folder\"}", "name", run + "-x");
        JsonNode nameless = marketo.postForm("/rest/asset/v1/staticLists.json", "folder", folder);

        assertThat(nowhere.path("success").asBoolean()).isFalse();
        assertThat(nameless.path("success").asBoolean()).isFalse();
    }

    @Test
    void tellsAFolderByItsIdWithPathAndWorkspace() {
        String id = environment.getOrDefault("LISTWARD_CONTRACT_FOLDER_ID", "12");

        JsonNode item = marketo.get("/rest/asset/v1/folder/" + id + ".json?type=Folder").at("/result/0");

        assertThat(item.at("/folderId/id").asText()).isEqualTo(id);
        assertThat(item.path("path").asText()).startsWith("/");
        assertThat(item.path("workspace").asText()).isNotEmpty();
    }

    @Test
    void addsAMemberTwiceAndRemovesItOnce() {
        long lead = createLead(address());
        String body = input(List.of(lead));

        assertThat(Wire.rows(marketo.postJson(leadsOfList(), body))).containsExactly("added");
        assertThat(Wire.rows(marketo.postJson(leadsOfList(), body))).containsExactly("added");
        assertThat(Wire.rows(marketo.get("/rest/v1/lists/" + list + "/leads/ismember.json?id=" + lead))).containsExactly("memberof");
        assertThat(marketo.get(leadsOfList() + "?fields=id").path("result")).anyMatch(row -> row.path("id").asLong() == lead);
        assertThat(Wire.rows(marketo.delete(leadsOfList() + "?id=" + lead))).containsExactly("removed");
        assertThat(Wire.rows(marketo.delete(leadsOfList() + "?id=" + lead))).containsExactly("1015");
        assertThat(Wire.rows(marketo.get("/rest/v1/lists/" + list + "/leads/ismember.json?id=" + lead))).containsExactly("notmemberof");
    }

    @Test
    void skipsOnlyTheIdThatIsNoLeadAndEchoesIt() {
        long lead = createLead(address());
        long gone = createLead(address());
        marketo.postJson("/rest/v1/leads/delete.json", input(List.of(gone)));
        createdLeads.remove(gone);

        JsonNode added = marketo.postJson(leadsOfList(), input(List.of(gone, lead)));
        JsonNode removed = marketo.delete(leadsOfList() + "?id=" + gone + "&id=" + lead);

        assertThat(Wire.rows(added)).containsExactly("1004", "added");
        assertThat(added.at("/result/0/id").asLong()).isEqualTo(gone);
        assertThat(Wire.rows(removed)).containsExactly("1004", "removed");
    }

    @Test
    void refusesAListThatDoesNotExistWith1013() {
        assertThat(Wire.verdict(marketo.get("/rest/v1/lists/" + NO_SUCH_ID + ".json"))).isEqualTo("1013");
        assertThat(Wire.verdict(marketo.postJson("/rest/v1/lists/" + NO_SUCH_ID + "/leads.json", input(List.of(1L))))).isEqualTo("1013");
    }

    @Test
    void renamesAList() {
        JsonNode renamed = marketo.postForm("/rest/asset/v1/staticList/" + list + ".json", "description", "of a contract test");

        assertThat(renamed.at("/result/0/description").asText()).isEqualTo("of a contract test");
        assertThat(renamed.at("/result/0/name").asText()).isEqualTo(run);
    }

    @Test
    void tellsTheUsageOfTheDay() {
        JsonNode usage = marketo.get("/rest/v1/stats/usage.json").at("/result/0");

        assertThat(usage.path("date").asText()).matches("\\d{4}-\\d{2}-\\d{2}.*");
        assertThat(usage.path("total").isIntegralNumber()).isTrue();
    }

    @Test
    void refusesUnknownPathsWrongContentTypesAndBrokenJsonWithStatus200() {
        assertThat(Wire.verdict(marketo.get("/rest/v1/noSuchThing.json"))).isEqualTo("610");
        assertThat(Wire.verdict(marketo.postForm("/rest/v1/leads.json", "input", "[]"))).isEqualTo("612");
        assertThat(Wire.verdict(sync("{'input':["))).isEqualTo("609");
    }

    @Test
    void refusesALongUriAndALargeBodyByHttpStatus() {
        String values = IntStream.range(0, 9000).mapToObj(i -> "x").collect(Collectors.joining());
        HttpResponse<String> longUri = marketo.send(marketo.request("/rest/v1/leads.json?filterType=email&filterValues=" + values).GET());
        HttpResponse<String> large = marketo.send(marketo.request("/rest/v1/leads.json")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"input\":[{\"email\":\"" + "x".repeat(1_100_000) + "\"}]}")));

        assertThat(longUri.statusCode()).isEqualTo(414);
        assertThat(large.statusCode()).isEqualTo(413);
    }

    private String address() {
        return run + "-" + ++addresses + "@example.com";
    }

    private long createLead(String email) {
        return sync("{'input':[{'email':'" + email + "'}]}").at("/result/0/id").asLong();
    }

    /** Sync Leads; what it creates is deleted in the end. */
    private JsonNode sync(String body) {
        JsonNode answer = marketo.postJson("/rest/v1/leads.json", body);
        answer.path("result").forEach(row -> {
            if (row.path("status").asText().equals("created")) {
                createdLeads.add(row.path("id").asLong());
            }
        });
        return answer;
    }

    private JsonNode filter(String emails, String fields) {
        return longRead("filterType", "email", "filterValues", emails, "fields", fields);
    }

    private JsonNode longRead(String... pairs) {
        return marketo.postForm("/rest/v1/leads.json?_method=GET", pairs);
    }

    private JsonNode createList(String name) {
        return marketo.postForm("/rest/asset/v1/staticLists.json", "folder", folder, "name", name);
    }

    private String leadsOfList() {
        return "/rest/v1/lists/" + list + "/leads.json";
    }

    private static String input(List<Long> ids) {
        return ids.stream().map(id -> "{'id':" + id + "}").collect(Collectors.joining(",", "{'input':[", "]}"));
    }

    private static JsonNode field(JsonNode fields, String name) {
        for (JsonNode field : fields) {
            if (field.path("name").asText().equals(name)) {
                return field;
            }
        }
        throw new AssertionError("There is no field " + name);
    }
}
