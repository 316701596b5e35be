package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Reason;
import io.github.listward.activation.Requeue;
import io.github.listward.delivery.Hold;
import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.Problem;
import io.github.listward.sandbox.MarketoSandbox;
import io.github.listward.sandbox.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one list or one destination keeps back waits, whole and in order, while the others are delivered. */
class HoldsRouteTest {

    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String REMOVE = "DELETE /rest/v1/lists/*/leads.json";

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    @AfterEach
    void everyDestinationIsUp() {
        delivery.check();
    }

    @Test
    void aListDeletedInMarketoIsHeldWhileTheOthersAreDelivered() {
        deliverAdaAndLoseWatched();

        DeliveryRoutes.Flushed flushed = delivery.deliver(
                aChange().qualifying("watched").by("eve@example.com").build(),
                aChange().exiting("watched").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                aChange().qualifying("vip").by("eve@example.com").build());

        flushed.endedAs("held", "held", "activated created");
        assertThat(flushed.deadLetters()).isEmpty();
        assertThat(marketo.emailsIn("VIP")).containsExactly("eve@example.com");
        assertThat(delivery.holds().all()).singleElement().satisfies(hold -> {
            assertThat(hold.audience()).isEqualTo("watched");
            assertThat(hold.reason()).isEqualTo(Reason.LIST_MISSING);
            assertThat(hold.message()).contains("is gone in Marketo").contains("release the hold");
            assertThat(hold.state()).isEqualTo(Hold.State.HELD);
            assertThat(hold.changes()).isEqualTo(2);
        });
    }

    @Test
    void aListTheDefinitionGivesByANumberMarketoDoesNotKnowIsHeld() {
        delivery.deliver(
                        aChange().qualifying("by-id").by("ada@example.com").build(),
                        aChange().exiting("by-id").by("eve@example.com").build(),
                        aChange().in("match-profile-only").by("eve@example.com").build())
                .endedAs("held", "held", "excluded NO_MATCH");

        assertThat(onlyHold().message()).isEqualTo("Marketo has no static list 1001 in workspace Default. Correct list-id, or the list's name or place in Marketo");
    }

    @Test
    void aListAnotherAudienceFeedsIsLeftAlone() {
        delivery.deliver(aChange().by("ada@example.com").build());

        delivery.deliver(
                        aChange().qualifying("unnamed").named("vip").by("eve@example.com").build(),
                        aChange().exiting("unnamed").named("vip").by("ada@example.com").build())
                .endedAs("held", "held");

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
        assertThat(onlyHold().reason()).isEqualTo(Reason.LIST_TAKEN);
        assertThat(onlyHold().message()).isEqualTo("Static list 1001 is fed by audience vip of dataflow create. Give this audience a list-name of its own");
        delivery.watchHolds();
        assertThat(onlyHold().state()).isEqualTo(Hold.State.HELD);
    }

    @Test
    void aListMarketoRefusesToCreateHoldsItsOwnChangesOnly() {
        marketo.answersNextTo("POST /rest/asset/v1/staticLists.json", "701", 1);

        delivery.deliver(
                        aChange().qualifying("unnamed").named("Refused").by("ada@example.com").build(),
                        aChange().in("create-profile-only").by("ada@example.com").build())
                .endedAs("held", "activated updated");

        assertThat(onlyHold().reason()).isEqualTo(Reason.LIST_REFUSED);
        release();
        delivery.deliver(delivery.queueReleased());
        assertThat(marketo.emailsIn("Refused")).containsExactly("ada@example.com");
    }

    @Test
    void laterChangesOfAHeldListAreHeldWithoutACallAndAcrossARestart() {
        deliverAdaAndLoseWatched();
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").build()).endedAs("held");

        delivery.restart();

        delivery.deliver(aChange().qualifying("watched").by("joan@example.com").build()).endedAs("held").withCalls(0);
        assertThat(onlyHold().changes()).isEqualTo(2);
        release();
        delivery.deliver(delivery.queueReleased());
        assertThat(marketo.emailsIn("Watched")).containsExactlyInAnyOrder("eve@example.com", "joan@example.com");
    }

