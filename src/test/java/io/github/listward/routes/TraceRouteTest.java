package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
import io.github.listward.delivery.MembershipAnswer.State;
import io.github.listward.monitoring.Trace;
import io.github.listward.monitoring.Trace.InAudience;
import io.github.listward.monitoring.Trace.Outcome;
import io.github.listward.monitoring.Trace.Verdict;
import io.github.listward.monitoring.TraceQuestion;
import io.github.listward.monitoring.Traces;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a person is in a list, or is not: what delivery leaves behind for whoever asks. */
class TraceRouteTest {

    private static final String ADA = "ada@example.com";
    private static final String ASK = "GET /rest/v1/lists/*/leads/ismember.json";

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    @Test
    void whoWasAddedIsInTheListByTheRequestThatDidIt() {
        MembershipChange change = aChange().by(ADA).build();
        delivery.deliver(change);

        InAudience vip = trace("create", "vip");

        assertThat(vip.verdict()).isEqualTo(Verdict.IN_LIST);
        assertThat(vip.why()).contains("Marketo has confirmed");
        assertThat(vip.wanted().qualified()).isTrue();
        assertThat(vip.wanted().source()).isEqualTo(change.source().toString());
        assertThat(vip.delivered().member()).isTrue();
        assertThat(vip.delivered().listId()).isEqualTo(marketo.listNamed("VIP"));
        assertThat(vip.audienceName()).isEqualTo("VIP");
        assertThat(vip.lastOutcome()).satisfies(last -> {
            assertThat(last.outcome()).isEqualTo(Outcome.ACTIVATED);
            assertThat(last.reason()).isEqualTo("created");
            assertThat(last.requestId()).matches("[0-9a-f]+#[0-9a-f]+");
            assertThat(last.source()).isEqualTo(change.source().toString());
        });
        assertThat(vip.marketo().state()).isEqualTo(State.NOT_ASKED);
        assertThat(vip.listUrl()).isEqualTo("https://app-sj01.marketo.com/#ST" + vip.delivered().listId() + "A1");
        assertThat(vip.personUrl()).isEqualTo("https://app-sj01.marketo.com/leadDatabase/loadLeadDetail?leadId=" + vip.delivered().leadId());
    }

    @Test
    void whoLeftIsNotInTheListByTheRequestThatDidIt() {
        delivery.deliver(aChange().by(ADA).build());
        delivery.deliver(aChange().exiting("vip").by(ADA).at("2026-11-23T11:00:00Z").build());

        InAudience vip = trace("create", "vip");

        assertThat(vip.verdict()).isEqualTo(Verdict.NOT_IN_LIST);
        assertThat(vip.why()).contains("has left the audience");
        assertThat(vip.lastOutcome().reason()).isEqualTo("removed");
        assertThat(vip.lastOutcome().requestId()).isNotNull();
    }

    @Test
    void whatWasExcludedSaysWhy() {
        delivery.deliver(aChange().in("match").by(ADA).build()).endedAs("excluded NO_MATCH");

        InAudience vip = trace("match", "vip");

        assertThat(vip.verdict()).isEqualTo(Verdict.NOT_IN_LIST);
        assertThat(vip.why()).contains("Marketo knows nobody").contains("Marketing operations");
    }

