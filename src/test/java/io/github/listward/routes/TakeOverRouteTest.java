package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.listward.activation.MembershipChange;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another process owned the instance before, or does now. Replicas are rows of table {@code lease} here; ReplicasIT has real ones. */
class TakeOverRouteTest {

    private MarketoSandbox marketo;
    private DeliveryRoutes delivery;

    @BeforeEach
    void start() {
        marketo = EveryDestination.sandbox();
        delivery = EveryDestination.on(marketo).start();
    }

    @AfterEach
    void stop() {
        delivery.close();
        marketo.close();
    }

    @Test
    void sendsNothingOnceAnotherProcessHasTheLease() {
        delivery.deliver(aChange().by("ada@example.com").build());
        marketo.before("POST /rest/v1/leads.json", this::anotherProcessTakesOver);
        int callsBefore = marketo.calls();

        assertThatThrownBy(() -> delivery.deliver(aChange().by("bob@example.com").build())).hasStackTraceContaining("lease");

        assertThat(marketo.emailsIn("vip")).isEqualTo(Set.of("ada@example.com"));
        assertThat(marketo.calls() - callsBefore).as("the call that was on its way").isLessThanOrEqualTo(2);
    }

    @Test
    void repeatsWhatWasMovedSinceATakeOverWhenNoCallOfTheLastOwnerCanBeLeft() {
        MembershipChange ada = aChange().by("ada@example.com").at("2026-11-23T10:00:00Z").build();
        delivery.deliver(ada, aChange().by("bob@example.com").build());
        delivery.deliver(aChange().exiting("vip").by("bob@example.com").at("2026-11-23T10:05:00Z").build());
        theLastOwnerWasKilled();
        delivery.deliver(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T10:10:00Z").build());
        long list = marketo.listNamed("vip");
        long lead = (long) marketo.leadsWith("email", "ada@example.com").get(0).get("id");

        marketo.hasMember(list, lead); // a call of the last owner takes effect only now
        delivery.time().passes(Duration.ofSeconds(80));
        delivery.wakeUp();
        assertThat(marketo.membersOf(list)).as("such calls may be left yet").contains(lead);
        delivery.time().passes(Duration.ofSeconds(20));
        int callsBefore = marketo.calls();
        delivery.wakeUp();

        assertThat(marketo.membersOf(list)).isEmpty();
        assertThat(marketo.calls() - callsBefore).as("only what was moved since").isOne();
        delivery.wakeUp();
        assertThat(marketo.calls() - callsBefore).as("once").isOne();
    }

    @Test
    void repeatsInHalvesWhatMarketoRefusesAsAWhole() {
        delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("bob@example.com").build());
        theLastOwnerWasKilled();
        delivery.deliver(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T10:10:00Z").build(),
                aChange().exiting("vip").by("bob@example.com").at("2026-11-23T10:10:00Z").build());
        long list = marketo.listNamed("vip");
        marketo.hasMember(list, (long) marketo.leadsWith("email", "ada@example.com").get(0).get("id"));
        delivery.time().passes(Duration.ofSeconds(100));
        marketo.answersNextTo("DELETE /rest/v1/lists/*/leads.json", "1003", 1);

        delivery.wakeUp();

        assertThat(marketo.membersOf(list)).isEmpty();
        assertThat(marketo.calls("DELETE /rest/v1/lists/*/leads.json")).as("two exits in one, their repeat, and its halves").isEqualTo(4);
    }

    @Test
    void leavesALeaseThatWasGivenBackToTheProcessThatReadsTheTopic() {
        delivery.topicIsGivenAway();
        int callsBefore = marketo.calls();

        delivery.checkOnly();
        delivery.renewLeases();

        assertThat(delivery.jdbc().sql("select released from lease").query(Boolean.class).single()).isTrue();
        assertThat(marketo.calls()).isEqualTo(callsBefore);
    }

    private void anotherProcessTakesOver() {
        delivery.jdbc().sql("update lease set owner = 'another', epoch = epoch + 1, expires_at = current_timestamp + interval '60' second").update();
        delivery.jdbc().sql("update lease set released = false").update();
        delivery.renewLeases();
    }

    private void theLastOwnerWasKilled() {
        delivery.jdbc().sql("update lease set owner = 'another', epoch = epoch + 1, expires_at = current_timestamp - interval '10' second, released = false").update();
        delivery.renewLeases();
    }
}
