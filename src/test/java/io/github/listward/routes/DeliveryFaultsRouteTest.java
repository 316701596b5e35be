package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.DeadLetter;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
import io.github.listward.sandbox.Fault;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flush leaves behind when Marketo, or an edited route, does not do its part. */
class DeliveryFaultsRouteTest {

    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String REMOVE = "DELETE /rest/v1/lists/*/leads.json";

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    @ParameterizedTest
    @ValueSource(strings = {"502", "604", "608", "611", "713", "9999"})
    void deliversTheSamePollOnceMarketoTakesCallsAgain(String code) {
        marketo.answersNextTo(SYNC, code, 1_000);
        MembershipChange change = aChange().by("ada@example.com").build();

        Exception failure = delivery.fails(change);

        assertThat(failure).hasMessageContaining(code).hasMessageNotContaining("ada@");
        assertThat(delivery.rows("wanted") + delivery.rows("lead") + delivery.rows("delivered")).isZero();
        marketo.heals();
        delivery.deliverAgain().endedAs("activated created");
        assertThat(delivery.deliverAgain().counts()).isEmpty();
    }

    @Test
    void waitsWithAnExhaustedQuotaAndLosesNothing() {
        marketo.answersNextTo(ADD, "607", 1);

        delivery.fails(aChange().by("ada@example.com").build());

        delivery.time().passes(Duration.ofDays(2));
        delivery.deliverAgain().endedAs("activated added");
    }

