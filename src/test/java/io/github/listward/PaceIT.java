package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.batch.Paces;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deliver first, then rest: with a poor budget changes gather, unless enough of them wait. */
class PaceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String INSTANCE = "123-ABC-456";
    private static final String TOPIC = "listward.changes." + INSTANCE;
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";

    @TempDir
    Path directory;

    @Test
    void gathersChangesWhileTheBudgetIsPoorAndGoesOnWhenCallsAreFull() throws Exception {
        try (MarketoSandbox marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml").start()) {
            listward.send("ada", qualified("ada@example.com"));
            awaitMembers(marketo, 1);
            assertThat(listward.bean(Paces.class).of(TOPIC)).as("a fresh start has a rich bucket").isEmpty();

            DayBudget budget = listward.bean(CallBudget.class).of(INSTANCE);
            listward.bean(JdbcClient.class).sql("update call_count set calls = ?").param(budget.allowance() - budget.bucket() / 4).update();
            listward.send("eve", qualified("eve@example.com"));
            awaitMembers(marketo, 2);
            await("the rest begins").atMost(PATIENCE).until(() -> listward.bean(Paces.class).of(TOPIC).isPresent());
            int before = marketo.calls(ADD);
            Instant until = listward.bean(Paces.class).of(TOPIC).orElseThrow().until();
            listward.send("grace", qualified("grace@example.com"));
            listward.send("joan", qualified("joan@example.com"));
            awaitMembers(marketo, 4);
            assertThat(Instant.now()).as("eve went at once, those after her had to wait").isAfterOrEqualTo(until);
            assertThat(marketo.calls(ADD) - before).as("they shared a call").isOne();

            listward.bean(JdbcClient.class).sql("update call_count set calls = calls + 1000").update();
            listward.send("mary", qualified("mary@example.com"));
            awaitMembers(marketo, 5);
            await("the longest rest begins").atMost(PATIENCE).until(() -> listward.bean(Paces.class).of(TOPIC).isPresent());
            until = listward.bean(Paces.class).of(TOPIC).orElseThrow().until();
            for (int i = 0; i < 350; i++) {
                listward.send("crowd-" + i, qualified("crowd" + i + "@example.com"));
            }
            awaitMembers(marketo, 355);
            assertThat(Instant.now()).as("they filled a call").isBefore(until);
        }
    }

    private static void awaitMembers(MarketoSandbox marketo, int count) {
        await(count + " members").atMost(PATIENCE).until(() -> {
            Long list = marketo.listNamed("VIP Europe");
            return list != null && marketo.emailsIn("VIP Europe").size() == count;
        });
    }

    private static String qualified(String email) {
        return """
                {"person":{"name":{"firstName":"A","lastName":"B"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(Instant.now(), email);
    }
}
