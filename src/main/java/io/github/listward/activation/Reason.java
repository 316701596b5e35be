package io.github.listward.activation;

/**
 * Why a change ended otherwise than activated. Names are stable: reports, metrics and replays use them.
 */
public enum Reason {
    // Excluded: a rule said no, and nobody has to act.
    MISSING_IDENTITY(Kind.EXCLUDED, "the profile has none of the identities the dataflow maps"),
    MISSING_ATTRIBUTE(Kind.EXCLUDED, "the profile lacks an attribute the mapping marks as mandatory"),
    CONSENT(Kind.EXCLUDED, "the profile has not consented"),
    GOVERNANCE(Kind.EXCLUDED, "a data usage policy denies it"),
    OUT_OF_SCHEDULE(Kind.EXCLUDED, "the audience's start has not come, or its end has passed"),
    PAUSED(Kind.EXCLUDED, "the audience is paused, or it or its dataflow is disabled"),
    FUTURE_TIME(Kind.EXCLUDED, "the membership's time is more than ten minutes ahead"),
    STOPPED_BY_ROUTE(Kind.EXCLUDED, "an edited route or an extension route stopped it"),
    AUDIENCE_NOT_ACTIVATED(Kind.EXCLUDED, "no dataflow activates the audience"),
    STALE(Kind.EXCLUDED, "a newer change of the same person and audience was seen before"),
    SUPERSEDED(Kind.EXCLUDED, "a newer change of the same person and audience came in the same flush"),
    UNCHANGED(Kind.EXCLUDED, "Marketo has confirmed this state already"),
    NO_MATCH(Kind.EXCLUDED, "Marketo knows nobody by these identities, and nobody is to be created"),
    AMBIGUOUS_MATCH(Kind.EXCLUDED, "several leads match, and the multi-match policy is to reject"),
    NOT_IN_LIST(Kind.EXCLUDED, "the person to be removed is not in the list"),
    STILL_WANTED(Kind.EXCLUDED, "another profile or identity keeps the person in the list"),
    NO_LIST(Kind.EXCLUDED, "a profile-only destination has no list to leave"),

    // Failed: somebody may act. The whole change is in the dead-letter topic.
    UNREADABLE(Kind.FAILED, "the event cannot be read"),
    UNKNOWN_STATUS(Kind.FAILED, "the membership's status is neither qualified nor exited"),
    INVALID_VALUE(Kind.FAILED, "a value does not fit its Marketo field; a known lead is in the list all the same"),
    ACCESS_DENIED(Kind.FAILED, "the API user or the list's workspace has no access to the lead"),
    REFUSED(Kind.FAILED, "Marketo refused it"),
    DEFINITION_GONE(Kind.FAILED, "the dataflow, audience or destination was removed before delivery"),
    NOT_DELIVERED(Kind.FAILED, "an edited route ended without a verdict for it"),
    LEAD_UNKNOWN(Kind.FAILED, "the person was imported in bulk, and what it leaves with has no key to find its lead by; learn lead ids (warm-up), then replay"),
    EXPIRED(Kind.FAILED, "it was held until Kafka no longer kept it; it is in no dead letter"),
    UNEXPECTED(Kind.FAILED, "an unexpected error; the log has the position and the cause"),

    // Held: delivered when the list or the destination can be served again, or there are calls again.
    LIST_MISSING(Kind.HELD, "the static list is missing in Marketo"),
    LIST_TAKEN(Kind.HELD, "the static list of this name is fed by another audience"),
    LIST_REFUSED(Kind.HELD, "Marketo refused to create or to find the static list"),
    DESTINATION_DOWN(Kind.HELD, "Marketo refuses what the destination is configured with, and serves another destination"),
    BUDGET_USED(Kind.HELD, "the day's calls are used but for the reserve of removals"),
    IMPORTING(Kind.HELD, "many people of the audience are new, and are imported in bulk first");

    /** The two ends besides activated, and what is no end yet. */
    public enum Kind { EXCLUDED, FAILED, HELD }

    private final Kind kind;
    private final String meaning;

    Reason(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    public String meaning() {
        return meaning;
    }
}