    @ParameterizedTest
    @CsvSource({"502, true", "502, false"})
    void trustsNothingItWasAboutToChangeWhenTheAnswerWasLost(String code, boolean member) {
        delivery.deliver(aChange().by("ada@example.com").build());
        if (!member) {
            delivery.deliver(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T10:30:00Z").build());
        }
        marketo.appliesButAnswersNextTo(member ? REMOVE : ADD, code, 1_000);
        ChangeBuilder opposite = aChange().by("ada@example.com").at("2026-11-23T11:00:00Z");

        delivery.fails((member ? opposite.exiting("vip") : opposite).build());

        // Marketo has done it, Listward cannot know. The opposite of it was confirmed once, and must be said all the same.
        marketo.heals();
        ChangeBuilder again = aChange().by("ada@example.com").at("2026-11-23T11:30:00Z");
        delivery.deliver((member ? again : again.exiting("vip")).build()).endedAs(member ? "activated added" : "activated removed");
        assertThat(marketo.emailsIn("VIP")).isEqualTo(member ? Set.of("ada@example.com") : Set.of());
    }

    @Test
    void trustsNoAttributesItWasAboutToChangeWhenTheAnswerWasLost() {
        delivery.deliver(aChange().by("ada@example.com").with("firstName", "Ada").build());
        marketo.appliesButAnswersNextTo(SYNC, "502", 1_000);
        delivery.fails(aChange().by("ada@example.com").at("2026-11-23T11:00:00Z").with("firstName", "Augusta").build());

        marketo.heals();
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T11:30:00Z").with("firstName", "Ada").build()).endedAs("activated updated");

        assertThat(marketo.leadsWith("email", "ada@example.com").get(0)).containsEntry("firstName", "Ada");
    }

    @Test
    void deliversOnceWhatWasCarriedOutAndNotAnswered() {
        marketo.breaks(Fault.DROPS_AFTER_COMMIT);
        delivery.fails(aChange().by("ada@example.com").build());

        marketo.heals();
        delivery.deliverAgain().endedAs("activated added");

        assertThat(marketo.leadsWith("email", "ada@example.com")).hasSize(1);
        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
    }

    @Test
    void sparesTheCallsThatWouldBeThrownAwayWithTheFailedOne() {
        marketo.answersNextTo(SYNC, "502", 1_000);
        List<MembershipChange> changes = new ArrayList<>();
        IntStream.range(0, 9_000).forEach(i -> changes.add(aChange().by("person" + i + "@example.com").build()));
        int before = marketo.calls();

        delivery.fails(changes.toArray(MembershipChange[]::new));

        assertThat(marketo.calls() - before).as("of 30 calls, each of which would be sent 7 times").isLessThan(15 * 7);
    }

    @Test
    void aDeadLetterThatCannotBeWrittenStopsTheCommit() {
        MembershipChange failing = aChange().qualifying("no-such-audience").by("ada@example.com").build();
        delivery.deadLettersCannotBeWritten();

        assertThat(delivery.fails(failing)).hasMessageContaining("Kafka is away");
        assertThat(delivery.rows("wanted")).isZero();

        delivery.startAfresh();
        delivery.deliverAgain().endedAs("failed DEFINITION_GONE");
    }

    @Test
    void aReplayThatFailsAgainSaysWhichAttemptItWas() {
        MembershipChange failing = aChange().qualifying("no-such-audience").by("ada@example.com").build();
        assertThat(delivery.deliver(failing).endedAs("failed DEFINITION_GONE").deadLetters()).extracting(DeadLetter::attempt).containsExactly(0);

        DeliveryRoutes.Flushed again = delivery.deliver(replayed(failing, 2));

        assertThat(again.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.attempt()).isEqualTo(2);
            assertThat(letter.origin()).isEqualTo(failing.source().toString());
        });
        assertThat(again.counts()).as("counted when it failed first").isEmpty();
    }

    @Test
    void aReplayIsDeliveredOnceItsCauseIsMended() {
        marketo.answersNextTo(ADD, "1003", 1);
        MembershipChange failing = aChange().by("ada@example.com").build();
        delivery.deliver(failing).endedAs("failed REFUSED");
        reported(failing, "REFUSED");

        assertThat(delivery.deliver(replayed(failing, 1)).counts()).isEqualTo(Map.of("failed REFUSED", -1L, "activated added", 1L));

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
        assertThat(row()).isEqualTo("RESOLVED as ACTIVATED, counted as null");
    }

    @Test
    void aReplayMovesTheCountersOnceHoweverOftenItIsReadOrSent() {
        marketo.answersNextTo(ADD, "1003", 1);
        MembershipChange failing = aChange().by("ada@example.com").build();
        delivery.deliver(failing).endedAs("failed REFUSED");
        reported(failing, "REFUSED");

        assertThat(delivery.deliver(replayed(failing, 1), replayed(failing, 1)).counts()).isEqualTo(Map.of("failed REFUSED", -1L, "activated added", 1L));

        assertThat(delivery.deliverAgain().counts()).isEmpty();
        assertThat(delivery.deliver(replayed(failing, 1)).counts()).isEmpty();
        assertThat(delivery.deliver(replayed(failing, 2)).counts()).isEmpty();
        assertThat(row()).isEqualTo("RESOLVED as ACTIVATED, counted as null");
    }

    @Test
    void aReplayThatFailsAgainIsCountedUnderItsLastReasonOnly() {
        marketo.answersNextTo(ADD, "1003", 1);
        MembershipChange failing = aChange().by("ada@example.com").build();
        delivery.deliver(failing).endedAs("failed REFUSED");
        reported(failing, "INVALID_VALUE"); // as if it had failed for that
        List.of("counter", "counter_total", "run_counter").forEach(table ->
                delivery.jdbc().sql("update " + table + " set reason = 'INVALID_VALUE' where reason = 'REFUSED'").update());
        marketo.answersNextTo(ADD, "1003", 1);

        assertThat(delivery.deliver(replayed(failing, 1)).counts()).isEqualTo(Map.of("failed INVALID_VALUE", -1L, "failed REFUSED", 1L));

        marketo.answersNextTo(ADD, "1003", 1);
        assertThat(delivery.deliverAgain().counts()).isEmpty();
        assertThat(row()).isEqualTo("OPEN as null, counted as REFUSED");
        assertThat(delivery.deliver(replayed(failing, 2)).counts()).isEqualTo(Map.of("failed REFUSED", -1L, "activated added", 1L));
    }

    @Test
    void aReplayOfAFailureThatWasNeverCountedHereMovesNothing() {
        marketo.answersNextTo(ADD, "1003", 1);
        MembershipChange failing = aChange().by("ada@example.com").build();
        delivery.deliver(failing).endedAs("failed REFUSED");
        reported(failing, null);

        assertThat(delivery.deliver(replayed(failing, 1)).counts()).isEmpty();

        assertThat(row()).isEqualTo("RESOLVED as ACTIVATED, counted as null");
    }

    @Test
    void aReplayWithoutARowIsDeliveredAndCountsNothing() {
        marketo.answersNextTo(ADD, "1003", 1);
        MembershipChange failing = aChange().by("ada@example.com").build();
        delivery.deliver(failing).endedAs("failed REFUSED");

        assertThat(delivery.deliver(replayed(failing, 1)).counts()).isEmpty();

        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
    }

    @Test
    void aNewerWishWinsOverAReplay() {
        delivery.deliver(aChange().by("eve@example.com").build());
        marketo.answersNextTo(ADD, "1003", 1);
        MembershipChange failing = aChange().by("ada@example.com").at("2026-11-23T10:00:00Z").build();
        delivery.deliver(failing).endedAs("failed REFUSED");
        reported(failing, "REFUSED");
        delivery.deliver(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build());
        int adds = marketo.calls(ADD);

        DeliveryRoutes.Flushed stale = delivery.deliver(replayed(failing, 1));

        assertThat(stale.deadLetters()).isEmpty();
        assertThat(stale.counts()).isEqualTo(Map.of("failed REFUSED", -1L, "excluded STALE", 1L));
        assertThat(row()).isEqualTo("RESOLVED as STALE, counted as null");
        assertThat(marketo.calls(ADD)).isEqualTo(adds);
        assertThat(marketo.emailsIn("VIP")).containsExactly("eve@example.com");
    }

    /** What {@code report-failures} makes of its dead letter. */
    private void reported(MembershipChange failed, String countedAs) {
        delivery.jdbc().sql("""
                        insert into failure (origin, dataflow, audience, identity, reason, occurred_at, dead_letter_partition, dead_letter_offset, counted_as)
                        values (?, ?, ?, ?, 'REFUSED', current_timestamp, 0, 0, ?)""")
                .params(failed.source().toString(), failed.dataflow(), failed.audience(), failed.people().get(0).id(), countedAs)
                .update();
    }

    private String row() {
        return delivery.jdbc().sql("select state, resolved_as, counted_as from failure")
                .query((row, n) -> row.getString(1) + " as " + row.getString(2) + ", counted as " + row.getString(3))
                .single();
    }

    private static MembershipChange replayed(MembershipChange change, int attempt) {
        return change.again(new Requeue(Requeue.Kind.REPLAYED, 0, attempt));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add-to-list  | - aggregate:         | before the call
            add-to-list  | - bean: { id: write- | within the group
            sync-leads   | - aggregate:         | before the call
            sync-leads   | - bean: { id: write- | within the group
            """)
    void whatAnEditedRouteDropsFailsAndHoldsNothingUp(String name, String step, String where, @TempDir Path directory) throws IOException {
        Path route = edited(directory, name, step, "- stop: { id: dropped }\n%INDENT%" + step);
        try (DeliveryRoutes edited = EveryDestination.on(marketo).withRoute(name, route.toString()).start()) {
            edited.deliver(aChange().by("ada@example.com").build(), aChange().exiting("vip").by("eve@example.com").build())
                    .endedAs("failed NOT_DELIVERED", "excluded NO_MATCH");
        }
    }

    /** A copy of the route with the text replaced where it first occurs. */
    private static Path edited(Path directory, String name, String text, String replacement) throws IOException {
        String route = Files.readString(Path.of("routes", name + ".camel.yaml"));
        int at = route.indexOf(text);
        assertThat(at).as("\"%s\" in %s", text, name).isNotNegative();
        String indent = " ".repeat(at - route.lastIndexOf('\n', at) - 1);
        Path copy = directory.resolve(name + ".camel.yaml");
        return Files.writeString(copy, route.substring(0, at) + replacement.replace("%INDENT%", indent) + route.substring(at + text.length()));
    }
}
