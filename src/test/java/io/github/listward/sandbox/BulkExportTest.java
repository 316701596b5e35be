package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkExportTest {

    private static final String NOVEMBER = "'createdAt':{'startAt':'2026-11-01T00:00:00Z','endAt':'2026-11-30T00:00:00Z'}";

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final MarketoSandbox marketo = MarketoSandbox.builder()
            .clock(clock).extracting(1).updatingExtractStatusEvery(Duration.ZERO).client("one", "s").client("other", "s").start();
    private final Wire wire = new Wire(marketo.baseUrl().toString(), "one", "s");

    @AfterEach
    void stop() {
        marketo.close();
    }

    @Test
    void writesTheLeadsCreatedInARange() {
        long ada = marketo.hasLead("ada@example.com");
        marketo.setsField(ada, "ecids", "123,456");
        long bob = marketo.hasLead("bob@example.com");
        marketo.setsField(bob, "createdAt", "2025-01-01T00:00:00Z");
        String id = create("{'fields':['id','email','ecids','firstName'],'format':'CSV','filter':{" + NOVEMBER + "}}");
        assertThat(status(id).path("status").asText()).isEqualTo("Created");

        assertThat(enqueue(id)).isEqualTo("success");
        assertThat(status(id).path("status").asText()).isEqualTo("Processing");
        assertThat(file(id, null).statusCode()).isEqualTo(404);
        clock.advance(Duration.ofSeconds(1));

        JsonNode done = status(id);
        assertThat(done.path("status").asText()).isEqualTo("Completed");
        assertThat(done.path("numberOfRecords").asInt()).isEqualTo(1);
        String file = "id,email,ecids,firstName\n" + ada + ",ada@example.com,\"123,456\",null\n";
        assertThat(file(id, null).body()).isEqualTo(file);
        assertThat(done.path("fileSize").asInt()).isEqualTo(file.length());
        assertThat(file(id, "bytes=3-7").statusCode()).isEqualTo(206);
        assertThat(file(id, "bytes=3-7").headers().firstValue("Content-Range")).hasValue("bytes 3-7/" + file.length());
        assertThat(file(id, "bytes=3-7").body()).isEqualTo("email");
        assertThat(file(id, "bytes=" + (file.length() - 5) + "-9999").body()).isEqualTo("null\n");
        assertThat(file(id, "bytes=9999-10000").statusCode()).isEqualTo(416);
    }

    @Test
    void writesTheMembersOfAList() {
        long list = marketo.hasList("VIP");
        marketo.hasMember(list, marketo.hasLead("ada@example.com"));
        marketo.hasLead("bob@example.com");
        String id = create("{'fields':['email'],'filter':{'staticListId':" + list + "}}");
        enqueue(id);
        clock.advance(Duration.ofSeconds(1));

        assertThat(file(id, null).body()).isEqualTo("email\nada@example.com\n");
    }

    @Test
    void saysForAMinuteHowItWasBefore() {
        try (MarketoSandbox slow = MarketoSandbox.builder().clock(clock).extracting(1).client("one", "s").start()) {
            slow.hasLead("ada@example.com");
            Wire to = new Wire(slow.baseUrl().toString(), "one", "s");
            String id = to.postJson("/bulk/v1/leads/export/create.json", "{'fields':['id'],'filter':{" + NOVEMBER + "}}").at("/result/0/exportId").asText();
            assertThat(to.postJson(path(id, "enqueue"), "{}").at("/result/0/status").asText()).isEqualTo("Queued");

            clock.advance(Duration.ofSeconds(59));
            assertThat(to.get(path(id, "status")).at("/result/0/status").asText()).isEqualTo("Queued");
            clock.advance(Duration.ofSeconds(1));
            assertThat(to.get(path(id, "status")).at("/result/0/status").asText()).isEqualTo("Completed");
        }
    }

    @Test
    void givesTheSlotOfACanceledJobToTheNext() {
        marketo.hasLead("ada@example.com");
        String body = "{'fields':['id'],'columnHeaderNames':{'id':'Marketo Id'},'filter':{" + NOVEMBER + "}}";
        String first = create(body);
        String second = create(body);
        String third = create(body);
        enqueue(first);
        enqueue(second);
        enqueue(third);
        assertThat(status(third).path("status").asText()).isEqualTo("Queued");

        assertThat(wire.postJson(path(first, "cancel"), "{}").at("/result/0/status").asText()).isEqualTo("Canceled");
        assertThat(status(third).path("status").asText()).isEqualTo("Processing");
        marketo.failsNextExtract();
        clock.advance(Duration.ofSeconds(1));

        assertThat(status(second).path("status").asText()).isEqualTo("Failed");
        assertThat(file(first, null).statusCode()).isEqualTo(404);
        assertThat(file(third, null).body()).startsWith("Marketo Id\n");
    }

    @Test
    void filtersByUpdatedAtWhereTheSubscriptionHasIt() {
        try (MarketoSandbox larger = MarketoSandbox.builder().clock(clock).client("one", "s").filteringExtractsByUpdatedAt().start()) {
            assertThat(Wire.verdict(new Wire(larger.baseUrl().toString(), "one", "s").postJson(
                            "/bulk/v1/leads/export/create.json", "{'fields':['id'],'filter':{" + NOVEMBER.replace("createdAt", "updatedAt") + "}}")))
                    .isEqualTo("success");
        }
    }

    @Test
    void refusesWhatIsNotAllowed() {
        assertThat(verdict("{'fields':['id'],'filter':{'createdAt':{'startAt':'2026-01-01T00:00:00Z','endAt':'2026-02-02T00:00:00Z'}}}")).isEqualTo("1003");
        assertThat(verdict("{'fields':['id'],'filter':{'updatedAt':{'startAt':'2026-01-01T00:00:00Z','endAt':'2026-01-02T00:00:00Z'}}}")).isEqualTo("1035");
        assertThat(verdict("{'fields':['shoeSize'],'filter':{" + NOVEMBER + "}}")).isEqualTo("1006");
        assertThat(verdict("{'filter':{" + NOVEMBER + "}}")).isEqualTo("1002");
        String id = create("{'fields':['id'],'filter':{" + NOVEMBER + "}}");
        assertThat(Wire.verdict(new Wire(marketo.baseUrl().toString(), "other", "s").get(path(id, "status")))).isEqualTo("1003");
    }

    @Test
    void takesTenAtATimeAndHalfAGigabyteADay() {
        marketo.hasLead("ada@example.com");
        for (int i = 0; i < 10; i++) {
            assertThat(enqueue(create("{'fields':['id'],'filter':{" + NOVEMBER + "}}"))).isEqualTo("success");
        }
        String eleventh = create("{'fields':['id'],'filter':{" + NOVEMBER + "}}");
        assertThat(enqueue(eleventh)).isEqualTo("1029");
        clock.advance(Duration.ofSeconds(5));
        assertThat(enqueue(eleventh)).isEqualTo("success");

        marketo.hasForeignExtracts(500_000_000);
        assertThat(verdict("{'fields':['id'],'filter':{" + NOVEMBER + "}}")).isEqualTo("1029");
    }

    private String create(String body) {
        JsonNode answer = wire.postJson("/bulk/v1/leads/export/create.json", body);
        assertThat(Wire.verdict(answer)).isEqualTo("success");
        return answer.at("/result/0/exportId").asText();
    }

    private String verdict(String body) {
        return Wire.verdict(wire.postJson("/bulk/v1/leads/export/create.json", body));
    }

    private String enqueue(String id) {
        return Wire.verdict(wire.postJson(path(id, "enqueue"), "{}"));
    }

    private JsonNode status(String id) {
        return wire.get(path(id, "status")).at("/result/0");
    }

    private HttpResponse<String> file(String id, String range) {
        return wire.send(range == null ? wire.request(path(id, "file")).GET() : wire.request(path(id, "file")).header("Range", range).GET());
    }

    private static String path(String id, String what) {
        return "/bulk/v1/leads/export/" + id + "/" + what + ".json";
    }
}
