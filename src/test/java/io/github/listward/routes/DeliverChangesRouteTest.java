package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of several wishes holds, for whom, and when it need not be said again. */
class DeliverChangesRouteTest {

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    @Test
    void theNewestWishOfAFlushIsTheOneDelivered() {
        delivery.deliver(
                        aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().qualifying("vip").by("ada@example.com").at("2026-11-23T10:00:00Z").build(),
                        aChange().qualifying("vip").by("eve@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().exiting("vip").by("eve@example.com").at("2026-11-23T10:00:00Z").build())
                .endedAs("excluded SUPERSEDED", "excluded SUPERSEDED", "excluded NO_MATCH", "activated created");

        assertThat(marketo.emailsIn("VIP")).containsExactly("eve@example.com");
    }

    @Test
    void aWishOlderThanOneSeenBeforeMovesNothing() {
        delivery.deliver(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("excluded NO_MATCH");

        delivery.deliver(aChange().qualifying("vip").by("ada@example.com").at("2026-11-23T10:00:00Z").build()).endedAs("excluded STALE").withCalls(0);
    }

    @Test
    void ofTwoWishesOfOneMomentTheLaterEventHolds() {
        delivery.deliver(aChange().qualifying("vip").by("ada@example.com").build(), aChange().exiting("vip").by("ada@example.com").build())
                .endedAs("excluded SUPERSEDED", "excluded NO_MATCH");
        delivery.deliver(aChange().qualifying("vip").by("ada@example.com").build()).endedAs("activated created");
    }

    @Test
    void aChangeQueuedTwiceCountsOnceAndCostsNothingMore() {
        MembershipChange change = aChange().by("ada@example.com").build();

        delivery.deliver(change, change).endedAs("activated created").withCalls(3);
        delivery.deliver(change).endedAs().withCalls(0);
    }

    @Test
    void aPollReadAgainCountsOnceAndCostsNothingMore() {
        delivery.deliver(aChange().by("ada@example.com").build(), aChange().exiting("news").by("eve@example.com").build());

        assertThat(delivery.deliverAgain().counts()).isEmpty();
    }

    @Test
    void anExitThatFollowsFromALostAddressCountsOnceHoweverItIsReadAgain() {
        delivery.deliver(
                aChange().ofProfile("one").by("ada@example.com", "ada@example.org").build(),
                aChange().ofProfile("one").by("ada@example.com").at("2026-11-23T11:00:00Z").build());

        assertThat(delivery.deliverAgainWith(List.of(aChange().ofProfile("one").by("ada@example.com").at("2026-11-23T11:30:00Z").build())).counts())
                .doesNotContainKey("received");
    }

    @Test
    void whatMarketoConfirmedIsSaidAgainOnlyAfterAWhile() {
        delivery.deliver(aChange().by("ada@example.com").build());

        delivery.time().passes(Duration.ofDays(6));
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-24T10:00:00Z").build()).endedAs("excluded UNCHANGED").withCalls(0);
        delivery.time().passes(Duration.ofDays(2));
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-25T10:00:00Z").build()).endedAs("activated added").withCalls(1);
    }

    @Test
    void whatWasConfirmedOfAnotherLeadSavesNothing() {
        delivery.deliver(aChange().by("ada@example.com").build());
        long other = marketo.hasLead("augusta@example.com");
        delivery.jdbc().sql("update lead set lead_id = ?").param(other).update();

        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("activated added").withCalls(1);
    }

    @Test
    void emptyStateFilledListExitsOnlyListEmpty() {
        long list = marketo.hasList("VIP");
        for (String email : List.of("ada@example.com", "eve@example.com", "joan@example.com")) {
            marketo.hasMember(list, marketo.hasLead(email));
        }

        delivery.deliver(
                        aChange().exiting("vip").by("ada@example.com").build(),
                        aChange().exiting("vip").by("eve@example.com").build(),
                        aChange().exiting("vip").by("joan@example.com").build())
                .endedAs("activated removed", "activated removed", "activated removed")
                .withCalls(3); // find the leads, find the list, remove

        assertThat(marketo.emailsIn(list)).isEmpty();
    }

    @Test
    void twoPeopleWhoAreOneLeadAreMovedOnce() {
        long lead = marketo.hasLead(Map.of("email", "ada@example.com", "customerNumber", "C-1"));
        MembershipChange byNumber = aChange().in("match-by-two-keys").byKeys("customerNumber", "C-1").build();
        MembershipChange byEmail = aChange().in("match-by-two-keys").byKeys("email", "ada@example.com").build();

        delivery.deliver(byNumber, byEmail).endedAs("activated added", "activated added");

        long list = marketo.listNamed("Match two keys VIP");
        assertThat(marketo.history(list, lead)).hasSize(1);
        delivery.deliver(aChange().in("match-by-two-keys").exiting("vip").byKeys("email", "ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("excluded STILL_WANTED").withCalls(0);
        delivery.deliver(aChange().in("match-by-two-keys").exiting("vip").byKeys("customerNumber", "C-1").at("2026-11-23T11:00:00Z").build())
                .endedAs("activated removed").withCalls(1);
        assertThat(marketo.membersOf(list)).isEmpty();
    }

    @Test
    void aPersonStaysWhileAnyOfItsProfilesWantsIt() {
        delivery.deliver(
                aChange().ofProfile("one").by("ada@example.com").build(),
                aChange().ofProfile("two").by("ada@example.com").build());

        delivery.deliver(aChange().exiting("vip").ofProfile("one").by("ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("excluded STILL_WANTED").withCalls(0);
        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
        delivery.deliver(aChange().exiting("vip").ofProfile("two").by("ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("activated removed");
        assertThat(marketo.emailsIn("VIP")).isEmpty();
    }

    @Test
    void aPersonLeavesWhenAllOfItsProfilesDoInOneFlush() {
        delivery.deliver(
                aChange().ofProfile("one").by("ada@example.com").build(),
                aChange().ofProfile("two").by("ada@example.com").build());

        delivery.deliver(
                        aChange().exiting("vip").ofProfile("one").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().exiting("vip").ofProfile("two").by("ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("activated removed", "activated removed").withCalls(1);
    }

    @Test
    void anIdentityAProfileNoLongerHasExits() {
        delivery.deliver(aChange().ofProfile("one").by("ada@example.com", "augusta@example.com").build());

        delivery.deliver(aChange().ofProfile("one").by("ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("excluded UNCHANGED", "activated removed");

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
    }

    @Test
    void anIdentityThatANewerEventDroppedBeforeItWasEverSeenStaysOut() {
        delivery.deliver(aChange().ofProfile("p").by("ada@example.com").at("2026-11-23T11:00:00Z").build());

        delivery.deliver(aChange().ofProfile("p").by("ada@example.com", "ada@example.org").at("2026-11-23T10:00:00Z").build());

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
    }

    @Test
    void anIdentityDroppedWithinAFlushExits() {
        delivery.deliver(
                        aChange().ofProfile("one").by("ada@example.com", "augusta@example.com").build(),
                        aChange().ofProfile("one").by("ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("excluded SUPERSEDED", "excluded SUPERSEDED", "activated created", "excluded NO_MATCH");

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
    }

    @Test
    void anExitWithoutIdentitiesIsThatOfAllTheProfileHad() {
        delivery.deliver(aChange().ofProfile("one").by("ada@example.com", "augusta@example.com").build());

        delivery.deliver(aChange().exiting("vip").ofProfile("one").at("2026-11-23T11:00:00Z").build())
                .endedAs("activated removed", "activated removed");
        delivery.deliver(aChange().exiting("vip").ofProfile("nobody").at("2026-11-23T11:00:00Z").build())
                .endedAs("excluded MISSING_IDENTITY").withCalls(0);

        assertThat(marketo.emailsIn("VIP")).isEmpty();
    }

    @Test
    void aChangeWhoseDefinitionIsGoneFails() {
        delivery.deliver(
                        aChange().qualifying("no-such-audience").by("ada@example.com").build(),
                        aChange().in("no-such-dataflow").by("ada@example.com").build(),
                        aChange().in("create").to("match").by("ada@example.com").build(),
                        aChange().in("create").to("no-such-destination").by("ada@example.com").build(),
                        aChange().by("eve@example.com").build())
                .endedAs("failed DEFINITION_GONE", "failed DEFINITION_GONE", "failed DEFINITION_GONE", "excluded SUPERSEDED", "activated created");
    }

    @Test
    void aMergedLeadSomebodyElseIsStaysOnTheList() {
        // Ada is remembered as a lead that was merged into Eve's; the flush adds Eve before it finds out.
        delivery.deliver(aChange().by("ada@example.com").build());
        long loser = (Long) marketo.leadsWith("email", "ada@example.com").get(0).get("id");
        long winner = marketo.hasLead(Map.of("email", "ada@example.com", "customerNumber", "C-1"));
        marketo.mergesLead(winner, loser);

        delivery.deliver(
                aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                aChange().qualifying("vip").by("eve@example.com").at("2026-11-23T11:00:00Z").build());

        assertThat(marketo.emailsIn("VIP")).containsExactly("eve@example.com");
    }
}
