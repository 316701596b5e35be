package io.github.listward.monitoring;

import io.github.listward.delivery.MembershipAnswer;
import java.time.Instant;
import java.util.List;

/**
 * Why somebody is in lists, or is not.
 *
 * @param known whether Listward knows anything of the identity
 * @param why what it can mean that it does not; null if it does
 */
public record Trace(boolean known, String why, List<InAudience> audiences) {

    /** {@code UNKNOWN}: what Listward knows does not say. */
    public enum Verdict { IN_LIST, NOT_IN_LIST, HELD, IN_FLIGHT, NOT_ACTIVATED, UNKNOWN }

    /**
     * One audience in one dataflow.
     *
     * @param dataflow empty when no dataflow activates the audience
     * @param audienceName as the list is named, or else as the definitions say; the id where nothing names it
     * @param why one sentence or two, with who acts
     * @param wanted null: no event of the person that asks for anything has come to delivery
     * @param delivered null: nothing is known
     * @param lastOutcome null: none is kept
     * @param failures newest first
     * @param listUrl the list in Marketo, or null while its address is not known; {@code personUrl} likewise
     */
    public record InAudience(
            String dataflow,
            String audience,
            String audienceName,
            boolean activated,
            Verdict verdict,
            String why,
            Wanted wanted,
            Delivered delivered,
            LastOutcome lastOutcome,
            List<FailureAttempt> failures,
            MembershipAnswer marketo,
            String listUrl,
            String personUrl) {}

    /**
     * What is wanted of all of the person's profiles: in, while any of them is in the audience.
     *
     * @param since when the person qualified or exited, as the event says
     * @param source where that event stands, {@code topic-partition@offset}
     */
    public record Wanted(boolean qualified, Instant since, String source) {}

    /** What Marketo confirmed last. */
    public record Delivered(long listId, String listName, long leadId, boolean member, Instant at) {}

    /**
     * @param reason reason code, or what being activated changed, e.g. {@code added}
     * @param code Marketo's, or null; {@code requestId} likewise
     * @param source where the event it is about stands
     * @param attempt 0 for the first time, n for its n-th replay
     */
    public record LastOutcome(
            Outcome outcome, String reason, String code, String requestId, Instant at, String source, boolean qualified, int attempt) {}

    /** Ends of a change, and what is none yet. */
    public enum Outcome { ACTIVATED, EXCLUDED, FAILED, HELD }
}
