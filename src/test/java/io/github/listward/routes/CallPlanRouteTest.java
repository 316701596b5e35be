package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.delivery.CallPlan;
import io.github.listward.delivery.CallPlanner;
import io.github.listward.delivery.PlanRequest;
import io.github.listward.delivery.PlanRequest.PlannedAudience;
import io.github.listward.sandbox.MarketoSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan promises is what delivery spends, call by call. */
class CallPlanRouteTest {

    private static final int A_DAY = 86_400;
    private static final int VIP = 700;
    private static final int NEWS = 400;

    private final DeliveryRoutes delivery = EveryDestination.delivery();
    private final MarketoSandbox marketo = EveryDestination.marketo();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # dataflow            | calls | made of
            create                | 11    | 2 lists + 4 upserts of 1,100 people + 3 + 2 additions
            match                 | 11    | the same: an upsert finds, too
            audience-only         | 11    | 4 lookups instead
            create-profile-only   | 4     | 4 upserts
            """)
    void aFirstSyncTakesTheCallsThatWerePlanned(String dataflow, int calls) {
        if (!dataflow.startsWith("create")) {
            people("vip", VIP).forEach(marketo::hasLead);
            people("news", NEWS).forEach(marketo::hasLead);
        }

        int spent = delivery.deliver(mixed(dataflow, VIP, NEWS)).calls();

        assertThat(spent).isEqualTo(calls);
        assertThat(plan(dataflow, null, aDay("vip", VIP, 0, 0), aDay("news", NEWS, 0, 0)).firstSync().get(0).calls()).isEqualTo(calls);
    }

    @Test
    void aFirstSyncByTwoKeysTakesTheCallsThatWerePlanned() {
        List<MembershipChange> changes = IntStream.range(0, VIP)
                .mapToObj(i -> aChange().in("create-by-two-keys").byKeys("customerNumber", "C" + i, "email", email("vip", i)).build())
                .toList();

        int spent = delivery.deliver(changes).calls();

        assertThat(spent).as("1 list + 3 lookups by each key + 3 upserts + 3 additions").isEqualTo(13);
        assertThat(plan("create-by-two-keys", null, aDay("vip", VIP, 0, 0)).firstSync().get(0).calls()).isEqualTo(spent);
    }

    @Test
    void aFirstSyncInSeveralFlushesTakesTheCallsThatWerePlanned() {
        try (MarketoSandbox marketo = EveryDestination.sandbox();
                DeliveryRoutes delivery = EveryDestination.on(marketo).with("listward.delivery.max-poll-records", 500).with("listward.delivery.import-threshold", 0).start()) {
            List<MembershipChange> changes = mixed("create", 600, 600);
            int spent = 0;
            for (int from = 0; from < changes.size(); from += 500) {
                spent += delivery.deliver(changes.subList(from, Math.min(from + 500, changes.size()))).calls();
            }

            CallPlan plan = delivery.bean(CallPlanner.class).plan("create", new PlanRequest(List.of(aDay("vip", 600, 0, 0), aDay("news", 600, 0, 0)), null, null, null));

            assertThat(spent).as("2 lists, twice 2 upserts + 1 + 1 additions, and 1 + 1 + 1 for the last 200").isEqualTo(13);
            assertThat(plan.firstSync().get(0).calls()).isEqualTo(spent);
        }
    }

    @Test
    void aFlushTakesTheCallsThatWerePlanned() {
        delivery.deliver(mixed("create", VIP, NEWS));
        List<MembershipChange> changes = new ArrayList<>(changes(350, i -> aChange().exiting("vip").by(email("vip", i)).at("2026-11-23T11:00:00Z").build()));
        changes.addAll(changes(200, i -> aChange().exiting("news").by(email("news", i)).at("2026-11-23T11:00:00Z").build()));
        changes.addAll(changes(310, i -> aChange().by(email("new", i)).at("2026-11-23T11:00:00Z").build()));

        int spent = delivery.deliver(changes).calls();

        assertThat(spent).as("2 upserts + 2 additions + 2 and 1 removals").isEqualTo(7);
        assertThat(oneFlush(0, 1, aDay("vip", VIP, 310, 350), aDay("news", NEWS, 0, 200))).isEqualTo(spent);
    }

    @Test
    void peopleWhoAreKnownTakeTheCallsThatWerePlanned() {
        delivery.deliver(mixed("create", VIP, 0));
        List<MembershipChange> changes = changes(VIP, i -> {
            ChangeBuilder change = aChange().qualifying("news").by(email("vip", i)).at("2026-11-23T11:00:00Z");
            return (i < VIP / 2 ? change.with("firstName", "Augusta") : change).build();
        });

        int spent = delivery.deliver(changes).calls() - 1;

        assertThat(spent).as("2 updates of 350 + 3 additions, beside a list to create").isEqualTo(5);
        assertThat(oneFlush(1, 0.5, aDay("news", VIP, VIP, 0))).isEqualTo(spent);
    }

    /** 4 fields are rows of 100 bytes: 11 files, of 7 calls and, the last, of 4. */
    @Test
    void aMillionNewPeopleAreImportedWithLessThanAHundredCalls() {
        CallPlan plan = plan("create", null, aDay("vip", 1_000_000, 0, 0));

        assertThat(plan.firstSync()).extracting(CallPlan.FirstSync::lane).containsExactly(CallPlan.Lane.SYNC, CallPlan.Lane.BULK_IMPORT);
        assertThat(plan.firstSync()).extracting(CallPlan.FirstSync::calls).as("1 list, and 25 flushes of 134 + 134 calls or 10 x 7 + 4").containsExactly(6_701L, 75L);
        assertThat(plan.firstSync()).extracting(CallPlan.FirstSync::chosen).containsExactly(false, true);
        assertThat(plan("match", null, aDay("vip", 1_000_000, 0, 0)).firstSync()).as("nobody is created").hasSize(1);
    }

    private long oneFlush(double known, double changing, PlannedAudience... audiences) {
        PlanRequest request = new PlanRequest(List.of(audiences), known, changing, A_DAY);
        return delivery.bean(CallPlanner.class).plan("create", request).operation().callsPerDay();
    }

    private CallPlan plan(String dataflow, Integer latency, PlannedAudience... audiences) {
        return delivery.bean(CallPlanner.class).plan(dataflow, new PlanRequest(List.of(audiences), null, null, latency));
    }

    private static PlannedAudience aDay(String audience, long members, long qualified, long exited) {
        return new PlannedAudience(audience, members, qualified, exited);
    }

    private static List<MembershipChange> changes(int number, IntFunction<MembershipChange> change) {
        return IntStream.range(0, number).mapToObj(change).toList();
    }

    /** Of both audiences evenly mixed, each change a later event than the one before it. */
    private static List<MembershipChange> mixed(String dataflow, int vip, int news) {
        return changes(vip + news, i -> {
            int vips = (int) ((long) i * vip / (vip + news));
            boolean isVip = (long) (i + 1) * vip / (vip + news) > vips;
            return aChange().in(dataflow).qualifying(isVip ? "vip" : "news").by(isVip ? email("vip", vips) : email("news", i - vips)).build();
        });
    }

    private static List<String> people(String audience, int number) {
        return IntStream.range(0, number).mapToObj(i -> email(audience, i)).toList();
    }

    private static String email(String audience, int i) {
        return audience + i + "@example.com";
    }
}
