package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListCallsTest {

    private final MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().workspace("EU", "EU", "Default").start();
    private final Wire wire = Wire.to(marketo);
    private final long list = marketo.hasList("VIP");
    private final long ada = marketo.hasLead("ada@example.com");
    private final long bob = marketo.hasLead("bob@example.com");

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void takesIdsFromTheQueryRepeatedOrAsACommaListAndFromTheBody() {
        assertThat(Wire.rows(wire.postJson(leads() + "?id=" + ada + "&id=" + bob, ""))).containsExactly("added", "added");
        assertThat(Wire.rows(wire.delete(leads() + "?id=" + bob + "," + ada))).containsExactly("removed", "removed");
        assertThat(Wire.rows(wire.postJson(leads(), "{'input':[{'id':" + bob + "}]}"))).containsExactly("added");
        assertThat(marketo.emailsIn(list)).containsExactly("bob@example.com");
    }

    @Test
    void refusesMoreThan300IdsOrNone() {
        String ids = LongStream.range(0, 301).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(Wire.verdict(wire.delete(leads() + "?id=" + ids))).isEqualTo("1003");
        assertThat(Wire.verdict(wire.delete(leads()))).isEqualTo("1002");
        assertThat(Wire.verdict(wire.delete(leads() + "?id=x"))).isEqualTo("1001");
    }

    @Test
    void skipsALeadTheWorkspaceOfTheListCannotSee() {
        long european = marketo.hasLead(Map.of("email", "eve@example.com", "leadPartition", "EU"));
        long europeanList = marketo.hasList("VIP", "EU");

        assertThat(Wire.rows(wire.postJson(leads(), "{'input':[{'id':" + european + "},{'id':" + ada + "}]}"))).containsExactly("1004", "added");
        assertThat(Wire.rows(wire.postJson("/rest/v1/lists/" + europeanList + "/leads.json", "{'input':[{'id':" + european + "},{'id':" + ada + "}]}")))
                .containsExactly("added", "added");
    }

    @Test
    void browsesByNameAndWorkspace() {
        marketo.hasList("VIP", "EU");
        marketo.hasList("Other");

        assertThat(wire.get("/rest/v1/lists.json").path("result")).hasSize(3);
        assertThat(wire.get("/rest/v1/lists.json?name=VIP").path("result")).hasSize(2);
        assertThat(wire.get("/rest/v1/lists.json?name=VIP&workspaceName=EU").at("/result/0/workspaceName").asText()).isEqualTo("EU");
        assertThat(wire.get("/rest/v1/lists.json?batchSize=2").path("nextPageToken").asText()).endsWith("=");
    }

    @Test
    void refusesADeletedListAndRemembersItsHistory() {
        wire.postJson(leads(), "{'input':[{'id':" + ada + "}]}");

        marketo.removesList(list);

        assertThat(Wire.verdict(wire.delete(leads() + "?id=" + ada))).isEqualTo("1013");
        assertThat(marketo.history(list, ada)).extracting(Move::action).containsExactly("added");
    }

    private String leads() {
        return "/rest/v1/lists/" + list + "/leads.json";
    }
}
