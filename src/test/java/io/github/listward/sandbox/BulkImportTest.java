package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkImportTest {

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final MarketoSandbox marketo = MarketoSandbox.builder().clock(clock).importing(100).start();
    private final Wire wire = Wire.to(marketo);
    private final long list = marketo.hasList("VIP");

    @AfterEach
    void stop() {
        marketo.close();
    }

    @Test
    void createsAndUpdatesLeadsAndPutsAllOfThemOnTheList() {
        long ada = marketo.hasLead("ada@example.com");

        long batch = submit("list=" + list, "email,firstName\r\nada@example.com,Ada\r\nbob@example.com,\"Bob, \"\"the\"\" \nbuilder\"\r\n");
        assertThat(status(batch).path("status").asText()).isEqualTo("Importing");
        assertThat(marketo.emailsIn(list)).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        JsonNode done = status(batch);
        assertThat(done.path("status").asText()).isEqualTo("Complete");
        assertThat(done.path("message").asText()).isEqualTo("Import succeeded, 2 records imported (2 members)");
        assertThat(marketo.emailsIn(list)).containsExactlyInAnyOrder("ada@example.com", "bob@example.com");
        assertThat(marketo.lead(ada)).containsEntry("firstName", "Ada");
        assertThat(marketo.leadsWith("email", "bob@example.com")).singleElement()
                .satisfies(bob -> assertThat(bob).containsEntry("firstName", "Bob, \"the\" \nbuilder"));
        assertThat(file(batch, "failures").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsFailedRowsAndThoseWithAWarningInFilesWithoutEmptyColumns() {
        long batch = submit("list=" + list, """
                email,leadScore,title
                ada@example.com,much,
                ,7,
                b\u00f6b@example.com,8,Dr
                """);
        clock.advance(Duration.ofSeconds(1));

        JsonNode done = status(batch);
        assertThat(done.path("numOfRowsFailed").asInt()).isEqualTo(2);
        assertThat(done.path("numOfRowsWithWarning").asInt()).isEqualTo(1);
        assertThat(done.path("message").asText()).isEqualTo("Import completed with errors, 1 records imported (1 members), 2 failed");
        assertThat(file(batch, "failures").body()).isEqualTo("""
                email,leadScore,Import Failure Reason
                ada@example.com,much,Invalid data type in field Lead Score
                "",7,Value for lookup field 'email' not found
                """.replace("\n", "\r\n"));
        assertThat(file(batch, "warnings").body()).startsWith("email,leadScore,title,Import Warning Reason").contains("Invalid email address");
    }

    @Test
    void clearsTheFieldsOfBlankCellsUnlessArrangedOtherwise() {
        try (MarketoSandbox keeping = MarketoSandbox.builder().clock(clock).keepingFieldsOfBlankCells().start()) {
            for (MarketoSandbox each : List.of(marketo, keeping)) {
                long ada = each.hasLead(Map.of("email", "ada@example.com", "firstName", "Ada"));
                Wire.to(each).send(Wire.to(each).upload("/bulk/v1/leads.json?format=csv", "email,firstName\r\nada@example.com,\r\n"));
                clock.advance(Duration.ofSeconds(1));
                assertThat(each.imports()).extracting(MarketoSandbox.Import::status).containsExactly("Complete");
                assertThat(each.lead(ada)).containsEntry("firstName", each == marketo ? null : "Ada");
            }
        }
    }

    @Test
    void failsRowsThatSeveralLeadsMatchUnlessArrangedOtherwise() {
        marketo.hasLead("ada@example.com");
        marketo.hasLead("ada@example.com");
        String csv = "email\r\nada@example.com\r\n";

        submit("list=" + list, csv);
        clock.advance(Duration.ofSeconds(1));
        assertThat(marketo.imports()).extracting(MarketoSandbox.Import::failed).containsExactly(1);

        marketo.updatesSeveralMatchesInImports();
        submit("list=" + list, csv);
        clock.advance(Duration.ofSeconds(1));
        assertThat(marketo.membersOf(list)).hasSize(2);
    }

    @Test
    void endsBeforeACallThatComesLaterThoughNobodyAsked() {
        long ada = marketo.hasLead("ada@example.com");
        submit("list=" + list, "email\r\nada@example.com\r\n");
        clock.advance(Duration.ofSeconds(1));

        assertThat(Wire.rows(wire.delete("/rest/v1/lists/" + list + "/leads.json?id=" + ada))).containsExactly("removed");

        assertThat(marketo.imports()).extracting(MarketoSandbox.Import::status).containsExactly("Complete");
        assertThat(marketo.membersOf(list)).isEmpty();
    }

    @Test
    void createsNobodyById() {
        long ada = marketo.hasLead("ada@example.com");

        long batch = submit("lookupField=id&list=" + list, "id\r\n" + ada + "\r\n4711\r\n");
        clock.advance(Duration.ofSeconds(1));

        assertThat(marketo.membersOf(list)).containsExactly(ada);
        assertThat(file(batch, "failures").body()).isEqualTo("id,Import Failure Reason\r\n4711,Lead not found\r\n");
    }

    @Test
    void withholdsFilesWhenArrangedUntilHealed() {
        long batch = submit("list=" + list, "email\r\n \r\n");
        assertThat(Wire.verdict(Wire.json(file(batch, "failures")))).as("of one that runs").isEqualTo("1003");
        clock.advance(Duration.ofSeconds(1));

        marketo.hasNoImportFiles(true);
        assertThat(file(batch, "failures").statusCode()).isEqualTo(404);
        marketo.refusesImportFiles(true);
        assertThat(Wire.verdict(Wire.json(file(batch, "failures")))).isEqualTo("1003");
        marketo.heals();
        assertThat(file(batch, "failures").body()).startsWith("email,Import Failure Reason");
    }

    @Test
    void runsTwoAtATimeAndTakesTen() {
        for (int i = 0; i < 10; i++) {
            submit("list=" + marketo.hasList("list " + i), rows(100));
        }
        assertThat(Wire.verdict(post("list=" + marketo.hasList("one more"), rows(1)))).isEqualTo("1016");
        assertThat(marketo.imports()).filteredOn(each -> each.status().equals("Importing")).hasSize(2);

        clock.advance(Duration.ofSeconds(1));
        assertThat(marketo.imports()).filteredOn(each -> each.status().equals("Complete")).hasSize(2);
        clock.advance(Duration.ofSeconds(3));
        assertThat(marketo.imports()).filteredOn(each -> each.status().equals("Complete")).hasSize(8);
    }

    @Test
    void takesOneAtATimeForAListAndKeepsTheListMeanwhile() {
        submit("list=" + list, rows(100));

        assertThat(Wire.verdict(post("list=" + list, rows(1)))).isEqualTo("1019");
        assertThat(Wire.verdict(wire.postForm("/rest/asset/v1/staticList/" + list + "/delete.json"))).isEqualTo("1022");
        clock.advance(Duration.ofSeconds(1));
        submit("list=" + list, rows(1));
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(Wire.verdict(post("list=" + list, "email\r\n"))).isEqualTo("1003");
        assertThat(Wire.verdict(post("list=" + list, "email, firstName\r\na@example.com,A\r\n"))).isEqualTo("1006");
        assertThat(Wire.verdict(post("list=4711", rows(1)))).isEqualTo("1013");
        assertThat(Wire.verdict(post("list=" + list + "&lookupField=title", rows(1)))).isEqualTo("1011");
        assertThat(Wire.verdict(wire.postForm("/bulk/v1/leads.json?format=csv"))).isEqualTo("612");
        assertThat(Wire.verdict(Wire.json(wire.send(wire.request("/bulk/v1/leads.json?format=csv").header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=\"leads\"; filename=\"file\"\r\n\r\nemail\r\n--b--\r\n")))))).isEqualTo("613");
        assertThat(wire.send(multipart("list=" + list, "x".repeat(10_000_000))).statusCode()).isEqualTo(413);
    }

    @Test
    void forgetsAnImportAfterSevenDays() {
        long batch = submit("list=" + list, rows(1));
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        wire.forgetToken();

        assertThat(Wire.verdict(wire.get("/bulk/v1/leads/batch/" + batch + ".json"))).isEqualTo("1003");
    }

    @Test
    void failsAsAWholeWhenArranged() {
        marketo.failsNextImport("System error");
        long batch = submit("list=" + list, rows(1));
        clock.advance(Duration.ofSeconds(1));

        assertThat(status(batch).path("status").asText()).isEqualTo("Failed");
        assertThat(status(batch).path("message").asText()).isEqualTo("System error");
        assertThat(marketo.membersOf(list)).isEmpty();
    }

    private static String rows(int count) {
        return "email\r\n" + IntStream.range(0, count).mapToObj(i -> "person" + i + "@example.com\r\n").collect(Collectors.joining());
    }

    private long submit(String query, String csv) {
        JsonNode answer = post(query, csv);
        assertThat(Wire.verdict(answer)).isEqualTo("success");
        assertThat(answer.at("/result/0/status").asText()).isEqualTo("Queued");
        return answer.at("/result/0/batchId").asLong();
    }

    private JsonNode post(String query, String csv) {
        return Wire.json(wire.send(multipart(query, csv)));
    }

    private HttpRequest.Builder multipart(String query, String csv) {
        return wire.upload("/bulk/v1/leads.json?format=csv&" + query.replace("list=", "listId="), csv);
    }

    private JsonNode status(long batch) {
        return wire.get("/bulk/v1/leads/batch/" + batch + ".json").at("/result/0");
    }

    private HttpResponse<String> file(long batch, String which) {
        return wire.send(wire.request("/bulk/v1/leads/batch/" + batch + "/" + which + ".json").GET());
    }
}
