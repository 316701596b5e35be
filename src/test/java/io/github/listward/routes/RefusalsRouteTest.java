package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.activation.DeadLetter;
import io.github.listward.activation.MembershipChange;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.Alarms.Alarm;
import io.github.listward.sandbox.MarketoSandbox;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal costs, by its code and level, as docs/marketo-errors.md says: the offender, the list, or the batch's patience. */
class RefusalsRouteTest {

    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String FIND = "GET /rest/v1/leads.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String REMOVE = "DELETE /rest/v1/lists/*/leads.json";
    private static final int TRIES = 7; // the call and six retries

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    // Rows

    @Test
    void aRowWithACodeNobodyDocumentsIsAskedTwiceMoreAndCostsOnlyItself() {
        marketo.skipsRow("firstName", "Odd", "4711");
        int skippedBefore = marketo.skipped("4711");

        DeliveryRoutes.Flushed flushed = delivery.deliver(
                aChange().by("ada@example.com").build(), aChange().by("odd@example.com").with("firstName", "Odd").build(), aChange().by("eve@example.com").build());

        flushed.endedAs("activated created", "activated created", "failed REFUSED");
        assertThat(flushed.deadLetters()).singleElement().extracting(DeadLetter::marketoCode).isEqualTo("4711");
        assertThat(marketo.skipped("4711") - skippedBefore).isEqualTo(3);
        assertThat(recordAlarms("sync-leads")).singleElement().satisfies(alarm -> assertThat(alarm.code()).isEqualTo("4711"));
        assertThat(marketo.emailsIn("VIP")).containsExactlyInAnyOrder("ada@example.com", "eve@example.com");
    }

    @Test
    void aRowOfAListCallWithACodeNobodyDocumentsCostsOnlyItself() {
        adaAndEveAreMembers();
        marketo.skipsRow("id", lead("ada@example.com"), "4712");

        adaAndEveExit().endedAs("failed REFUSED", "activated removed").withCalls(3);

        assertThat(recordAlarms("remove-from-list")).extracting(Alarm::code).contains("4712");
        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
    }

    @Test
    void aRowThatWasOnlyNotNowIsAskedAgainInTheSameFlush() {
        adaAndEveAreMembers();
        once(REMOVE, answer -> answer.withArray("result").set(0, skipped("719")));

        adaAndEveExit().endedAs("activated removed", "excluded NOT_IN_LIST").withCalls(2);

        assertThat(marketo.emailsIn("VIP")).isEmpty();
    }

    @Test
    void aRowThatIsNeverNowPutsTheBatchBack() {
        adaAndEveAreMembers();
        marketo.skipsRow("id", lead("ada@example.com"), "719");

        assertThat(delivery.fails(exits("ada@example.com"), exits("eve@example.com"))).hasMessageContaining("719").hasMessageContaining("sent again later");

        marketo.heals();
        delivery.deliverAgain().endedAs("activated removed", "excluded NOT_IN_LIST");
    }

    @Test
    void aLeadOfAListCallWithoutARowIsAskedAgain() {
        adaAndEveAreMembers();
        once(REMOVE, answer -> answer.withArray("result").remove(0));

        adaAndEveExit().endedAs("activated removed", "excluded NOT_IN_LIST").withCalls(2);
    }

    @Test
    void aLeadThatNeverHasARowFailsAlone() {
        adaAndEveAreMembers();
        long ada = lead("ada@example.com");
        marketo.rewritesAnswersTo(REMOVE, answer -> without(answer, row -> row.path("id").asLong() == ada));

        DeliveryRoutes.Flushed flushed = adaAndEveExit();

        flushed.endedAs("failed REFUSED", "activated removed").withCalls(3);
        assertThat(flushed.deadLetters()).singleElement().extracting(DeadLetter::marketoCode).isEqualTo("no-row");
    }

    @ParameterizedTest
    @ValueSource(strings = {SYNC, ADD})
    void anAnswerWithoutAnyRowPutsTheBatchBack(String operation) {
        marketo.rewritesAnswersTo(operation, answer -> without(answer, row -> true));

        assertThat(delivery.fails(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build())).hasMessageContaining("no row");

        marketo.heals();
        assertThat(delivery.deliverAgain().deadLetters()).isEmpty();
        assertThat(marketo.emailsIn("VIP")).hasSize(2);
    }

    @Test
    void rowsOfOtherLeadsAreNobodysVerdict() {
        adaAndEveAreMembers();
        marketo.rewritesAnswersTo(REMOVE, answer -> {
            answer.withArray("result").insertObject(0).put("id", 4_711_000).put("status", "skipped").putArray("reasons").addObject().put("code", "1013");
            return answer;
        });

        adaAndEveExit().endedAs("activated removed", "activated removed").withCalls(1);
    }

    @Test
    void anOddStatusIsNoOutcome() {
        adaAndEveAreMembers();
        once(REMOVE, answer -> ((ObjectNode) answer.at("/result/0")).put("status", "added"));

        adaAndEveExit().endedAs("activated removed", "excluded NOT_IN_LIST").withCalls(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUpsertAnsweredWithTooFewOrTooManyRowsIsHalved(boolean tooFew) {
        once(SYNC, answer -> {
            ArrayNode rows = answer.withArray("result");
            if (tooFew) {
                rows.remove(1);
            } else {
                rows.addObject().put("id", 4_711_000).put("status", "updated");
            }
        });

        delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build(), aChange().by("zoe@example.com").build())
                .endedAs("activated added", "activated added", "activated added");

        assertThat(marketo.emailsIn("VIP")).containsExactlyInAnyOrder("ada@example.com", "eve@example.com", "zoe@example.com");
        assertThat(marketo.leadsWith("email", "ada@example.com")).hasSize(1);
    }

    @Test
    void anUpsertAnsweredWithTheRowOfAnotherLeadIsNotTrusted() {
        adaAndEveAreMembers();
        once(SYNC, answer -> ((ObjectNode) answer.at("/result/0")).put("id", 4_711_000));

        delivery.deliver(
                        aChange().by("ada@example.com").at("2026-11-23T11:00:00Z").with("firstName", "Augusta").build(),
                        aChange().by("eve@example.com").at("2026-11-23T11:00:00Z").with("firstName", "Evelyn").build())
                .endedAs("activated updated", "activated updated").withCalls(3);
    }

    @Test
    void aSearchThatNamesNoIdIsNoMiss() {
        marketo.hasLead("ada@example.com");
        once(FIND, answer -> ((ObjectNode) answer.at("/result/0")).remove("id"));

        delivery.deliver(aChange().in("audience-only").by("ada@example.com").build()).endedAs("activated added");
    }

    // Whole calls

    @ParameterizedTest
    @ValueSource(strings = {"609", "701", "704", "709", "712", "714", "718", "1001", "1002", "1003", "1008", "1018", "1021", "1022", "1036", "1037", "1080"})
    void theOneLeadAWholeCallIsRefusedForIsFoundByHalving(String code) {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, code, 2);

        DeliveryRoutes.Flushed flushed = adaAndEveExit();

        flushed.endedAs("failed REFUSED", "activated removed").withCalls(3);
        assertThat(flushed.deadLetters()).extracting(DeadLetter::marketoCode).containsExactly(code);
    }

    @Test
    void theOneLeadOfManyIsFoundWithFewCalls() {
        delivery.deliver(everybody(300, "2026-11-23T10:00:00Z"));
        long odd = lead("person137@example.com");
        // Marketo names no record: the call is refused for whoever is in it.
        marketo.skipsRow("id", odd, "1999");
        marketo.rewritesAnswersTo(REMOVE, answer -> {
            boolean carriesOdd = answer.path("result").findValuesAsText("code").contains("1999");
            return carriesOdd ? refused("701") : answer;
        });
        int before = marketo.calls(REMOVE);

        DeliveryRoutes.Flushed flushed = delivery.deliver(IntStream.range(0, 300).mapToObj(i -> exits("person" + i + "@example.com")).toList());

        assertThat(flushed.counts()).containsEntry("failed REFUSED", 1L);
        assertThat(flushed.deadLetters()).hasSize(1);
        assertThat(marketo.calls(REMOVE) - before).isLessThanOrEqualTo(19); // one, and two for each of the nine halvings
    }

    @Test
    void aPersonOfSeveralLeadsIsHalvedToo() {
        marketo.hasLead("ada@example.com");
        marketo.hasLead("ada@example.com");
        delivery.deliver(aChange().in("match-all").by("ada@example.com").build()).endedAs("activated added");
        marketo.answersNextTo(SYNC, "1003", 3);

        delivery.deliver(aChange().in("match-all").by("ada@example.com").at("2026-11-23T11:00:00Z").with("firstName", "Augusta").build())
                .endedAs("failed INVALID_VALUE").withCalls(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"605", "610", "612", "613"})
    void whatIsWrongWithTheFormOfOurRequestsIsNobodysFault(String code) {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, code, 1_000);
        int before = marketo.calls(REMOVE);

        delivery.fails(exits("ada@example.com"), exits("eve@example.com"));

        assertThat(marketo.calls(REMOVE) - before).isEqualTo(1);
        assertThat(callAlarms("remove-from-list")).extracting(Alarm::code).containsExactly(code);
        assertThat(delivery.state("create").status()).isEqualTo(Status.UP);
        marketo.heals();
        delivery.deliverAgain().endedAs("activated removed", "activated removed");
        assertThat(callAlarms("remove-from-list")).isEmpty();
    }

    @Test
    void aCodeNobodyDocumentsPutsTheBatchBackWithAnAlarm() {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, "4713", 1_000);
        int before = marketo.calls(REMOVE);

        assertThat(delivery.fails(exits("ada@example.com"))).hasMessageContaining("4713");

        assertThat(marketo.calls(REMOVE) - before).isEqualTo(TRIES);
        assertThat(callAlarms("remove-from-list")).extracting(Alarm::code).containsExactly("4713");
        marketo.heals();
        delivery.deliverAgain().endedAs("activated removed");
        assertThat(callAlarms("remove-from-list")).isEmpty();
    }

    @Test
    void noAlarmIsRaisedOfWhatIsOverBeforeTheRetriesAre() {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, "4714", TRIES - 1);

        adaAndEveExit().endedAs("activated removed", "activated removed");

        assertThat(callAlarms("remove-from-list")).isEmpty();
    }

    @Test
    void halvingEndsWhereNobodyIsAtFault() {
        marketo.answersNextTo(SYNC, "1002", 100_000);
        int before = marketo.calls(SYNC);

        delivery.fails(everybody(300, "2026-11-23T10:00:00Z").toArray(MembershipChange[]::new));

        assertThat(marketo.calls(SYNC) - before).as("of the 599 it takes to have each alone").isLessThan(580);
        assertThat(callAlarms("sync-leads")).extracting(Alarm::code).containsExactly("1002");
        marketo.heals();
        delivery.deliverAgain().endedAs(times(300, "activated created"));
    }

    @Test
    void aTimeOutIsRepeatedAsItIsAndThenInHalves() {
        marketo.answersNextTo(SYNC, "604", TRIES);
        int before = marketo.calls(SYNC);

        delivery.deliver(everybody(150, "2026-11-23T10:00:00Z")).endedAs(times(150, "activated created"));

        assertThat(marketo.calls(SYNC) - before).isEqualTo(TRIES + 2);
    }

    @Test
    void aSmallCallThatTimesOutWaits() {
        marketo.answersNextTo(SYNC, "604", TRIES);
        int before = marketo.calls(SYNC);

        assertThat(delivery.fails(everybody(100, "2026-11-23T10:00:00Z").toArray(MembershipChange[]::new))).hasMessageContaining("604");

        assertThat(marketo.calls(SYNC) - before).isEqualTo(TRIES);
        delivery.deliverAgain().endedAs(times(100, "activated created"));
    }

    @ParameterizedTest
    @CsvSource({"1015, excluded NOT_IN_LIST", "1004, excluded NO_MATCH"})
    void aWholeCallRefusedWithACodeOfRecordsIsJudgedLikeTheRowOfTheOneItHoldsFor(String code, String end) {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, code, 2);

        // The lead that "is gone" is looked up once more, and is gone for good if it is not found.
        if (code.equals("1004")) {
            marketo.answersNextTo(FIND, "702", 1);
        }
        adaAndEveExit().endedAs(end, "activated removed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"603", "616", "703", "1009", "1035"})
    void whatTheSetupForbidsTakesTheInstanceDownAndTheQueueWaits(String code) {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, code, 1);

        delivery.fails(exits("ada@example.com"), exits("eve@example.com"));

        assertThat(delivery.state("create").status()).isEqualTo(Status.DOWN);
        assertThat(delivery.state("create").problems()).singleElement().satisfies(problem -> assertThat(problem.problem()).contains(code));
        delivery.check();
        delivery.deliverAgain().endedAs("activated removed", "activated removed");
    }

    @Test
    void aTokenThatIsRejectedAgainAndAgainTakesTheInstanceDown() {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, "601", 2);

        delivery.fails(exits("ada@example.com"));

        assertThat(delivery.state("create").status()).isEqualTo(Status.DOWN);
        delivery.check();
        delivery.deliverAgain().endedAs("activated removed");
    }

    @Test
    void aListWithoutDataIsLookedUpAgainWhileOthersGoOn() {
        adaAndEveAreMembers();
        marketo.answersNextTo(REMOVE, "702", 1);

        DeliveryRoutes.Flushed flushed = delivery.deliver(exits("ada@example.com"), aChange().qualifying("news").by("eve@example.com").build());

        flushed.endedAs("activated removed", "activated added");
    }

    private void adaAndEveAreMembers() {
        delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build()).endedAs("activated created", "activated created");
    }

    private DeliveryRoutes.Flushed adaAndEveExit() {
        return delivery.deliver(exits("ada@example.com"), exits("eve@example.com"));
    }

    private static MembershipChange exits(String email) {
        return aChange().exiting("vip").by(email).at("2026-11-23T11:00:00Z").build();
    }

    private static List<MembershipChange> everybody(int people, String at) {
        return IntStream.range(0, people).mapToObj(i -> aChange().by("person" + i + "@example.com").at(at).build()).toList();
    }

    private static String[] times(int times, String end) {
        return Collections.nCopies(times, end).toArray(String[]::new);
    }

    private long lead(String email) {
        List<Map<String, Object>> leads = marketo.leadsWith("email", email);
        return (Long) leads.get(0).get("id");
    }

    /** Changes the next answer to the operation, and no later one. */
    private void once(String operation, Consumer<ObjectNode> change) {
        AtomicInteger answers = new AtomicInteger();
        UnaryOperator<ObjectNode> first = answer -> {
            if (answers.getAndIncrement() == 0) {
                change.accept(answer);
            }
            return answer;
        };
        marketo.rewritesAnswersTo(operation, first);
    }

    private static ObjectNode without(ObjectNode answer, Predicate<JsonNode> row) {
        ArrayNode rows = answer.arrayNode();
        answer.path("result").forEach(each -> {
            if (!row.test(each)) {
                rows.add(each);
            }
        });
        answer.set("result", rows);
        return answer;
    }

    private ObjectNode skipped(String code) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", lead("ada@example.com")).put("status", "skipped").putArray("reasons").addObject().put("code", code);
        return row;
    }

    private static ObjectNode refused(String code) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("success", false).putArray("errors").addObject().put("code", code);
        return answer;
    }

    private List<Alarm> recordAlarms(String operation) {
        return alarms(operation, true);
    }

    private List<Alarm> callAlarms(String operation) {
        return alarms(operation, false);
    }

    private List<Alarm> alarms(String operation, boolean ofRecord) {
        return delivery.bean(Alarms.class).of(marketo.munchkinId()).stream()
                .filter(alarm -> alarm.operation().equals(operation) && alarm.ofRecord() == ofRecord)
                .toList();
    }
}
