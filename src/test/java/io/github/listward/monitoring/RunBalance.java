package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.destination.Definitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds every dataflow run against what it must say of itself, of the runs beside it and of the audiences. */
public final class RunBalance {

    private static final Duration EVER = Duration.ofDays(36_500);

    private static final Instant LATE = Instant.parse("2050-01-01T00:00:00Z");

    private RunBalance() {}

    /** Wherever the test's clock is: it may have been set back. Nothing is forgotten yet. */
    public static void assertHolds(JdbcClient jdbc) {
        Clock clock = Clock.fixed(LATE, ZoneOffset.UTC);
        Runs runs = new Runs(jdbc, new Definitions(List.of(), List.of()), new KeepProperties(EVER, EVER, EVER, EVER), clock);
        for (String dataflow : jdbc.sql("select distinct dataflow from counter_total").query(String.class).list()) {
            assertHolds(dataflow, runs, total(jdbc, dataflow));
        }
    }

    private static Sums total(JdbcClient jdbc, String dataflow) {
        Sums.Adding total = new Sums.Adding();
        jdbc.sql("select outcome, reason, amount from counter_total where dataflow = ? and outcome <> 'profiles'").param(dataflow)
                .query(row -> {
                    total.add(row.getString(1), row.getString(2), row.getLong(3));
                });
        return total.sums();
    }

    private static void assertHolds(String dataflow, Runs runs, Sums total) {
        Sums.Adding all = new Sums.Adding();
        long inFlight = Balance.of(total).inFlight();
        for (Run run : runs.of(dataflow, Instant.EPOCH, null, Integer.MAX_VALUE).orElseThrow()) {
            Sums sums = run.sums();
            assertThat(sums.activated() + sums.excluded() + sums.failed() + sums.heldChange() + run.inFlight())
                    .as("the balance of %s", run).isEqualTo(run.carriedOver() + sums.received());
            assertThat(run.inFlight()).as("what the run after it took over from %s", run).isEqualTo(inFlight);
            assertAudiencesAddUp(run, runs.detail(dataflow, run.id()).orElseThrow());
            addTo(all, sums);
            inFlight = run.carriedOver();
        }
        assertThat(inFlight).as("in flight before the first run of %s", dataflow).isZero();
        assertThat(all.sums()).as("the sum of all runs of %s", dataflow).usingRecursiveComparison().ignoringFields("profilesReceived").isEqualTo(total);
    }

    private static void assertAudiencesAddUp(Run run, RunDetail detail) {
        Sums.Adding audiences = new Sums.Adding();
        detail.byAudience().forEach(each -> addTo(audiences, each.sums()));
        assertThat(audiences.sums()).as("the audiences of %s", run).usingRecursiveComparison().ignoringFields("profilesReceived").isEqualTo(run.sums());
        assertThat(detail.byAudience()).hasSize(run.audiences());
        assertThat(detail.byAudience()).allSatisfy(each -> assertThat(each.sums().profilesReceived()).isLessThanOrEqualTo(run.sums().profilesReceived()));
    }

    private static void addTo(Sums.Adding all, Sums sums) {
        all.add("received", "", sums.received());
        all.add("held", "", sums.heldChange());
        all.add("calls", "", sums.calls());
        Sums.Effects effects = sums.effects();
        Map.of("created", effects.created(), "updated", effects.updated(), "added", effects.added(), "removed", effects.removed(),
                "imported", effects.imported()).forEach((effect, amount) -> all.add("activated", effect, amount));
        sums.excludedReasons().forEach((reason, amount) -> all.add("excluded", reason, amount));
        sums.failedReasons().forEach((reason, amount) -> all.add("failed", reason, amount));
    }
}
