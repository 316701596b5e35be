package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Reason;
import io.github.listward.batch.Paces;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.Hold.State;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.CallGate;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.marketo.PassingTime;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls of a day run out: of a share of a million the last 50,000 are for removals. */
class BudgetRouteTest {

    private static final String INSTANCE = "123-ABC-456";
    private static final int SHARE = 1_000_000;
    private static final int ALL_BUT_THE_RESERVE = 950_000;

    private static final PassingTime TIME = new PassingTime("2026-11-23T12:00:00Z");
    private static MarketoSandbox marketo;
    private static DeliveryRoutes delivery;

    @BeforeAll
    static void start() {
        marketo = EveryDestination.sandbox(TIME);
        delivery = EveryDestination.on(marketo).start();
    }

    @AfterAll
    static void stop() {
        delivery.close();
        marketo.close();
    }

    @BeforeEach
    void startAfresh() {
        pass(Duration.ofDays(1));
        delivery.startAfresh();
        delivery.hasUsed(0);
        delivery.watchUsage();
    }

    @Test
    void holdsAdditionsAndDeliversRemovalsWhenOnlyTheReserveIsLeft() {
        deliverAdaAndEve();
        delivery.hasUsed(ALL_BUT_THE_RESERVE);

        delivery.deliver(
                        aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().by("joan@example.com").build(),
                        aChange().in("create-profile-only").by("eve@example.com").build())
                .endedAs("activated removed", "held", "held")
                .withCalls(1);

        assertThat(marketo.emailsIn("VIP")).containsExactly("eve@example.com");
        assertThat(delivery.holds().all()).hasSize(2).allSatisfy(hold -> {
            assertThat(hold.reason()).isEqualTo(Reason.BUDGET_USED);
            assertThat(hold.additionsOnly()).isTrue();
            assertThat(hold.message()).contains("50000 of 1000000 calls of the day are left, for removals only");
            assertThat(hold.changes()).isEqualTo(1);
        });
    }

    @Test
    void deliversWhatWasHeldAfterMidnightInOrder() {
        deliverAdaAndEve();
        delivery.hasUsed(ALL_BUT_THE_RESERVE);
        delivery.deliver(aChange().by("joan@example.com").at("2026-11-23T11:00:00Z").build(), aChange().by("grace@example.com").build()).endedAs("held", "held");
        delivery.deliver(
                        aChange().exiting("vip").by("joan@example.com").at("2026-11-23T12:00:00Z").build(),
                        aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().by("ada@example.com").at("2026-11-23T12:00:00Z").build())
                .endedAs("excluded NO_MATCH", "activated removed", "held");
        delivery.watchHolds();
        assertThat(onlyHold().state()).isEqualTo(State.HELD);
        assertThat(onlyHold().changes()).isEqualTo(3);

        pass(Duration.ofHours(24));
        delivery.watchHolds();

        assertThat(onlyHold().state()).isEqualTo(State.RELEASING);
        List<MembershipChange> released = delivery.queueReleased();
        assertThat(released).extracting(MembershipChange::qualified).as("exits were delivered, and are not queued again").containsExactly(true, true, true);
        delivery.deliver(released)
                .counts().forEach((end, amount) -> assertThat(end).isIn("held", "activated created", "activated added", "excluded STALE"));
        assertThat(marketo.emailsIn("VIP")).containsExactlyInAnyOrder("eve@example.com", "ada@example.com", "grace@example.com");
        assertThat(delivery.holds().all()).isEmpty();
        assertThat(delivery.jdbc().sql("select sum(amount) from counter where outcome = 'held'").query(Long.class).single()).isZero();
    }

