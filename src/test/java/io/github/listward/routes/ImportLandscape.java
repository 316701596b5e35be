package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.ListImport;
import io.github.listward.marketo.PassingTime;
import io.github.listward.sandbox.MarketoSandbox;
import io.github.listward.sandbox.Move;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Delivery that imports from four new people on, into a sandbox that imports a thousand rows a second; time passes when told to. */
final class ImportLandscape implements AutoCloseable {

    static final int THRESHOLD = 4;

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int MOST_STEPS = 40;

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    final PassingTime marketoTime = new PassingTime(START.toString());
    final MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().clock(marketoTime).start();
    final DeliveryRoutes delivery;

    ImportLandscape() {
        marketo.hasField("customerNumber", "string", 50, true, true);
        marketo.hasField("biography", "text", null, true, false);
        delivery = EveryDestination.on(marketo).with("listward.delivery.import-threshold", THRESHOLD).start();
    }

    void startAfresh() {
        marketo.hasForeignImports(0);
        marketo.hasNoImportFiles(false);
        delivery.startAfresh();
    }

    /** As after a kill, but at once: nobody waits for the lease to expire. */
    void restart() {
        delivery.jdbc().sql("update lease set released = true, expires_at = current_timestamp - interval '60' second").update();
        Duration passed = Duration.between(START, delivery.time().instant());
        delivery.restart();
        delivery.time().passes(passed);
    }

    void passes(Duration duration) {
        marketoTime.passes(duration);
        delivery.time().passes(duration);
    }

    /** One tick of the job, and half a minute. */
    void tick() {
        delivery.watchImports();
        passes(STEP);
    }

    /** Until no import is under way, and nothing is held for one. */
    void importAll() {
        for (int i = 0; i < MOST_STEPS && isImporting(); i++) {
            tick();
        }
        assertThat(isImporting()).as("whether something is still to be imported: %s, %s", delivery.holds().all(), delivery.imports().newest(10)).isFalse();
    }

    private boolean isImporting() {
        return delivery.holds().all().stream().anyMatch(hold -> hold.state() == Hold.State.HELD);
    }

    /** Queues what is released, and delivers it, until nothing is. @return what was queued */
    List<MembershipChange> deliverReleased() {
        List<MembershipChange> all = new ArrayList<>();
        for (List<MembershipChange> queued = delivery.queueReleased(); !queued.isEmpty(); queued = delivery.queueReleased()) {
            delivery.deliver(queued);
            all.addAll(queued);
        }
        assertThat(delivery.holds().all()).isEmpty();
        return all;
    }

    ListImport onlyImport() {
        assertThat(delivery.imports().newest(10)).hasSize(1);
        return delivery.imports().newest(1).get(0);
    }

    /** Outcome and reason to amount, of all that was counted. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        delivery.jdbc().sql("select outcome, reason, sum(amount) from counter where outcome not in ('profiles', 'calls') group by outcome, reason having sum(amount) <> 0").query(row -> {
            counts.put((row.getString(1) + " " + row.getString(2)).strip(), row.getLong(3));
        });
        counts.remove("received");
        return counts;
    }

    List<String> historyOf(String list, String email) {
        Object id = marketo.leadsWith("email", email).get(0).get("id");
        return marketo.history(marketo.listNamed(list), (Long) id).stream().map(Move::action).toList();
    }

    @Override
    public void close() {
        delivery.close();
        marketo.close();
    }
}