    @Test
    void createsAListThatIsGoneAgainInTheSameFlush() {
        delivery.deliver(aChange().by("ada@example.com").build());
        long old = marketo.listNamed("VIP");
        marketo.removesList(old);

        delivery.deliver(
                        aChange().by("eve@example.com").build(),
                        aChange().by("joan@example.com").build(),
                        aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("activated created", "activated created", "excluded NOT_IN_LIST");

        assertThat(marketo.listNamed("VIP")).isNotEqualTo(old);
        assertThat(marketo.emailsIn("VIP")).containsExactlyInAnyOrder("eve@example.com", "joan@example.com");
        assertThat(delivery.holds().all()).isEmpty();
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T12:00:00Z").build()).endedAs("activated added");
    }

    @Test
    void whoWasOnAListThatIsCreatedAgainIsAskedForAlsoWhenTheFlushIsReadAgain() {
        delivery.deliver(aChange().by("ada@example.com").build());
        marketo.removesList(marketo.listNamed("VIP"));
        delivery.deadLettersCannotBeWritten();
        delivery.fails(aChange().by("eve@example.com").build(), aChange().qualifying("no-such-audience").by("ada@example.com").build());

        delivery.deadLettersCanBeWrittenAgain();
        delivery.deliverAgain();

        assertThat(delivery.jdbc().sql("select audience || ' ' || reason from settling").query(String.class).list()).containsExactly("vip LIST_RECREATED");
    }

    /** Of 301 people the first 300 are on the list when it vanishes: the last one's call tells. */
    @Test
    void whoWasPutOnTheListBeforeItVanishedIsPutOnTheNew() {
        delivery.deliver(aChange().by("ada@example.com").build());
        long old = marketo.listNamed("VIP");
        marketo.after(ADD, () -> {
            if (old == marketo.listNamed("VIP")) {
                marketo.removesList(old);
            }
        });
        List<MembershipChange> changes = new ArrayList<>();
        for (int i = 0; i < 301; i++) {
            changes.add(aChange().by("person" + i + "@example.com").build());
        }

        delivery.deliver(changes);

        assertThat(marketo.emailsIn("VIP")).hasSize(301);
    }

    @Test
    void aListThatIsToBeHeldIsHeldAlsoWhenItsFlushIsReadAgain() {
        deliverAdaAndLoseWatched();
        delivery.deadLettersCannotBeWritten();
        delivery.fails(
                aChange().qualifying("watched").by("eve@example.com").build(),
                aChange().qualifying("no-such-audience").by("ada@example.com").build());

        delivery.deadLettersCanBeWrittenAgain();
        delivery.deliverAgain().endedAs("held", "failed DEFINITION_GONE");

        assertThat(marketo.listNamed("Watched")).isNull();
    }

    @Test
    void aListCreatedAgainKeepsTheNameAnEventGave() {
        delivery.deliver(aChange().qualifying("unnamed").named("Spring").by("ada@example.com").build());
        marketo.removesList(marketo.listNamed("Spring"));

        delivery.deliver(aChange().qualifying("unnamed").by("eve@example.com").build());

        assertThat(marketo.emailsIn("Spring")).containsExactly("eve@example.com");
    }

    @Test
    void aListThatVanishesTwiceInAFlushIsHeld() {
        delivery.deliver(aChange().by("ada@example.com").build());
        marketo.before(ADD, () -> marketo.removesList(marketo.listNamed("VIP")));

        delivery.deliver(aChange().by("eve@example.com").build()).endedAs("held");

        assertThat(onlyHold().reason()).isEqualTo(Reason.LIST_MISSING);
    }

    @Test
    void noDataFoundOfAListIsAMissingList() {
        delivery.deliver(aChange().by("ada@example.com").build());
        long list = marketo.listNamed("VIP");
        marketo.answersNextTo(ADD, "702", 1);

        delivery.deliver(aChange().by("eve@example.com").build()).endedAs("activated created");

        assertThat(marketo.emailsIn(list)).contains("eve@example.com"); // adopted by its name
    }

    @Test
    void releasesInOrderSoThatTheLastWishHolds() {
        deliverAdaAndLoseWatched();
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("held");
        delivery.deliver(aChange().exiting("watched").by("eve@example.com").at("2026-11-23T12:00:00Z").build()).endedAs("held");
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").at("2026-11-23T13:00:00Z").build()).endedAs("held");

        release();
        List<MembershipChange> queued = delivery.queueReleased();

        assertThat(queued).extracting(change -> change.requeue().kind()).containsOnly(Requeue.Kind.RELEASED);
        assertThat(delivery.holds().all()).as("all of it is queued").isEmpty();
        queued.forEach(delivery::deliver); // a flush each
        assertThat(historyOf("Watched", "eve@example.com")).containsExactly("added", "removed", "added");
        assertThat(held()).isZero();
    }

    @Test
    void releasedTogetherOnlyTheLastWishIsSent() {
        deliverAdaAndLoseWatched();
        delivery.deliver(
                aChange().qualifying("watched").by("eve@example.com").at("2026-11-23T11:00:00Z").build(),
                aChange().exiting("watched").by("eve@example.com").at("2026-11-23T12:00:00Z").build(),
                aChange().qualifying("watched").by("eve@example.com").at("2026-11-23T13:00:00Z").build());

        release();
        DeliveryRoutes.Flushed flushed = delivery.deliver(delivery.queueReleased());

        assertThat(flushed.counts()).isEqualTo(Map.of("held", -3L, "excluded SUPERSEDED", 2L, "activated added", 1L));
        assertThat(historyOf("Watched", "eve@example.com")).containsExactly("added");
    }

    @Test
    void aNewerChangeDeliveredBeforeTheReleasedOneMakesThatStale() {
        deliverAdaAndLoseWatched();
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("held");

        release();
        List<MembershipChange> queued = delivery.queueReleased();
        delivery.deliver(aChange().exiting("watched").by("eve@example.com").at("2026-11-23T12:00:00Z").build()).endedAs("excluded NOT_IN_LIST");
        DeliveryRoutes.Flushed flushed = delivery.deliver(queued);

        assertThat(flushed.counts()).isEqualTo(Map.of("held", -1L, "excluded STALE", 1L));
        assertThat(marketo.emailsIn("Watched")).isEmpty();
    }

    @Test
    void aPartQueuedTwiceByAKillCountsOnceAndMovesNobodyTwice() {
        deliverAdaAndLoseWatched();
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com", "augusta@example.com").build());
        release();

        List<MembershipChange> first = delivery.queueReleasedAndBeKilled();
        List<MembershipChange> second = delivery.queueReleased();

        assertThat(second).isEqualTo(first);
        assertThat(delivery.deliver(first).counts()).isEqualTo(Map.of("held", -2L, "activated added", 2L));
        assertThat(delivery.deliver(second).counts()).isEmpty();
        assertThat(historyOf("Watched", "eve@example.com")).containsExactly("added");
    }

    @Test
    void whatActivationQueuedTwiceIsHeldAndReleasedOnce() {
        deliverAdaAndLoseWatched();
        MembershipChange eve = aChange().qualifying("watched").by("eve@example.com").build();
        delivery.deliver(eve, eve).endedAs("held");
        delivery.deliver(eve).endedAs();

        release();
        List<MembershipChange> queued = delivery.queueReleased();

        assertThat(queued).hasSize(1);
        delivery.deliver(queued);
        assertThat(held()).isZero();
    }

    @Test
    void aPollReadAgainIsHeldOnce() {
        deliverAdaAndLoseWatched();
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").build()).endedAs("held");

        assertThat(delivery.deliverAgain().counts()).isEmpty();
        assertThat(onlyHold().changes()).isOne();
    }

    @Test
    void whatIsReleasedIntoAnotherHoldIsHeldAgainAndCountedOnce() {
        delivery.deliver(aChange().qualifying("by-id").by("ada@example.com").build()).endedAs("held");

        release();
        assertThat(delivery.deliver(delivery.queueReleased()).counts()).as("one held less, one more").isEmpty();
        delivery.deliver(aChange().qualifying("by-id").by("eve@example.com").build()).endedAs("held");

        assertThat(held()).isEqualTo(2);
        marketo.hasList("Picked by hand");
        delivery.time().passes(Duration.ofMinutes(4));
        delivery.watchHolds();
        assertThat(onlyHold().state()).as("not asked yet").isEqualTo(Hold.State.HELD);
        delivery.time().passes(Duration.ofMinutes(2));
        delivery.watchHolds();
        delivery.deliver(delivery.queueReleased());
        assertThat(held()).isZero();
        assertThat(marketo.emailsIn("Picked by hand")).hasSize(2);
    }

    @Test
    void aListIdThatIsCorrectedReleasesTheHold() {
        try (MarketoSandbox own = MarketoSandbox.builder().withoutLimits().start();
                DeliveryRoutes corrected = DeliveryRoutes.to(own, "definitions/list-by-id.yaml").with("vip.list-id", 4711)) {
            corrected.start().deliver(aChange().by("ada@example.com").build()).endedAs("held");
            corrected.watchHolds();
            assertThat(corrected.holds().all()).extracting(Hold::state).containsExactly(Hold.State.HELD);

            long list = own.hasList("VIP");
            corrected.with("vip.list-id", list).restart();
            corrected.watchHolds();
            corrected.deliver(corrected.queueReleased());

            assertThat(own.emailsIn(list)).containsExactly("ada@example.com");
            assertThat(corrected.holds().all()).isEmpty();
        }
    }

    @Test
    void aListNoOtherAudienceFeedsAnyMoreIsNotTaken() {
        delivery.deliver(aChange().by("ada@example.com").build());
        delivery.deliver(aChange().qualifying("unnamed").named("vip").by("eve@example.com").build()).endedAs("held");

        delivery.jdbc().sql("delete from audience_list where audience = 'vip'").update();
        delivery.watchHolds();
        delivery.deliver(delivery.queueReleased());

        assertThat(marketo.emailsIn("VIP")).containsExactlyInAnyOrder("ada@example.com", "eve@example.com");
    }

    @Test
    void aReplayIntoAHoldIsReleasedAsOneAndNeverCounted() {
        deliverAdaAndLoseWatched();
        MembershipChange eve = aChange().qualifying("watched").by("eve@example.com").build();
        marketo.skipsRow("email", "eve@example.com", "1003");
        delivery.deliver(eve).endedAs("failed INVALID_VALUE");
        marketo.heals();

        assertThat(delivery.deliver(eve.again(new Requeue(Requeue.Kind.REPLAYED, 0, 1))).counts()).isEmpty();
        assertThat(onlyHold().changes()).isZero();
        release();
        assertThat(delivery.deliver(delivery.queueReleased()).counts()).isEmpty();

        assertThat(marketo.emailsIn("Watched")).containsExactly("eve@example.com");
    }

    @Test
    void identitiesAProfileLostWhileItWasHeldExitOnRelease() {
        delivery.deliver(aChange().qualifying("watched").ofProfile("p").by("ada@example.com", "augusta@example.com").build());
        marketo.answersNextTo(ADD, "702", 1);
        marketo.answersNextTo(REMOVE, "702", 1);
        delivery.deliver(
                        aChange().qualifying("watched").ofProfile("p").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().qualifying("watched").by("eve@example.com").build())
                .endedAs("held", "held"); // that Augusta exits follows again when they are released

        release();
        DeliveryRoutes.Flushed flushed = delivery.deliver(delivery.queueReleased());

        assertThat(flushed.counts()).isEqualTo(Map.of("received", 1L, "held", -2L, "activated added", 2L, "activated removed", 1L));
        assertThat(marketo.emailsIn("Watched")).containsExactlyInAnyOrder("ada@example.com", "eve@example.com");
    }

    @Test
    void aChangeIsHeldWholeThoughAPartOfItHadEnded() {
        deliverAdaAndLoseWatched();
        marketo.skipsRow("email", "zoe@example.com", "1003");

        delivery.deliver(aChange().qualifying("watched").ofProfile("p").by("zoe@example.com", "eve@example.com").build()).endedAs("held", "held");
        release();
        DeliveryRoutes.Flushed flushed = delivery.deliver(delivery.queueReleased());

        assertThat(flushed.counts()).isEqualTo(Map.of("held", -2L, "failed INVALID_VALUE", 1L, "activated added", 1L));
    }

    @Test
    void aDestinationThatIsDownIsHeldWhileAnotherIsDelivered() {
        destinationIsDown("match");
        marketo.hasLead("eve@example.com");

        delivery.deliver(
                        aChange().in("match").by("eve@example.com").build(),
                        aChange().in("match").qualifying("news").by("eve@example.com").build(),
                        aChange().by("ada@example.com").build())
                .endedAs("held", "held", "activated created");
        assertThat(delivery.holds().all()).extracting(Hold::reason).containsExactly(Reason.DESTINATION_DOWN, Reason.DESTINATION_DOWN);
        assertThat(delivery.holds().all().get(0).message()).isEqualTo("Destination match is down: partition is wrong. Correct it");
        delivery.watchHolds();
        assertThat(delivery.queueReleased()).isEmpty();

        delivery.check();
        delivery.watchHolds();
        delivery.deliver(delivery.queueReleased());

        assertThat(marketo.emailsIn("Match VIP")).containsExactly("eve@example.com");
        assertThat(delivery.holds().all()).isEmpty();
        assertThat(held()).isZero();
    }

    @Test
    void theQueueWaitsWhenEveryDestinationIsDown() {
        marketo.answersNext("603", 1);
        delivery.check();

        assertThat(delivery.fails(aChange().by("ada@example.com").build())).hasMessageContaining("is down");
        assertThat(delivery.holds().all()).isEmpty();
    }

    @Test
    void whatFellOutOfRetentionIsSaidAndCountedOnlyWhenSomebodyHasSeenIt() {
        deliverAdaAndLoseWatched();
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").build()).endedAs("held");
        delivery.deliver(aChange().qualifying("watched").by("joan@example.com").build()).endedAs("held");
        delivery.retains(1);

        release();
        assertThat(delivery.queueReleased()).isEmpty();
        assertThat(onlyHold().state()).isEqualTo(Hold.State.INCOMPLETE);
        assertThat(onlyHold().message()).contains("no longer keeps");
        assertThat(delivery.queueReleased()).as("it waits").isEmpty();

        release();
        delivery.deliver(delivery.queueReleased());
        assertThat(marketo.emailsIn("Watched")).containsExactly("joan@example.com");
        assertThat(held()).isZero();
        assertThat(count("failed", "EXPIRED")).isOne();
    }

    @Test
    void changesThatAreNotInTheTopicAnyMoreAreSaidToBeLost() {
        deliverAdaAndLoseWatched();
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").build()).endedAs("held");
        delivery.jdbc().sql("update hold set to_offset = to_offset + 1000").update(); // as of a topic that was deleted

        release();
        assertThat(delivery.queueReleased()).isEmpty();

        assertThat(onlyHold().state()).isEqualTo(Hold.State.INCOMPLETE);
    }

    @Test
    void releasesPartByPartWhileLittleElseWaits() {
        deliverAdaAndLoseWatched();
        List<MembershipChange> changes = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            changes.add(aChange().qualifying("watched").by("person" + i + "@example.com").build());
        }
        delivery.deliver(changes);

        release();
        List<MembershipChange> first = delivery.queueReleased();
        assertThat(first).hasSize(1200);
        assertThat(onlyHold().released()).isEqualTo(1200);
        marketo.answersNextTo(ADD, "603", 1);
        delivery.fails(first.toArray(MembershipChange[]::new));
        assertThat(delivery.queueReleased()).as("a part waits").isEmpty();
        delivery.check();
        delivery.deliverAgain();
        List<MembershipChange> second = delivery.queueReleased();

        assertThat(second).hasSize(300);
        delivery.deliver(second);
        assertThat(delivery.holds().all()).isEmpty();
        assertThat(held()).isZero();
        assertThat(marketo.emailsIn("Watched")).hasSize(1500);
    }

    private void deliverAdaAndLoseWatched() {
        delivery.deliver(aChange().qualifying("watched").by("ada@example.com").build()).endedAs("activated created");
        marketo.removesList(marketo.listNamed("Watched"));
    }

    private void destinationIsDown(String destination) {
        delivery.bean(DestinationStates.class).down(destination, List.of(new Problem("partition", "is wrong", "Correct it")), delivery.time().instant());
    }

    private void release() {
        assertThat(delivery.holds().release(onlyHold().number())).isPresent();
    }

    private Hold onlyHold() {
        assertThat(delivery.holds().all()).hasSize(1);
        return delivery.holds().all().get(0);
    }

    private List<String> historyOf(String list, String email) {
        long lead = (Long) marketo.leadsWith("email", email).get(0).get("id");
        return marketo.history(marketo.listNamed(list), lead).stream().map(Move::action).toList();
    }

    private long held() {
        return count("held", "");
    }

    private long count(String outcome, String reason) {
        return delivery.jdbc().sql("select coalesce(sum(amount), 0) from counter where outcome = ? and reason = ?").params(outcome, reason).query(Long.class).single();
    }
}