    @Test
    void whoeverAnotherProfileWantsOnceItsAdditionIsReleasedIsPutBack() {
        delivery.deliver(aChange().ofProfile("one").by("ada@example.com").build());
        delivery.hasUsed(ALL_BUT_THE_RESERVE);
        delivery.deliver(aChange().ofProfile("two").by("ada@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("held");
        delivery.deliver(aChange().ofProfile("one").exiting("vip").by("ada@example.com").at("2026-11-23T12:00:00Z").build()).endedAs("activated removed");

        pass(Duration.ofHours(24));
        delivery.watchHolds();
        assertThat(delivery.deliver(delivery.queueReleased()).counts()).containsOnly(entry("activated added", 1L), entry("held", -1L));

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
    }

    @Test
    void anExitThatOvertakesAHeldChangeOfIdentitiesTakesOffWhomThatChangeLeftOut() {
        delivery.deliver(aChange().ofProfile("one").by("ada@example.com").build());
        delivery.hasUsed(ALL_BUT_THE_RESERVE);
        delivery.deliver(aChange().ofProfile("one").by("eve@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("held");
        delivery.deliver(aChange().ofProfile("one").exiting("vip").by("eve@example.com").at("2026-11-23T12:00:00Z").build());
        assertThat(marketo.emailsIn("VIP")).isEmpty();

        pass(Duration.ofHours(24));
        delivery.watchHolds();
        assertThat(delivery.deliver(delivery.queueReleased()).counts()).containsOnly(entry("excluded STALE", 1L), entry("held", -1L));

        assertThat(marketo.emailsIn("VIP")).isEmpty();
        assertThat(delivery.jdbc().sql("select sum(amount) from counter where outcome = 'held'").query(Long.class).single()).isZero();
    }

    @Test
    void releasesNothingBeforeThereAreCallsToSpare() {
        delivery.hasUsed(ALL_BUT_THE_RESERVE);
        delivery.deliver(aChange().by("joan@example.com").build()).endedAs("held");

        delivery.holds().release(onlyHold().number());

        assertThat(delivery.queueReleased()).isEmpty();
        delivery.hasUsed(0);
        assertThat(delivery.queueReleased()).hasSize(1);
    }

    @Test
    void anAdditionThatMeetsTheReserveFailsItsBatchWhichThenHoldsIt() {
        deliverAdaAndEve();
        delivery.hasUsed(ALL_BUT_THE_RESERVE - 1);

        MembershipChange joan = aChange().by("joan@example.com").build();
        MembershipChange ada = aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build();
        assertThat(delivery.fails(joan, ada)).hasStackTraceContaining("is kept for removals");

        assertThat(delivery.bean(CallGate.class).closure(INSTANCE)).as("the gate is open for removals").isEmpty();
        delivery.deliverAgain();
        assertThat(marketo.emailsIn("VIP")).containsExactly("eve@example.com");
        assertThat(onlyHold().changes()).isEqualTo(1);
    }

    @Test
    void aListThatIsLostMeanwhileHoldsTheExitsOfItsFeedToo() {
        delivery.deliver(aChange().qualifying("watched").by("ada@example.com").build(), aChange().qualifying("watched").by("eve@example.com").build());
        delivery.hasUsed(ALL_BUT_THE_RESERVE);
        delivery.deliver(aChange().qualifying("watched").by("joan@example.com").build()).endedAs("held");
        marketo.removesList(marketo.listNamed("Watched"));

        delivery.deliver(
                        aChange().qualifying("watched").by("grace@example.com").build(),
                        aChange().exiting("watched").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().qualifying("watched").by("mary@example.com").build())
                .endedAs("held", "held", "held");

        assertThat(delivery.holds().all()).extracting(Hold::reason, Hold::state, Hold::changes).containsExactly(
                tuple(Reason.BUDGET_USED, State.RELEASING, 3L),
                tuple(Reason.LIST_MISSING, State.HELD, 1L));
        delivery.hasUsed(0);
        List<MembershipChange> released = delivery.queueReleased();
        assertThat(released).hasSize(3);
        delivery.deliver(released).endedAs();
        assertThat(onlyHold().changes()).isEqualTo(4);
        delivery.holds().release(onlyHold().number());
        delivery.deliver(delivery.queueReleased());
        assertThat(marketo.emailsIn("Watched")).containsExactlyInAnyOrder("joan@example.com", "grace@example.com", "mary@example.com");
        assertThat(delivery.holds().all()).isEmpty();
        assertThat(delivery.jdbc().sql("select sum(amount) from counter where outcome = 'held'").query(Long.class).single()).isZero();
    }

    @Test
    void restsAfterAFlushUntilFullCallsOfItsListsWait() {
        deliverAdaAndEve();
        assertThat(pace()).as("while the bucket is rich").isEmpty();
        delivery.hasUsed(budget().allowance());

        delivery.deliver(
                aChange().by("joan@example.com").build(),
                aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                aChange().qualifying("news").by("eve@example.com").build());

        assertThat(pace()).hasValueSatisfying(pace -> {
            assertThat(pace.until()).isAfter(delivery.time().instant());
            assertThat(pace.enough()).as("300 to add to each of two lists, 300 to take off one").isEqualTo(900);
        });
    }

    @Test
    void aFlushWithoutCallsIsNoReasonToRest() {
        deliverAdaAndEve();
        delivery.hasUsed(ALL_BUT_THE_RESERVE);

        delivery.deliver(aChange().by("joan@example.com").build()).endedAs("held").withCalls(0);

        assertThat(pace()).isEmpty();
    }

    @Test
    void livesWithWhatOthersLeaveAsSoonAsItHasReadIt() {
        deliverAdaAndEve();
        marketo.othersCall(960_000);
        assertThat(budget().level()).isEqualTo(Level.AMPLE);

        pass(Duration.ofMinutes(10));
        delivery.watchUsage();

        assertThat(budget().level()).isEqualTo(Level.RESERVE);
        assertThat(budget().othersUsed()).isBetween(960_000, 960_010);
        assertThat(budget().isCutByOthers()).isTrue();
        delivery.deliver(
                        aChange().by("joan@example.com").build(),
                        aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("held", "activated removed");
    }

    @Test
    void goesOnWithItsOwnCountWhereMarketoRefusesToTell() {
        marketo.answersNextTo("GET /rest/v1/stats/usage.json", "603", 1);
        pass(Duration.ofMinutes(10));

        delivery.watchUsage();

        assertThat(budget().level()).isEqualTo(Level.AMPLE);
        delivery.deliver(aChange().by("ada@example.com").build()).endedAs("activated created");
    }

    @Test
    void asksForTheUsageEveryTenMinutes() {
        int before = marketo.calls("GET /rest/v1/stats/usage.json");

        for (int i = 0; i < 6; i++) {
            pass(Duration.ofMinutes(5));
            delivery.watchUsage();
        }

        assertThat(marketo.calls("GET /rest/v1/stats/usage.json") - before).isEqualTo(3);
    }

    @Test
    void nothingGoesOnWhenTheReserveIsUsedToo() {
        deliverAdaAndEve();
        delivery.hasUsed(SHARE);

        delivery.fails(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build());

        assertThat(budget().level()).isEqualTo(Level.USED);
        assertThat(delivery.bean(CallGate.class).closure(INSTANCE)).hasValueSatisfying(closure -> assertThat(closure.code()).isEqualTo("daily-calls"));
        pass(Duration.ofHours(24));
        delivery.deliverAgain().endedAs("activated removed");
    }

    private static void deliverAdaAndEve() {
        delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build());
    }

    private static void pass(Duration time) {
        TIME.passes(time);
        delivery.time().passes(time);
    }

    private static DayBudget budget() {
        return delivery.bean(CallBudget.class).of(INSTANCE);
    }

    private static Optional<Paces.Pace> pace() {
        return delivery.bean(Paces.class).of("listward.changes." + INSTANCE);
    }

    private static Hold onlyHold() {
        assertThat(delivery.holds().all()).hasSize(1);
        return delivery.holds().all().get(0);
    }
}
