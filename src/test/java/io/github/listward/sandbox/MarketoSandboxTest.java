package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarketoSandboxTest {

    private final MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().workspace("EU", "EU", "Default").start();
    private final Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void tellsWhoIsInAListThatWasFilledOverHttp() {
        JsonNode synced = wire.postJson("/rest/v1/leads.json", "{'input':[{'email':'ada@example.com'}]}");
        long lead = synced.at("/result/0/id").asLong();
        wire.postForm("/rest/asset/v1/staticLists.json", "folder", Wire.quoted("{'id':12,'type':'Folder'}"), "name", "VIP");
        long list = marketo.listNamed("VIP");

        wire.postJson("/rest/v1/lists/" + list + "/leads.json", "{'input':[{'id':" + lead + "}]}");
        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");

        wire.delete("/rest/v1/lists/" + list + "/leads.json?id=" + lead);
        assertThat(marketo.membersOf(list)).isEmpty();
        assertThat(marketo.history(list, lead)).extracting(Move::action).containsExactly("added", "removed");
    }

    @Test
    void countsALongReadAsWhatItIsMeantAs() {
        marketo.hasLead("ada@example.com");

        JsonNode found = wire.postForm("/rest/v1/leads.json?_method=GET", "filterType", "email", "filterValues", "ADA@example.com", "fields", "id");

        assertThat(found.path("result")).hasSize(1);
        assertThat(marketo.calls("GET /rest/v1/leads.json")).isOne();
        assertThat(marketo.calls("POST /rest/v1/leads.json")).isZero();
        assertThat(marketo.calls()).isOne();
    }

    @Test
    void refusesToCountAnOperationThatDoesNotExist() {
        assertThatThrownBy(() -> marketo.calls("POST /rest/v1/leads")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("/rest/v1/leads.json");
    }

    @Test
    void movesMembershipsToTheWinnerOfAMerge() {
        long winner = marketo.hasLead("ada@example.com");
        long loser = marketo.hasLead("ada@example.com");
        long list = marketo.hasList("VIP");
        marketo.hasMember(list, loser);

        marketo.mergesLead(winner, loser);

        assertThat(marketo.membersOf(list)).containsExactly(winner);
        assertThat(marketo.lead(loser)).isNull();
    }

    @Test
    void keepsListsOfOneNameInTwoWorkspacesApart() {
        long here = marketo.hasList("VIP");
        long there = marketo.hasList("VIP", "EU");

        assertThat(marketo.listNamed("VIP", "Default")).isEqualTo(here);
        assertThat(marketo.listNamed("VIP", "EU")).isEqualTo(there);
        assertThatThrownBy(() -> marketo.listNamed("VIP")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void putsALeadIntoTheArrangedPartition() {
        long lead = marketo.hasLead(Map.of("email", "ada@example.com", "leadPartition", "EU"));

        assertThat(marketo.lead(lead)).containsEntry("leadPartitionId", 2);
    }

    @Test
    void refusesToArrangeOrTellWhatCannotBe() {
        long list = marketo.hasList("VIP");

        assertThatThrownBy(() -> marketo.hasLead(Map.of("leadPartition", "Mars"))).hasMessage("There is no partition Mars");
        assertThatThrownBy(() -> marketo.hasList("VIP", "Mars")).hasMessage("There is no workspace Mars");
        assertThatThrownBy(() -> marketo.hasMember(list, 1)).hasMessage("There is no lead 1");
        assertThatThrownBy(() -> marketo.membersOf(1)).isInstanceOf(IllegalArgumentException.class).hasMessage("List with id '1' not found");
    }
}
