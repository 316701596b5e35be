package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SandboxFaultsTest {

    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String ADA = "{'input':[{'email':'ada@example.com'}]}";

    private final SettableClock clock = new SettableClock("2026-07-01T12:00:00Z");
    private final MarketoSandbox marketo = MarketoSandbox.builder().clock(clock).start();
    private final Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void answersAGatewaysPageInsteadOfJson() {
        wire.request("/");
        marketo.breaks(Fault.BAD_GATEWAY);

        HttpResponse<String> answer = wire.send(wire.request("/rest/v1/leads/partitions.json"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).startsWith("<html>");
        assertThat(wire.credentials("demo-client", "demo-secret").statusCode()).isEqualTo(502);
        assertThat(marketo.answered("502")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE_608, 608", "THROTTLED_606, 606"})
    void refusesInAnEnvelopeWithoutCarryingOut(Fault fault, String code) {
        wire.request("/");
        marketo.breaks(fault);

        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads.json", ADA))).isEqualTo(code);
        assertThat(marketo.leadsWith("email", "ada@example.com")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESETS_CONNECTION", "DROPS_AFTER_COMMIT", "TRUNCATES_JSON"})
    void givesNoUsableAnswerWhetherOrNotTheCallWasCarriedOut(Fault fault) {
        wire.request("/");
        marketo.breaks(fault);

        assertThatThrownBy(() -> wire.postJson("/rest/v1/leads.json", ADA)).isInstanceOf(RuntimeException.class);
        assertThat(marketo.leadsWith("email", "ada@example.com")).hasSize(fault == Fault.RESETS_CONNECTION ? 0 : 1);
    }

    @Test
    void hangsUntilHealed() {
        wire.request("/");
        marketo.breaks(Fault.HANGS);

        CompletableFuture<?> call = CompletableFuture.supplyAsync(() -> wire.postJson("/rest/v1/leads.json", ADA));
        await("an answer").during(Duration.ofMillis(300)).until(() -> !call.isDone());
        marketo.heals();

        await("the connection to be closed").until(call::isCompletedExceptionally);
        assertThat(marketo.leadsWith("email", "ada@example.com")).isEmpty();
        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads.json", ADA))).isEqualTo("success");
    }

    @Test
    void healsByItselfAfterATime() {
        marketo.breaksFor(Fault.UNAVAILABLE_608, Duration.ofSeconds(10));
        assertThat(Wire.verdict(wire.get("/rest/v1/leads/partitions.json"))).isEqualTo("608");

        clock.advance(Duration.ofSeconds(10));

        assertThat(Wire.verdict(wire.get("/rest/v1/leads/partitions.json"))).isEqualTo("success");
    }

    @Test
    void answersTheNextCallsAsScriptedAndThenAsUsual() {
        marketo.answersNext("604", 2);

        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads.json", ADA))).isEqualTo("604");
        assertThat(Wire.verdict(wire.get("/rest/v1/leads/partitions.json"))).isEqualTo("604");
        assertThat(marketo.leadsWith("email", "ada@example.com")).isEmpty();
        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads.json", ADA))).isEqualTo("success");
    }

    @Test
    void scriptsOneOperationOnly() {
        long list = marketo.hasList("VIP");
        marketo.answersNextTo(ADD, "1019", 1);

        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads.json", ADA))).isEqualTo("success");
        assertThat(Wire.verdict(wire.postJson("/rest/v1/lists/" + list + "/leads.json", "{'input':[{'id':1}]}"))).isEqualTo("1019");
    }

    @Test
    void canCarryOutACallAndStillRefuseIt() {
        marketo.appliesButAnswersNextTo(SYNC, "604", 1);

        assertThat(Wire.verdict(wire.postJson("/rest/v1/leads.json", ADA))).isEqualTo("604");
        assertThat(marketo.leadsWith("email", "ada@example.com")).hasSize(1);
    }

    @Test
    void skipsRowsThatHaveTheValue() {
        long lead = marketo.hasLead("bob@example.com");
        long list = marketo.hasList("VIP");
        marketo.skipsRow("email", "ada@example.com", "1007");
        marketo.skipsRow("id", lead, "1004");

        assertThat(Wire.rows(wire.postJson("/rest/v1/leads.json", "{'input':[{'email':'Ada@example.com'},{'email':'eve@example.com'}]}")))
                .containsExactly("1007", "created");
        assertThat(Wire.rows(wire.postJson("/rest/v1/lists/" + list + "/leads.json", "{'input':[{'id':" + lead + "}]}"))).containsExactly("1004");
        assertThat(marketo.skipped("1007")).isOne();
    }

    @Test
    void runsHooksBeforeAndAfterACallIsCarriedOut() {
        List<Integer> leads = new ArrayList<>();
        marketo.before(SYNC, () -> leads.add(marketo.leadsWith("email", "ada@example.com").size()));
        marketo.after(SYNC, () -> leads.add(marketo.leadsWith("email", "ada@example.com").size()));

        wire.postJson("/rest/v1/leads.json", ADA);

        assertThat(leads).containsExactly(0, 1);
    }
}
