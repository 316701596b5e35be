package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxPageTest {

    private final MarketoSandbox marketo = MarketoSandbox.builder().start();
    private final Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void showsListsLeadsAndLimitsAndEscapesWhatItWasTold() {
        long lead = marketo.hasLead(Map.of("email", "ada@example.com", "firstName", "<script>alert(1)</script>"));
        long list = marketo.hasList("<b>VIP</b> & \"more\"");
        marketo.hasMember(list, lead);

        String page = wire.send(wire.anonymous("/sandbox")).body();

        assertThat(page).contains("&lt;b&gt;VIP&lt;/b&gt; &amp; &quot;more&quot;", "&lt;script&gt;", "ada@example.com", "Calls in the last 20 s");
        assertThat(page).doesNotContain("<script", "<b>VIP");
    }

    @Test
    void tellsItsStateAndMembersAsJson() {
        long list = marketo.hasList("VIP");
        marketo.hasMember(list, marketo.hasLead("ada@example.com"));
        wire.get("/rest/v1/leads/partitions.json");

        JsonNode state = Wire.json(wire.send(wire.anonymous("/sandbox/state.json")));
        JsonNode members = Wire.json(wire.send(wire.anonymous("/sandbox/lists/" + list + "/members.json")));

        assertThat(state.at("/lists/0/members").asInt()).isOne();
        assertThat(state.at("/calls").path("GET /rest/v1/leads/partitions.json").asInt()).isOne();
        assertThat(state.at("/limits/today").asInt()).isOne();
        assertThat(members).containsExactly(Json.nodeOf("ada@example.com"));
        assertThat(wire.send(wire.anonymous("/sandbox/lists/1/members.json")).statusCode()).isEqualTo(404);
    }

    @Test
    void showsImports() {
        long list = marketo.hasList("<b>VIP</b>");
        wire.send(wire.upload("/bulk/v1/leads.json?format=csv&listId=" + list, "email\r\nada@example.com\r\n"));

        JsonNode imports = Wire.json(wire.send(wire.anonymous("/sandbox/state.json"))).path("newestImports");

        assertThat(imports).hasSize(1);
        assertThat(imports.at("/0/list").asText()).isEqualTo("<b>VIP</b>");
        assertThat(imports.at("/0/rows").asInt()).isOne();
        assertThat(wire.send(wire.anonymous("/sandbox")).body()).contains("Bulk imports").doesNotContain("<b>VIP");
    }

    @Test
    void breaksAndHealsOverHttpEvenWhileNothingElseIsAnswered() {
        HttpResponse<String> broken = wire.send(wire.anonymous("/sandbox/faults?fault=BAD_GATEWAY&seconds=60").POST(BodyPublishers.noBody()));
        assertThat(broken.body()).contains("BAD_GATEWAY");
        assertThat(wire.send(wire.anonymous("/rest/v1/leads/partitions.json")).statusCode()).isEqualTo(502);

        wire.send(wire.anonymous("/sandbox/faults").DELETE());
        assertThat(wire.send(wire.anonymous("/rest/v1/leads/partitions.json")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAFaultThatDoesNotExist() {
        assertThat(wire.send(wire.anonymous("/sandbox/faults?fault=FIRE").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(400);
    }

    @Test
    void takesALead() {
        HttpResponse<String> created = wire.send(wire.anonymous("/sandbox/leads").POST(BodyPublishers.ofString("{\"email\":\"ada@example.com\"}")));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(marketo.leadsWith("email", "ada@example.com")).hasSize(1);
    }
}
