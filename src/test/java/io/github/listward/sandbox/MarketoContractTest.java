package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
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
 * There it touches nothing but a list and leads (at example.com) of its own, which it deletes in the end; it makes some eighty calls and waits for jobs.
 * What was answered is kept, redacted, under {@code target/contract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarketoContractTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final String NO_SUCH_ID = "999999999";

    private ContractInstance instance;
    private Wire marketo;
    private long list;

    @BeforeAll
    void createAList() {
        instance = new ContractInstance(System.getenv());
        marketo = instance.wire;
        list = instance.list;
        marketo.recorder().save("createAList");
    }

    @AfterEach
    void saveAnswers(TestInfo test) {
        marketo.recorder().save(test.getTestMethod().orElseThrow().getName());
    }

    @AfterAll
    void deleteWhatWasCreated() {
        instance.close();
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
        String known = instance.address();
        long id = instance.createLead(known);

        JsonNode answer = instance.sync("{'action':'createOrUpdate','lookupField':'email','input':["
                + "{'email':'bademail'},{'email':'" + known + "','firstName':'Ada'},{'email':'" + instance.address() + "'}]}");

        assertThat(Wire.rows(answer)).containsExactly("1003", "updated", "created");
        assertThat(answer.at("/result/0").has("id")).isFalse();
        assertThat(answer.at("/result/1/id").asLong()).isEqualTo(id);
    }

    @Test
    void skipsARowWhoseValueDoesNotFitAndKeepsItsNeighbours() {
        JsonNode answer = instance.sync("{'input':[{'email':'é" + instance.address() + "'},{'email':'" + instance.address() + "','unsubscribed':'other'},"
                + "{'email':'" + instance.address() + "'}]}");

        assertThat(Wire.rows(answer)).containsExactly("1003", "1003", "created");
    }

    @Test
    void refusesAWholeCallForAnUnknownLookupField() {
        JsonNode answer = instance.sync("{'lookupField':'noSuchField','input':[{'noSuchField':'1'}]}");

        assertThat(Wire.verdict(answer)).isEqualTo("1006");
    }

    @Test
    void keepsToTheAction() {
        String known = instance.address();
        instance.createLead(known);

        assertThat(Wire.rows(instance.sync("{'action':'createOnly','input':[{'email':'" + known + "'}]}"))).containsExactly("1005");
        assertThat(Wire.rows(instance.sync("{'action':'updateOnly','input':[{'email':'" + instance.address() + "'}]}"))).containsExactly("1004");
    }

    @Test
    void skipsARowThatSeveralLeadsMatch() {
        String shared = instance.address();
        long first = instance.createLead(shared);

        JsonNode duplicate = instance.sync("{'action':'createDuplicate','input':[{'email':'" + shared + "'}]}");
        JsonNode ambiguous = instance.sync("{'action':'updateOnly','input':[{'email':'" + shared + "'}]}");

        assertThat(Wire.rows(duplicate)).containsExactly("created");
        assertThat(duplicate.at("/result/0/id").asLong()).isNotEqualTo(first);
        assertThat(Wire.rows(ambiguous)).containsExactly("1007");
        assertThat(instance.filter(shared, "id").path("result")).hasSize(2);
    }

    @Test
    void clearsAFieldWithNullAndReadsItBackAsNull() {
        String known = instance.address();
        instance.sync("{'input':[{'email':'" + known + "','firstName':'Ada','lastName':'Lovelace'}]}");

        instance.sync("{'input':[{'email':'" + known + "','firstName':null}]}");

        JsonNode lead = instance.filter(known, "id,firstName,lastName").at("/result/0");
        assertThat(lead.path("firstName").isNull() || lead.path("firstName").isMissingNode()).isTrue();
        assertThat(lead.path("lastName").asText()).isEqualTo("Lovelace");
    }

    @Test
    void findsLeadsByALongReadAndLeavesOutMisses() {
        String known = instance.address();
        long id = instance.createLead(known);

        JsonNode found = instance.filter(known + "," + instance.address(), "id,email,leadPartitionId");

        assertThat(found.path("result")).hasSize(1);
        assertThat(found.at("/result/0/id").asLong()).isEqualTo(id);
        assertThat(found.at("/result/0/email").asText()).isEqualTo(known);
        assertThat(found.at("/result/0").has("leadPartitionId")).isTrue();
        assertThat(marketo.get("/rest/v1/lead/" + id + ".json?fields=id,email").at("/result/0/email").asText()).isEqualTo(known);
    }

    @Test
    void answersInPagesUntilThereIsNoToken() {
        String shared = instance.address();
        instance.createLead(shared);
        instance.sync("{'action':'createDuplicate','input':[{'email':'" + shared + "'}]}");

        JsonNode first = instance.longRead("filterType", "email", "filterValues", shared, "batchSize", "1");
        JsonNode second = instance.longRead("filterType", "email", "filterValues", shared, "batchSize", "1", "nextPageToken", first.path("nextPageToken").asText());

        assertThat(first.path("result")).hasSize(1);
        assertThat(second.path("result")).hasSize(1);
        assertThat(second.at("/result/0/id")).isNotEqualTo(first.at("/result/0/id"));
    }

    @Test
    void refusesMoreThan300FilterValuesAndRows() {
        String values = IntStream.range(0, 301).mapToObj(i -> i + "@example.com").collect(Collectors.joining(","));
        String rows = IntStream.range(0, 301).mapToObj(i -> "{'email':'" + i + "'}").collect(Collectors.joining(","));

        assertThat(instance.filter(values, "id").path("success").asBoolean()).isFalse();
        assertThat(instance.sync("{'action':'updateOnly','input':[" + rows + "]}").path("success").asBoolean()).isFalse();
    }

    @Test
    void refusesAFilterThatIsNoField() {
        assertThat(instance.longRead("filterType", "noSuchField", "filterValues", "1").path("success").asBoolean()).isFalse();
    }

    @Test
    void createsAListOnceAndFindsItByNameAndOnBothSides() {
        JsonNode again = instance.createList(instance.run);
        JsonNode byName = marketo.get("/rest/asset/v1/staticList/byName.json?name=" + instance.run);
        JsonNode asList = marketo.get("/rest/v1/lists/" + list + ".json");

        assertThat(Wire.verdict(again)).isEqualTo("709");
        assertThat(byName.at("/result/0/id").asLong()).isEqualTo(list);
        assertThat(byName.at("/result/0/createdAt").asText()).endsWith("Z+0000");
        assertThat(byName.at("/result/0/workspace").asText()).isNotEmpty();
        assertThat(byName.path("errors").isArray()).isTrue();
        assertThat(asList.at("/result/0/name").asText()).isEqualTo(instance.run);
        assertThat(marketo.get("/rest/v1/lists.json?name=" + instance.run).path("result")).hasSize(1);
    }

    @Test
    void answersAnAssetMissWithAWarningAndNoResult() {
        JsonNode answer = marketo.get("/rest/asset/v1/staticList/byName.json?name=" + instance.run + "-nowhere");

        assertThat(answer.path("success").asBoolean()).isTrue();
        assertThat(answer.path("warnings")).isNotEmpty();
        assertThat(answer.has("result")).isFalse();
    }

    @Test
    void refusesAListInAFolderThatDoesNotExistOrWithoutAName() {
        JsonNode nowhere = instance.createList(instance.run + "-x", NO_SUCH_ID);
        JsonNode nameless = instance.createList("");

        assertThat(nowhere.path("success").asBoolean()).isFalse();
        assertThat(nameless.path("success").asBoolean()).isFalse();
    }

    @Test
    void tellsAFolderByItsIdWithPathAndWorkspace() {
        JsonNode item = marketo.get("/rest/asset/v1/folder/" + instance.folderId + ".json?type=Folder").at("/result/0");

        assertThat(item.at("/folderId/id").asText()).isEqualTo(instance.folderId);
        assertThat(item.path("path").asText()).startsWith("/");
        assertThat(item.path("workspace").asText()).isNotEmpty();
    }

    @Test
    void addsAMemberTwiceAndRemovesItOnce() {
        long lead = instance.createLead(instance.address());
        String body = ContractInstance.input(List.of(lead));

        assertThat(Wire.rows(marketo.postJson(instance.leadsOfList(), body))).containsExactly("added");
        assertThat(Wire.rows(marketo.postJson(instance.leadsOfList(), body))).containsExactly("added");
        assertThat(Wire.rows(marketo.get("/rest/v1/lists/" + list + "/leads/ismember.json?id=" + lead))).containsExactly("memberof");
        assertThat(marketo.get(instance.leadsOfList() + "?fields=id").path("result")).anyMatch(row -> row.path("id").asLong() == lead);
        assertThat(Wire.rows(marketo.delete(instance.leadsOfList() + "?id=" + lead))).containsExactly("removed");
        assertThat(Wire.rows(marketo.delete(instance.leadsOfList() + "?id=" + lead))).containsExactly("1015");
        assertThat(Wire.rows(marketo.get("/rest/v1/lists/" + list + "/leads/ismember.json?id=" + lead))).containsExactly("notmemberof");
    }

    @Test
    void skipsOnlyTheIdThatIsNoLeadAndEchoesIt() {
        long lead = instance.createLead(instance.address());
        long gone = instance.createLead(instance.address());
        instance.deleteLeads(List.of(gone));

        JsonNode added = marketo.postJson(instance.leadsOfList(), ContractInstance.input(List.of(gone, lead)));
        JsonNode removed = marketo.delete(instance.leadsOfList() + "?id=" + gone + "&id=" + lead);

        assertThat(Wire.rows(added)).containsExactly("1004", "added");
        assertThat(added.at("/result/0/id").asLong()).isEqualTo(gone);
        assertThat(Wire.rows(removed)).containsExactly("1004", "removed");
    }

    @Test
    void refusesAListThatDoesNotExistWith1013() {
        assertThat(Wire.verdict(marketo.get("/rest/v1/lists/" + NO_SUCH_ID + ".json"))).isEqualTo("1013");
        assertThat(Wire.verdict(marketo.postJson("/rest/v1/lists/" + NO_SUCH_ID + "/leads.json", ContractInstance.input(List.of(1L))))).isEqualTo("1013");
    }

    @Test
    void renamesAList() {
        JsonNode renamed = marketo.postForm("/rest/asset/v1/staticList/" + list + ".json", "description", "of a contract test");

        assertThat(renamed.at("/result/0/description").asText()).isEqualTo("of a contract test");
        assertThat(renamed.at("/result/0/name").asText()).isEqualTo(instance.run);
    }

    @Test
    void tellsTheUsageOfTheDay() {
        JsonNode usage = marketo.get("/rest/v1/stats/usage.json").at("/result/0");

        assertThat(usage.path("date").asText()).matches("\\d{4}-\\d{2}-\\d{2}.*");
        assertThat(usage.path("total").isIntegralNumber()).isTrue();
    }

    /** Minutes may pass on a real instance: imports of others come first. */
    @Test
    void importsAFileIntoAListAndTellsWhichRowsFailed() {
        String known = instance.address();
        long lead = instance.createLead(known);
        String unknown = instance.address();
        String importing = "/bulk/v1/leads.json?format=csv&lookupField=email&listId=" + list;

        JsonNode submitted = Wire.json(marketo.send(marketo.upload(importing,
                "email,firstName,unsubscribed\r\n" + known + ",\"Ada, \"\"the\"\"\",false\r\n" + unknown + ",Bob,false\r\n,Eve,false\r\n")));
        assertThat(submitted.at("/result/0/status").asText()).isEqualTo("Queued");
        assertThat(submitted.at("/result/0/importId").asText()).isEqualTo(submitted.at("/result/0/batchId").asText());
        assertThat(submitted.at("/result/0").has("numOfLeadsProcessed")).isFalse();
        String batch = "/bulk/v1/leads/batch/" + submitted.at("/result/0/batchId").asText();
        JsonNode done = await().pollInterval(instance.pollInterval()).atMost(TEN_MINUTES)
                .until(() -> marketo.get(batch + ".json").at("/result/0"), row -> row.path("status").asText().matches("Complete|Failed"));

        assertThat(done.path("status").asText()).isEqualTo("Complete");
        assertThat(done.path("numOfRowsFailed").asInt()).isOne();
        assertThat(done.path("message").asText()).startsWith("Import completed with errors");
        HttpResponse<String> failures = marketo.send(marketo.request(batch + "/failures.json"));
        assertThat(failures.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(failures.body().lines().findFirst().orElseThrow()).endsWith("Import Failure Reason");
        assertThat(failures.body()).contains("Eve");
        JsonNode found = instance.filter(known + "," + unknown, "id,firstName").path("result");
        found.forEach(row -> instance.deletesInTheEnd(row.path("id").asLong()));
        assertThat(found).hasSize(2).anySatisfy(row -> {
            assertThat(row.path("id").asLong()).isEqualTo(lead);
            assertThat(row.path("firstName").asText()).isEqualTo("Ada, \"the\"");
        });
        assertThat(Wire.rows(marketo.get("/rest/v1/lists/" + list + "/leads/ismember.json?id=" + lead))).containsExactly("memberof");
    }

    @Test
    void refusesAnImportThatCannotBeRead() {
        String importing = "/bulk/v1/leads.json?format=csv&listId=";

        assertThat(Wire.verdict(Wire.json(marketo.send(marketo.upload(importing + list, ""))))).isEqualTo("1003");
        assertThat(Wire.verdict(Wire.json(marketo.send(marketo.upload(importing + NO_SUCH_ID, "email\r\n" + instance.address() + "\r\n"))))).isEqualTo("1013");
        assertThat(Wire.verdict(marketo.get("/bulk/v1/leads/batch/" + NO_SUCH_ID + ".json"))).isNotEqualTo("success");
    }

    /** Minutes may pass here, too. */
    @Test
    void extractsTheMembersOfAListAsAFileInParts() {
        String email = instance.address();
        long lead = instance.createLead(email);
        marketo.postJson(instance.leadsOfList(), ContractInstance.input(List.of(lead)));

        JsonNode created = marketo.postJson("/bulk/v1/leads/export/create.json",
                "{'fields':['id','email','middleName'],'format':'CSV','filter':{'staticListId':" + list + "}}").at("/result/0");
        assertThat(created.path("status").asText()).isEqualTo("Created");
        String export = "/bulk/v1/leads/export/" + created.path("exportId").asText();
        assertThat(marketo.send(marketo.request(export + "/file.json")).statusCode()).isEqualTo(404);
        assertThat(marketo.postJson(export + "/enqueue.json", "{}").at("/result/0/status").asText()).isEqualTo("Queued");
        JsonNode done = await().pollInterval(instance.pollInterval()).atMost(TEN_MINUTES)
                .until(() -> marketo.get(export + "/status.json").at("/result/0"), row -> row.path("status").asText().matches("Completed|Failed"));

        assertThat(done.path("status").asText()).isEqualTo("Completed");
        String file = marketo.send(marketo.request(export + "/file.json")).body();
        assertThat(file.lines().findFirst()).hasValue("id,email,middleName");
        assertThat(file).contains(lead + "," + email + ",null");
        assertThat(done.path("fileSize").asInt()).isEqualTo(file.length());
        assertThat(done.path("fileChecksum").asText()).startsWith("sha256:");
        HttpResponse<String> part = marketo.send(marketo.request(export + "/file.json").header("Range", "bytes=3-7"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("email");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 3-7/" + file.length());
    }

    @Test
    void refusesAnExtractOfMoreThan31Days() {
        JsonNode refused = marketo.postJson("/bulk/v1/leads/export/create.json",
                "{'fields':['id'],'filter':{'createdAt':{'startAt':'2026-01-01T00:00:00Z','endAt':'2026-02-02T00:00:00Z'}}}");

        assertThat(Wire.verdict(refused)).isNotEqualTo("success");
    }

    @Test
    void refusesUnknownPathsWrongContentTypesAndBrokenJsonWithStatus200() {
        assertThat(Wire.verdict(marketo.get("/rest/v1/noSuchThing.json"))).isEqualTo("610");
        assertThat(Wire.verdict(marketo.postForm("/rest/v1/leads.json", "input", "[]"))).isEqualTo("612");
        assertThat(Wire.verdict(instance.sync("{'input':["))).isEqualTo("609");
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

    private static JsonNode field(JsonNode fields, String name) {
        for (JsonNode field : fields) {
            if (field.path("name").asText().equals(name)) {
                return field;
            }
        }
        throw new AssertionError("There is no field " + name);
    }
}
