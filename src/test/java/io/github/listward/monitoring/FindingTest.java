package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.Reason;
import io.github.listward.activation.Terms;
import io.github.listward.delivery.MembershipAnswer.State;
import io.github.listward.monitoring.Finding.Facts;
import io.github.listward.monitoring.Trace.LastOutcome;
import io.github.listward.monitoring.Trace.Outcome;
import io.github.listward.monitoring.Trace.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FindingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # wanted, as Marketo confirmed it, last outcome, its direction, held (out: released), in flight, terms, Marketo now | verdict | what the sentence has
            true  | true  | ACTIVATED added           | true  | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | Marketo has confirmed the person in the list
            true  | true  |                           |       | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | Marketo has confirmed the person in the list
            true  |       | ACTIVATED imported        | true  | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | by a bulk import
            true  | true  | ACTIVATED added           | true  | no  | 0 | PAUSED          | NOT_ASKED  | IN_LIST     | paused or disabled
            true  | true  | EXCLUDED UNCHANGED        | true  | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | Marketo has confirmed the person in the list
            true  | true  | FAILED INVALID_VALUE      | true  | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | corrects the value
            false | true  | EXCLUDED PAUSED           | true  | no  | 0 | PAUSED          | NOT_ASKED  | IN_LIST     | the newest change did not get through
            false | true  | EXCLUDED STILL_WANTED     | false | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | another profile or identity keeps the person in the list
            false | true  | FAILED REFUSED            | false | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | looks up the code and the request id
            false | true  | ACTIVATED removed         | false | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | still in the list
            false | false | ACTIVATED removed         | false | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | has left the audience
            false |       | EXCLUDED NOT_IN_LIST      | false | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | has left the audience
            true  | false | EXCLUDED NO_MATCH         | true  | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | Marketing operations create the person
            true  | false | ACTIVATED added           | true  | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | Settling the audience sets it right
            true  |       | FAILED ACCESS_DENIED      | true  | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | The Marketo admin gives the API user
            true  |       | FAILED INVALID_VALUE      | true  | no  | 0 | OPEN            | NOT_ASKED  | UNKNOWN     | corrects the value
                  |       | EXCLUDED PAUSED           | true  | no  | 0 | PAUSED          | NOT_ASKED  | NOT_IN_LIST | resumes the audience
                  |       | EXCLUDED OUT_OF_SCHEDULE  | true  | no  | 0 | OUT_OF_SCHEDULE | NOT_ASKED  | NOT_IN_LIST | moves the dates
                  |       | EXCLUDED MISSING_ATTRIBUTE| true  | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | owns the profiles in AEP
                  |       | EXCLUDED STOPPED_BY_ROUTE | true  | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | edits the routes
            false |       | FAILED REFUSED            | false | no  | 0 | OPEN            | NOT_ASKED  | UNKNOWN     | whether a list still has the person is not known
            true  |       | ACTIVATED updated         | true  | no  | 0 | OPEN            | NOT_ASKED  | UNKNOWN     | not known any more
            false |       |                           |       | no  | 0 | OPEN            | NOT_ASKED  | UNKNOWN     | has left the audience
                  |       |                           |       | no  | 0 | OPEN            | NOT_ASKED  | UNKNOWN     | has received nothing of this person
                  |       |                           |       | no  | 0 | PAUSED          | NOT_ASKED  | UNKNOWN     | paused or disabled
                  |       |                           |       | no  | 3 | OPEN            | NOT_ASKED  | IN_FLIGHT   | 3 of the audience are on their way
            false | true  | HELD LIST_MISSING         | false | yes | 0 | OPEN            | NOT_ASKED  | HELD        | see to the list
            true  |       | HELD LIST_MISSING         | true  | out | 0 | OPEN            | NOT_ASKED  | IN_FLIGHT   | has been released
                  |       | HELD LIST_MISSING         | true  | no  | 0 | OPEN            | NOT_ASKED  | NOT_IN_LIST | manages the dataflows settles the audience
            true  | true  | HELD LIST_MISSING         | false | no  | 0 | OPEN            | NOT_ASKED  | IN_LIST     | has left the audience and is still in the list
                  |       | EXCLUDED PAUSED           | true  | no  | 0 | PAUSED          | MEMBER     | IN_LIST     | not by Listward's doing. The person is in the audience
            true  |       | ACTIVATED updated         | true  | no  | 0 | OPEN            | MEMBER     | IN_LIST     | Marketo says so now. The person is in the audience.
            true  |       | ACTIVATED updated         | true  | no  | 0 | OPEN            | NOT_MEMBER | NOT_IN_LIST | Settling the audience sets it right
            false |       |                           |       | no  | 0 | OPEN            | MEMBER     | IN_LIST     | Settling the audience sets it right
            true  |       | ACTIVATED added           | true  | no  | 0 | OPEN            | NOT_MEMBER | NOT_IN_LIST | somebody has changed the list in Marketo
            true  | true  | ACTIVATED added           | true  | no  | 0 | OPEN            | MEMBER     | IN_LIST     | Marketo has confirmed the person in the list
            true  | true  | ACTIVATED added           | true  | no  | 0 | OPEN            | PENDING    | IN_LIST     | Marketo has confirmed the person in the list
            true  | true  | ACTIVATED added           | true  | no  | 0 | OPEN            | UNANSWERED | IN_LIST     | Marketo has confirmed the person in the list
            true  | true  | ACTIVATED added           | true  | no  | 0 | OPEN            | NOT_MEMBER | NOT_IN_LIST | somebody has changed the list in Marketo
            true  | true  | ACTIVATED added           | true  | no  | 0 | OPEN            | NOT_FOUND  | NOT_IN_LIST | merged or deleted there
            false | false | ACTIVATED removed         | false | no  | 0 | OPEN            | MEMBER     | IN_LIST     | somebody has changed the list in Marketo
            true  | false | HELD LIST_MISSING         | true  | yes | 0 | OPEN            | NOT_MEMBER | NOT_IN_LIST | A change is yet to come
                  |       |                           |       | no  | 0 | OPEN            | MEMBER     | IN_LIST     | has received nothing of this person
            """)
    void saysWhetherAPersonIsInTheListAndWhoActs(
            Boolean wanted, Boolean member, String last, Boolean qualified, String held, long inFlight, Terms terms, State marketo, Verdict verdict, String why) {
        Facts facts = new Facts(true, terms, wanted, member, outcome(last, qualified), held.equals("yes") ? Finding.held(Reason.LIST_MISSING) : null,
                held.equals("no") ? 0 : 1, inFlight, marketo);

        Finding finding = Finding.of(facts);

        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.why()).contains(why).matches("[A-Z].*\\.").doesNotContain("..").doesNotContain(" .").doesNotContain("null");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void hasASentenceForEveryReason(Reason reason) {
        LastOutcome last = outcome(reason.kind() + " " + reason, true);

        for (boolean wanted : new boolean[] {true, false}) {
            for (Boolean member : new Boolean[] {true, false, null}) {
                Finding finding = Finding.of(new Facts(true, Terms.OPEN, wanted, member, last, Finding.held(reason), 0, 0, State.NOT_ASKED));
                assertThat(finding.why()).matches("[A-Z].*\\.").doesNotContain("..").doesNotContain("null");
            }
        }
    }

    @Test
    void saysThatADestinationFeedsNoList() {
        Finding finding = Finding.of(new Facts(false, Terms.OPEN, true, null, outcome("ACTIVATED updated", true), null, 0, 0, State.NOT_ASKED));

        assertThat(finding.verdict()).isEqualTo(Verdict.NOT_IN_LIST);
        assertThat(finding.why()).contains("feeds no list");
    }

    @ParameterizedTest
    @CsvSource({"0, no event of it has come either", "1200, '1,200 memberships of it have come'"})
    void saysThatNoDataflowActivatesTheAudience(long seen, String why) {
        assertThat(Finding.ofNoDataflow(seen).verdict()).isEqualTo(Verdict.NOT_ACTIVATED);
        assertThat(Finding.ofNoDataflow(seen).why()).contains(why);
    }

    @Test
    void saysWhichOtherDataflowsActivateTheAudience() {
        assertThat(Finding.ofOtherDataflows(List.of("eu")).why()).contains("dataflow eu does").doesNotContain("No dataflow");
        assertThat(Finding.ofOtherDataflows(List.of("eu", "us")).why()).contains("dataflows eu, us do");
    }

    private static LastOutcome outcome(String last, Boolean qualified) {
        if (last == null) {
            return null;
        }
        String[] parts = last.split(" ");
        return new LastOutcome(Outcome.valueOf(parts[0]), parts[1], null, null, Instant.EPOCH, "profiles-0@1", qualified, 0);
    }
}