    @Test
    void whatFailedSaysMarketosCodeAndRequest() {
        marketo.hasLead(ADA);
        marketo.skipsRow("email", ADA, "1077");
        delivery.deliver(aChange().in("match").by(ADA).build());

        InAudience vip = trace("match", "vip");

        assertThat(vip.lastOutcome().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(vip.lastOutcome().code()).isEqualTo("1077");
        assertThat(vip.lastOutcome().requestId()).isNotNull();
        assertThat(vip.why()).contains("1077");
    }

    @Test
    void aReplayIsTheLastOutcomeOfTheSameChange() {
        marketo.hasLead(ADA);
        marketo.skipsRow("email", ADA, "1077");
        MembershipChange change = aChange().in("match").by(ADA).build();
        delivery.deliver(change);
        marketo.heals();

        delivery.deliver(change.again(new Requeue(Requeue.Kind.REPLAYED, 0, 1)));

        assertThat(trace("match", "vip").lastOutcome()).satisfies(last -> {
            assertThat(last.outcome()).isEqualTo(Outcome.ACTIVATED);
            assertThat(last.attempt()).isOne();
        });
    }

    @Test
    void whatCameTooLateOrChangedNothingHidesNothing() {
        delivery.deliver(aChange().by(ADA).at("2026-11-23T11:00:00Z").build());
        Trace.LastOutcome added = trace("create", "vip").lastOutcome();

        delivery.deliver(aChange().by(ADA).at("2026-11-23T11:30:00Z").build()).endedAs("excluded UNCHANGED");
        delivery.deliver(aChange().exiting("vip").by(ADA).at("2026-11-23T10:00:00Z").build()).endedAs("excluded STALE");
        delivery.deliverAgain();

        assertThat(trace("create", "vip").lastOutcome()).isEqualTo(added);
        assertThat(trace("create", "vip").verdict()).isEqualTo(Verdict.IN_LIST);
    }

    @Test
    void ofTwoInOneFlushTheNewerOneIsKept() {
        delivery.deliver(
                aChange().exiting("vip").by(ADA).at("2026-11-23T11:00:00Z").build(),
                aChange().by(ADA).at("2026-11-23T10:00:00Z").build())
                .endedAs("excluded NO_MATCH", "excluded SUPERSEDED");

        InAudience vip = trace("create", "vip");

        assertThat(vip.lastOutcome().reason()).isEqualTo("NO_MATCH");
        assertThat(vip.lastOutcome().qualified()).isFalse();
    }

    @Test
    void readAgainAfterACrashTheFirstReadingsOutcomeStays() {
        delivery.deliver(aChange().by(ADA).build(), aChange().exiting("news").by(ADA).build());
        Trace.LastOutcome added = trace("create", "vip").lastOutcome();

        delivery.deliverAgain();
        delivery.restart();

        assertThat(trace("create", "vip").lastOutcome()).isEqualTo(added);
        assertThat(trace("create", "news").lastOutcome().reason()).isEqualTo("NOT_IN_LIST");
    }

    @Test
    void nothingIsKeptOfAFlushThatFails() {
        marketo.skipsRow("email", ADA, "1077");
        delivery.deadLettersCannotBeWritten();
        delivery.fails(aChange().by(ADA).build());
        delivery.deadLettersCanBeWrittenAgain();

        assertThat(delivery.rows("last_outcome")).isZero();
    }

    @Test
    void whatIsHeldWaitsUntilItIsReleased() {
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").build());
        marketo.removesList(marketo.listNamed("Watched"));
        delivery.deliver(aChange().qualifying("watched").by(ADA).build()).endedAs("held");

        InAudience held = trace("create", "watched");
        delivery.holds().release(delivery.holds().all().get(0).number());
        InAudience released = trace("create", "watched");
        delivery.deliver(delivery.queueReleased());

        assertThat(held.verdict()).isEqualTo(Verdict.HELD);
        assertThat(held.why()).contains("the static list is missing in Marketo").contains("Marketing operations");
        assertThat(released.verdict()).isEqualTo(Verdict.IN_FLIGHT);
        assertThat(trace("create", "watched").verdict()).isEqualTo(Verdict.IN_LIST);
    }

    @Test
    void whatWasHeldForTooLongIsLostAndSaysSo() {
        delivery.deliver(aChange().qualifying("watched").by("eve@example.com").build());
        marketo.removesList(marketo.listNamed("Watched"));
        delivery.deliver(aChange().qualifying("watched").by(ADA).build()).endedAs("held");
        delivery.jdbc().sql("delete from hold").update();
        delivery.jdbc().sql("update counter_total set outcome = 'failed', reason = 'EXPIRED' where outcome = 'held'").update();

        InAudience lost = trace("create", "watched");

        assertThat(lost.verdict()).isEqualTo(Verdict.NOT_IN_LIST);
        assertThat(lost.why()).contains("settles the audience").doesNotContain("released");
    }

    @Test
    void aDataflowThatDoesNotActivateTheAudienceSaysWhichDoes() {
        InAudience watched = delivery.bean(Traces.class).of(new TraceQuestion("Email", ADA, "watched", "match", false)).audiences().get(0);

        assertThat(watched.verdict()).isEqualTo(Verdict.NOT_ACTIVATED);
        assertThat(watched.dataflow()).isEqualTo("match");
        assertThat(watched.why()).contains("dataflow create does");
    }

    @Test
    void whoIsInManyAudiencesOfOtherDataflowsIsAskedForInThisOne() {
        delivery.deliver(aChange().by(ADA).build());
        for (int i = 0; i < 11; i++) {
            delivery.jdbc().sql("insert into wanted select 'other', ?, profile, person, qualified, wished_at, source_topic, source_partition, source_offset, settling from wanted where audience = 'vip' and dataflow = 'create'")
                    .param("other-" + i)
                    .update();
        }

        assertThat(delivery.bean(Traces.class).of(new TraceQuestion("Email", ADA, null, null, true)).audiences())
                .hasSize(12)
                .allSatisfy(each -> assertThat(each.marketo().state()).isEqualTo(State.NOT_ASKED));
        assertThat(delivery.bean(Traces.class).of(new TraceQuestion("Email", ADA, null, "create", true)).audiences())
                .singleElement()
                .satisfies(vip -> assertThat(vip.marketo().state()).isEqualTo(State.PENDING));
    }

    @Test
    void aPersonThatIsAskedForIsTracedThroughEveryAudience() {
        delivery.deliver(aChange().by(ADA).build(), aChange().qualifying("news").by(ADA).build(), aChange().in("match").by(ADA).build());

        Trace trace = delivery.bean(Traces.class).of(new TraceQuestion("email", " ADA@Example.com ", null, null, false));

        assertThat(trace.known()).isTrue();
        assertThat(trace.audiences()).extracting(each -> each.dataflow() + "/" + each.audience()).containsExactly("create/news", "create/vip", "match/vip");
    }

    @Test
    void whoHasNeverBeenSeenIsUnknown() {
        Trace trace = delivery.bean(Traces.class).of(new TraceQuestion("Email", ADA, "vip", "create", true));

        assertThat(trace.known()).isFalse();
        assertThat(trace.why()).contains("knows nothing of this identity");
        assertThat(trace.audiences()).singleElement().satisfies(vip -> {
            assertThat(vip.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(vip.marketo().state()).isEqualTo(State.NOT_ASKED);
        });
    }

    @Test
    void anAudienceThatNoDataflowHasIsSaidToBeSo() {
        delivery.jdbc().sql("insert into counter_total (dataflow, audience, outcome, reason, amount) values ('', 'lapsed', 'received', '', 7)").update();

        Trace trace = delivery.bean(Traces.class).of(new TraceQuestion("Email", ADA, "lapsed", null, false));

        assertThat(trace.audiences()).singleElement().satisfies(lapsed -> {
            assertThat(lapsed.activated()).isFalse();
            assertThat(lapsed.verdict()).isEqualTo(Verdict.NOT_ACTIVATED);
            assertThat(lapsed.why()).contains("7 memberships of it have come");
        });
    }

    @Test
    void marketoIsAskedOnceAMinuteWhoeverAsks() {
        delivery.deliver(aChange().by(ADA).build(), aChange().by("eve@example.com").build());
        int calls = marketo.calls(ASK);

        assertThat(ask(ADA).marketo().state()).isEqualTo(State.PENDING);
        assertThat(ask("eve@example.com").marketo().state()).isEqualTo(State.PENDING);
        delivery.answerQuestions();
        delivery.answerQuestions();

        assertThat(ask(ADA).marketo()).satisfies(answer -> {
            assertThat(answer.state()).isEqualTo(State.MEMBER);
            assertThat(answer.requestId()).isNotNull();
            assertThat(answer.answeredAt()).isEqualTo(delivery.time().instant());
        });
        assertThat(marketo.calls(ASK) - calls).as("both in one call").isOne();
        delivery.time().passes(Duration.ofSeconds(61));
        assertThat(ask(ADA).marketo().state()).isEqualTo(State.PENDING);
    }

    @Test
    void whatMarketoSaysNowHasTheLastWord() {
        delivery.deliver(aChange().by(ADA).build());
        long list = marketo.listNamed("VIP");
        marketo.removesMember(list, marketo.membersOf(list).iterator().next());

        ask(ADA);
        delivery.answerQuestions();
        InAudience vip = ask(ADA);

        assertThat(vip.marketo().state()).isEqualTo(State.NOT_MEMBER);
        assertThat(vip.verdict()).isEqualTo(Verdict.NOT_IN_LIST);
        assertThat(vip.why()).contains("somebody has changed the list in Marketo");
    }

    @Test
    void aLeadThatIsGoneIsNotFound() {
        delivery.deliver(aChange().by(ADA).build());
        marketo.removesLead(marketo.membersOf(marketo.listNamed("VIP")).iterator().next());

        ask(ADA);
        delivery.answerQuestions();

        assertThat(ask(ADA).marketo().state()).isEqualTo(State.NOT_FOUND);
        assertThat(ask(ADA).verdict()).isEqualTo(Verdict.NOT_IN_LIST);
    }

    @Test
    void onlyTheProcessThatSpeaksToTheInstanceAsks() {
        delivery.deliver(aChange().by(ADA).build());
        int calls = marketo.calls(ASK);
        ask(ADA);

        delivery.topicIsGivenAway();
        delivery.answerQuestions();
        assertThat(marketo.calls(ASK) - calls).isZero();
        delivery.topicIsTaken();
        delivery.answerQuestions();

        assertThat(ask(ADA).marketo().state()).isEqualTo(State.MEMBER);
    }

    @Test
    void aQuestionNobodyWaitsForAnyLongerIsNotAsked() {
        delivery.deliver(aChange().by(ADA).build());
        int calls = marketo.calls(ASK);
        ask(ADA);

        delivery.time().passes(Duration.ofSeconds(61));
        delivery.answerQuestions();
        delivery.time().passes(Duration.ofDays(1));
        delivery.answerQuestions();

        assertThat(marketo.calls(ASK) - calls).isZero();
        assertThat(delivery.rows("membership_question")).as("forgotten").isZero();
    }

    @Test
    void aRefusedQuestionEndsUnansweredAndIsNotRepeated() {
        delivery.deliver(aChange().by(ADA).build());
        int calls = marketo.calls(ASK);
        ask(ADA);
        marketo.answersNextTo(ASK, "4711", 10);

        delivery.answerQuestions();
        int sent = marketo.calls(ASK) - calls;
        delivery.answerQuestions();

        assertThat(ask(ADA).marketo().state()).isEqualTo(State.UNANSWERED);
        assertThat(marketo.calls(ASK) - calls).isEqualTo(sent);
    }

    private InAudience ask(String email) {
        return delivery.bean(Traces.class).of(new TraceQuestion("Email", email, "vip", "create", true)).audiences().get(0);
    }

    private InAudience trace(String dataflow, String audience) {
        Trace trace = delivery.bean(Traces.class).of(new TraceQuestion("Email", ADA, audience, dataflow, false));
        assertThat(trace.known()).isTrue();
        assertThat(trace.audiences()).hasSize(1);
        return trace.audiences().get(0);
    }
}
