package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
import io.github.listward.sandbox.MarketoSandbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What delivery measures. The context is that of other tests, too: differences count. */
class MetersRouteTest {

    private static final String SYNC = "POST /rest/v1/leads.json";

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;
    private MeterRegistry registry;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
        registry = delivery.bean(MeterRegistry.class);
    }

    @Test
    void latencyIsOfMembershipsThatWereActivatedAndCommitted() {
        long before = latencies();
        delivery.deliver(aChange().by("ada@example.com").build(), aChange().exiting("vip").by("eve@example.com").build());
        assertThat(latencies() - before).as("one activated, one excluded").isEqualTo(1);

        delivery.deliverAgain();
        assertThat(latencies() - before).as("read again").isEqualTo(1);
    }

    @Test
    void aFlushThatIsRolledBackMeasuresNothing() {
        long before = latencies();
        delivery.jdbc().sql("alter table counter add constraint never check (amount < 0)").update();
        try {
            delivery.fails(aChange().by("ada@example.com").build());
        } finally {
            delivery.jdbc().sql("alter table counter drop constraint never").update();
        }
        assertThat(latencies()).isEqualTo(before);

        delivery.deliverAgain();
        assertThat(latencies() - before).isEqualTo(1);
    }

    @Test
    void whatWaitedForSomebodyIsNoLatency() {
        MembershipChange change = aChange().by("ada@example.com").build();
        marketo.skipsRow("email", "ada@example.com", "1003");
        delivery.deliver(change).endedAs("failed INVALID_VALUE");
        marketo.heals();
        long before = latencies();

        delivery.deliver(change.again(new Requeue(Requeue.Kind.REPLAYED, 0, 1)));

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
        assertThat(latencies()).isEqualTo(before);
    }

    @Test
    void everyCallIsTimedWithItsVerdict() {
        double unavailable = calls("sync-leads", "unavailable");
        double accepted = calls("sync-leads", "accepted");
        double other = refusals("other");
        double gateway = refusals("http-5xx");
        int all = marketo.calls();
        double timed = calls(null, null);

        marketo.answersNextTo(SYNC, "502", 1);
        delivery.deliver(aChange().by("ada@example.com").build());
        marketo.answersNextTo(SYNC, "4711", 1);
        delivery.deliver(aChange().by("eve@example.com").build());

        assertThat(calls("sync-leads", "unavailable") - unavailable).isEqualTo(1);
        assertThat(calls("sync-leads", "unknown")).isPositive();
        assertThat(calls("sync-leads", "accepted") - accepted).isEqualTo(2);
        assertThat(refusals("other") - other).as("a code nobody documents").isEqualTo(1);
        assertThat(refusals("4711")).isZero();
        assertThat(refusals("http-5xx")).isEqualTo(gateway);
        assertThat(calls(null, null) - timed).as("as many as the sandbox saw").isEqualTo(marketo.calls() - all);
    }

    @Test
    void aCallCountsThePeopleItIsMadeFor() {
        DistributionSummary people = registry.get("listward.call.people").tag("operation", "sync-leads").summary();
        long calls = people.count();
        double before = people.totalAmount();

        delivery.deliver(IntStream.range(0, 310).mapToObj(i -> aChange().by("person" + i + "@example.com").build()).toList());

        assertThat(people.count() - calls).isEqualTo(2);
        assertThat(people.totalAmount() - before).isEqualTo(310);
    }

    @Test
    void noMeterNamesAnybodyOrAnAudience() {
        delivery.deliver(List.of(aChange().by("ada@example.com").build(), aChange().qualifying("no-such-audience").by("ada@example.com").build()));

        assertThat(registry.getMeters()).extracting(Meter::getId).filteredOn(id -> id.getName().startsWith("listward."))
                .allSatisfy(id -> assertThat(id.getTags().toString()).doesNotContain("@", "vip", "no-such-audience"));
    }

    private long latencies() {
        return registry.find("listward.latency").timers().stream().mapToLong(Timer::count).sum();
    }

    private double calls(String operation, String verdict) {
        return registry.find("listward.calls").timers().stream()
                .filter(timer -> operation == null || operation.equals(timer.getId().getTag("operation")))
                .filter(timer -> verdict == null || verdict.equals(timer.getId().getTag("verdict")))
                .mapToLong(Timer::count)
                .sum();
    }

    private double refusals(String code) {
        return registry.find("listward.refusals").tag("code", code).counters().stream().mapToDouble(Counter::count).sum();
    }
}
