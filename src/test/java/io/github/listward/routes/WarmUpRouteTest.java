package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.delivery.WarmUpStatus;
import io.github.listward.delivery.WarmUpStatus.State;
import io.github.listward.delivery.WarmUps;
import io.github.listward.marketo.PassingTime;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lead ids learnt in advance, from the sandbox's Bulk Lead Extract. Each test begins at noon. */
class WarmUpRouteTest {

    private static final String INSTANCE = "123-ABC-456";
    private static final Duration A_MONTH = Duration.ofDays(30);
    private static final int MOST_STEPS = 60;

    private static final PassingTime MARKETO_TIME = new PassingTime("2026-11-23T12:00:00Z");
    private static final MarketoSandbox MARKETO = sandbox();
    private static final DeliveryRoutes DELIVERY = DeliveryRoutes.to(MARKETO, "definitions/warm-up.yaml").start();

    private final MarketoSandbox marketo = MARKETO;
    private DeliveryRoutes delivery = DELIVERY;

    private static MarketoSandbox sandbox() {
        MarketoSandbox started = MarketoSandbox.builder().withoutLimits().clock(MARKETO_TIME).start();
        started.hasField("customerNumber", "string", 50, true, true);
        return started;
    }

    @BeforeEach
    void startAfresh() {
        delivery.startAfresh();
        marketo.hasForeignExtracts(0);
        bringToMarketosTime();
        Instant now = MARKETO_TIME.instant();
        passes(Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(36))));
    }

    /** A context has a time of its own, from the same beginning on. */
    private void bringToMarketosTime() {
        delivery.time().passes(Duration.between(delivery.time().instant(), MARKETO_TIME.instant()));
    }

    @AfterAll
    static void stop() {
        DELIVERY.close();
        MARKETO.close();
    }

    @Test
    void whoIsKnownInAdvanceIsNotLookedUp() {
        marketo.hasLead("ada@example.com");
        marketo.hasLead(Map.of("email", "Bob@Example.com", "customerNumber", "C7"));
        marketo.hasLead(Map.of("customerNumber", "C8"));

        WarmUpStatus done = warmUp(A_MONTH);

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.leads()).isEqualTo(3);
        assertThat(done.remembered()).as("two by e-mail, two by number").isEqualTo(4);
        assertThat(done.windowsDone()).isOne();
        assertThat(done.bytesToday()).isPositive();
        assertThat(delivery.rows("warm_up_lead")).isZero();
        delivery.deliver(aChange().in("by-email").by("ada@example.com").build(), aChange().in("by-email").by("bob@example.com").build())
                .endedAs("activated added", "activated added")
                .withCalls(2);
        delivery.deliver(aChange().in("by-number").byKeys("customerNumber", "C8").build()).endedAs("activated added").withCalls(2);
    }

    @Test
    void whoIsSeveralLeadsIsLeftToTheLookUp() {
        long older = marketo.hasLead("ada@example.com");
        marketo.setsField(older, "createdAt", MARKETO_TIME.instant().minus(A_MONTH.multipliedBy(2)).toString());
        marketo.hasLead("ada@example.com");
        marketo.hasLead("bob@example.com");

        WarmUpStatus done = warmUp(A_MONTH.multipliedBy(3).minusDays(1));

        assertThat(done.windowsDone()).as("89 days").isEqualTo(3);
        assertThat(done.ambiguous()).isOne();
        assertThat(done.remembered()).isOne();
        delivery.deliver(aChange().in("by-email").by("ada@example.com").build()).endedAs("activated added").withCalls(3);
    }

    /** More leads than become known in one transaction, whose ends fall anywhere: everybody is three leads, but one. */
    @Test
    void whoIsSeveralLeadsIsSeenAcrossTransactions() {
        IntStream.range(0, 4_500).forEach(i -> marketo.hasLead("person" + i / 3 + "@example.com"));
        marketo.hasLead("ada@example.com");

        WarmUpStatus done = warmUp(A_MONTH);

        assertThat(done.ambiguous()).isEqualTo(1_500);
        assertThat(done.remembered()).isOne();
        assertThat(delivery.rows("lead")).isOne();
    }

    /** An import says no lead's id: what it sent stays known. */
    @Test
    void whoWasImportedGetsAnId() {
        long ada = marketo.hasLead("ada@example.com");
        delivery.deliver(aChange().in("by-email").by("ada@example.com").build());
        delivery.jdbc().sql("update lead set lead_id = 0, attributes_hash = 'as imported'").update();

        WarmUpStatus done = warmUp(A_MONTH);

        assertThat(done.remembered()).isOne();
        assertThat(delivery.jdbc().sql("select lead_id from lead where attributes_hash = 'as imported'").query(Long.class).list()).containsExactly(ada);
    }

    /** As a test address that was entered thousands of times. */
    @Test
    void oneWhoIsMoreLeadsThanFitIsSeveral() {
        IntStream.range(0, 4_100).forEach(i -> marketo.hasLead("test@example.com"));

        WarmUpStatus done = warmUp(A_MONTH);

        assertThat(done.ambiguous()).isOne();
        assertThat(done.remembered()).isZero();
    }

    @Test
    void nothingIsPutOverWhatIsKnown() {
        long ada = marketo.hasLead("ada@example.com");
        delivery.deliver(aChange().in("by-email").by("ada@example.com").build());
        delivery.jdbc().sql("update lead set lead_id = ?").param(ada + 1_000).update();

        WarmUpStatus done = warmUp(A_MONTH);

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.remembered()).isZero();
        assertThat(delivery.jdbc().sql("select lead_id from lead").query(Long.class).list()).containsExactly(ada + 1_000);
    }

    @Test
    void leadsOfAnotherPartitionAreLeftToTheLookUp() {
        long ada = marketo.hasLead("ada@example.com");
        marketo.setsField(ada, "leadPartitionId", 99);

        assertThat(warmUp(A_MONTH).remembered()).isZero();
    }

    @Test
    void aFileOfSeveralPartsIsReadToItsEnd() {
        String domain = "@" + "x".repeat(200) + ".example.com";
        int people = 36_000;
        IntStream.range(0, people).forEach(i -> marketo.hasLead("person" + i + domain));

        WarmUpStatus done = warmUp(A_MONTH);

        assertThat(done.bytesToday()).as("more than a part of 8,000,000").isGreaterThan(8_000_000);
        assertThat(done.leads()).isEqualTo(people);
        assertThat(done.remembered()).isEqualTo(people);
    }

    /** After so many steps: created, queued, asked for, read, and some remembered. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void goesOnAfterARestart(int steps) {
        marketo.hasLead("ada@example.com");
        begin(A_MONTH);
        IntStream.range(0, steps).forEach(i -> step());

        delivery.topicIsGivenAway(); // and with it the lease, which would have to expire otherwise
        delivery.restart();
        bringToMarketosTime();

        assertThat(finish().remembered()).isOne();
    }

    /** Marketo has done what was asked, and was asked for it again after a kill. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aStepThatWasNotNotedIsTakenAgain(int steps) {
        marketo.hasLead("ada@example.com");
        begin(A_MONTH);
        IntStream.range(0, steps - 1).forEach(i -> step());
        delivery.jdbc().sql("create table warm_up_before as select * from warm_up").update();

        step();
        delivery.jdbc().sql("""
                        update warm_up set (state, export_id, file_bytes, file_rows, next_byte, rows_read, window_from, leads, column_names, tries)
                          = (select state, export_id, file_bytes, file_rows, next_byte, rows_read, window_from, leads, column_names, tries from warm_up_before)""")
                .update();
        delivery.jdbc().sql("drop table warm_up_before").update();

        WarmUpStatus done = finish();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.remembered()).isOne();
        assertThat(done.leads()).isOne();
    }

    @Test
    void waitsForMarketosNextDayWhenExportsHaveUsedUpTheirBytes() {
        marketo.hasLead("ada@example.com");
        marketo.hasForeignExtracts(500_000_000);
        begin(A_MONTH);
        step();
        int calls = marketo.calls();

        passes(Duration.ofHours(17));
        step();
        assertThat(marketo.calls()).as("05:00 UTC is 23:00 US Central").isEqualTo(calls);
        assertThat(status().message()).contains("Export daily quota exceeded");

        marketo.hasForeignExtracts(0);
        passes(Duration.ofHours(2));
        assertThat(finish().remembered()).isOne();
    }

    @Test
    void makesNoMoreExportsThanItsShareOfBytes() {
        marketo.hasLead("ada@example.com");
        delivery.jdbc().sql("insert into export_bytes (instance, marketo_day, bytes) values (?, ?, 400 * 1024 * 1024)").params(INSTANCE, LocalDate.ofInstant(MARKETO_TIME.instant(), ZoneOffset.UTC)).update();
        begin(A_MONTH);
        int calls = marketo.calls();

        step();
        assertThat(marketo.calls()).isEqualTo(calls);

        passes(Duration.ofHours(19));
        assertThat(finish().remembered()).isOne();
    }

    @Test
    void anExportMarketoHasLostIsMadeAgain() {
        marketo.hasLead("ada@example.com");
        begin(A_MONTH);
        step();
        step();
        passes(Duration.ofDays(8));
        step();
        assertThat(status().message()).contains("not found");

        assertThat(finish().remembered()).isOne();
    }

    @Test
    void anExportMarketoRefusesIsGivenUpAfterThreeTries() {
        marketo.hasLead("ada@example.com");
        marketo.answersNextTo("POST /bulk/v1/leads/export/create.json", "603", 3);
        int calls = marketo.calls();

        WarmUpStatus failed = warmUp(A_MONTH);

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.message()).contains("603");
        assertThat(marketo.calls() - calls).isEqualTo(3);
        assertThat(warmUp(A_MONTH).state()).as("asked for once more").isEqualTo(State.DONE);
    }

    @Test
    void isTheBusinessOfWhoSpeaksToTheInstance() {
        begin(A_MONTH);
        int calls = marketo.calls();

        delivery.topicIsGivenAway();
        step();
        assertThat(marketo.calls()).isEqualTo(calls);

        delivery.topicIsTaken();
        assertThat(finish().state()).isEqualTo(State.DONE);
    }

    @Test
    void runsOnceForADateThatIsConfigured() {
        marketo.hasLead("ada@example.com");
        String instance = "listward.instances[0].";
        try (DeliveryRoutes configured = DeliveryRoutes.to(marketo, "definitions/warm-up.yaml")
                .with(instance + "munchkin-id", INSTANCE)
                .with(instance + "base-url", marketo.baseUrl())
                .with(instance + "client-id", "demo-client")
                .with(instance + "client-secret", "demo-secret")
                .with(instance + "warm-up-since", "2026-11-01")
                .start()) {
            delivery = configured;
            bringToMarketosTime();
            step();
            assertThat(finish().remembered()).isOne();

            delivery.topicIsGivenAway();
            delivery.restart();
            bringToMarketosTime();
            int calls = marketo.calls();
            step();

            assertThat(marketo.calls()).isEqualTo(calls);
            assertThat(delivery.rows("warm_up")).isOne();
        }
    }

    private WarmUpStatus warmUp(Duration past) {
        begin(past);
        return finish();
    }

    private void begin(Duration past) {
        delivery.bean(WarmUps.class).request(INSTANCE, MARKETO_TIME.instant().minus(past));
    }

    private WarmUpStatus finish() {
        for (int i = 0; i < MOST_STEPS; i++) {
            if (status().state() == State.DONE || status().state() == State.FAILED) {
                return status();
            }
            step();
        }
        throw new AssertionError("The warm-up was to end: " + status());
    }

    /** A minute later. */
    private void step() {
        passes(Duration.ofMinutes(1));
        delivery.renewLeases();
        delivery.watchWarmUp();
    }

    private void passes(Duration duration) {
        delivery.time().passes(duration);
        MARKETO_TIME.passes(duration);
    }

    private WarmUpStatus status() {
        return delivery.bean(WarmUps.class).of(INSTANCE).orElseThrow();
    }
}
