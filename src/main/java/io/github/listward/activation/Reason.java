package io.github.listward.activation;

/**
 * Why a change ended otherwise than activated. Names are stable: reports, metrics and replays use them. The page docs/reasons.md has
 * all of it as a table.
 */
public enum Reason {
    // Excluded: a rule said no, and nobody has to act.
    MISSING_IDENTITY(Kind.EXCLUDED, "the profile has none of the identities the dataflow maps", Actor.SOURCE,
            "If it should be activated, give the profile an identity of a namespace in the dataflow's mapping, or map one it has"),
    MISSING_ATTRIBUTE(Kind.EXCLUDED, "the profile lacks an attribute the mapping marks as mandatory", Actor.SOURCE,
            "Fill the attribute in the profile, or take mandatory off its mapping row"),
    CONSENT(Kind.EXCLUDED, "the profile has not consented", Actor.NOBODY, "Nothing. Reserved: nothing ends so yet"),
    GOVERNANCE(Kind.EXCLUDED, "a data usage policy denies it", Actor.NOBODY, "Nothing. Reserved: nothing ends so yet"),
    OUT_OF_SCHEDULE(Kind.EXCLUDED, "the audience's start has not come, or its end has passed", Actor.MARKETER,
            "Nothing before its start: whoever qualified gets in when it comes. To go on after the end, move the end"),
    PAUSED(Kind.EXCLUDED, "the audience is paused, or it or its dataflow is disabled", Actor.MARKETER,
            "Resume or enable it: whoever qualified meanwhile gets in then"),
    FUTURE_TIME(Kind.EXCLUDED, "the membership's time is more than ten minutes ahead", Actor.SOURCE,
            "Correct the clock or the time zone of what writes the events, then have it write them again"),
    STOPPED_BY_ROUTE(Kind.EXCLUDED, "an edited route or an extension route stopped it", Actor.OPERATOR,
            "Nothing if that is what the route is for; otherwise correct the route, then settle the audience"),
    AUDIENCE_NOT_ACTIVATED(Kind.EXCLUDED, "no dataflow activates the audience", Actor.MARKETER,
            "Nothing if it is not to be in Marketo; otherwise add its id to the audiences of a dataflow"),
    STALE(Kind.EXCLUDED, "a newer change of the same person and audience was seen before", Actor.NOBODY, "Nothing: the newer change holds"),
    SUPERSEDED(Kind.EXCLUDED, "a newer change of the same person and audience came in the same flush", Actor.NOBODY, "Nothing: the newer change holds"),
    UNCHANGED(Kind.EXCLUDED, "Marketo has confirmed this state already", Actor.NOBODY, "Nothing: the person is as wanted"),
    NO_MATCH(Kind.EXCLUDED, "Marketo knows nobody by these identities, and nobody is to be created", Actor.MARKETER,
            "Nothing if only people Marketo knows are to be listed; otherwise set person-action of the destination to create people"),
    AMBIGUOUS_MATCH(Kind.EXCLUDED, "several leads match, and the multi-match policy is to reject", Actor.MARKETO,
            "Merge the leads in Marketo, or choose another multi-match of the destination"),
    NOT_IN_LIST(Kind.EXCLUDED, "the person to be removed is not in the list", Actor.NOBODY, "Nothing: the person is as wanted"),
    STILL_WANTED(Kind.EXCLUDED, "another profile or identity keeps the person in the list", Actor.NOBODY,
            "Nothing: the person leaves with the last profile that qualifies"),
    NO_LIST(Kind.EXCLUDED, "a profile-only destination has no list to leave", Actor.NOBODY, "Nothing: such a destination only updates fields"),

    // Failed: somebody may act. The whole change is in the dead-letter topic.
    UNREADABLE(Kind.FAILED, "the event cannot be read", Actor.SOURCE,
            "See what the message says the event lacks, correct what writes it, and have it written again"),
    UNKNOWN_STATUS(Kind.FAILED, "the membership's status is neither qualified nor exited", Actor.SOURCE,
            "Correct what writes the status, and have the event written again"),
    INVALID_VALUE(Kind.FAILED, "a value does not fit its Marketo field; a known lead is in the list all the same", Actor.SOURCE,
            "Correct the value of the field the message names: its next event is delivered by itself. If the field in Marketo was wrong, correct it and replay",
            true),
    ACCESS_DENIED(Kind.FAILED, "the API user or the list's workspace has no access to the lead", Actor.MARKETO,
            "Give the API user's role the workspace of the lead's partition, or have the list in a workspace that sees it, then replay", true),
    REFUSED(Kind.FAILED, "Marketo refused it", Actor.OPERATOR,
            "Look the code up in docs/marketo-errors.md, do what it says there, then replay", true),
    DEFINITION_GONE(Kind.FAILED, "the dataflow, audience or destination was removed before delivery", Actor.OPERATOR,
            "Nothing if it was meant; otherwise put the definition back, then replay", true),
    NOT_DELIVERED(Kind.FAILED, "an edited route ended without a verdict for it", Actor.OPERATOR, "Correct the edited route, then replay", true),
    LEAD_UNKNOWN(Kind.FAILED, "the person was imported in bulk, and what it leaves with has no key to find its lead by; learn lead ids (warm-up), then replay",
            Actor.OPERATOR, "Have lead ids learnt from before the import (POST /api/instances/{instance}/warm-up), then replay", true),
    EXPIRED(Kind.FAILED, "it was held until Kafka no longer kept it; it is in no dead letter", Actor.OPERATOR,
            "Settle the audience, and end holds sooner than the change topic forgets, in 30 days"),
    UNEXPECTED(Kind.FAILED, "an unexpected error; the log has the position and the cause", Actor.OPERATOR,
            "See the log's line for the position, mend the cause or report it, and have the event written again"),

    // Held: delivered when the list or the destination can be served again, or there are calls again.
    LIST_MISSING(Kind.HELD, "the static list is missing in Marketo", Actor.MARKETO,
            "Restore the list, or correct list-id or list-name of the audience; or release the hold to have it created"),
    LIST_TAKEN(Kind.HELD, "the static list of this name is fed by another audience", Actor.OPERATOR,
            "Give one of the two audiences a list-name or list-id of its own, and restart"),
    LIST_REFUSED(Kind.HELD, "Marketo refused to create or to find the static list", Actor.OPERATOR,
            "Do what the hold's message says, then release the hold"),
    DESTINATION_DOWN(Kind.HELD, "Marketo refuses what the destination is configured with, and serves another destination", Actor.OPERATOR,
            "Do what the health of the instance says; it is released by itself when the destination is up"),
    BUDGET_USED(Kind.HELD, "the day's calls are used but for the reserve of removals", Actor.OPERATOR,
            "Wait for midnight US Central; or raise daily-calls, if Marketo has more to give, and restart"),
    IMPORTING(Kind.HELD, "many people of the audience are new, and are imported in bulk first", Actor.NOBODY,
            "Nothing: it is released by itself when the import has ended");

    /** The two ends besides activated, and what is no end yet. */
    public enum Kind { EXCLUDED, FAILED, HELD }

    /** Who can do something about it, where it is not as it should be. */
    public enum Actor {
        NOBODY("nobody"),
        /** Decides which audiences go where, and when. */
        MARKETER("marketer"),
        /** Owns the profiles in AEP, or writes the events. */
        SOURCE("owner of the profile data"),
        MARKETO("Marketo administrator"),
        /** Runs and configures Listward. */
        OPERATOR("operator of Listward");

        private final String title;

        Actor(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final Kind kind;
    private final String meaning;
    private final Actor whoActs;
    private final String whatToDo;
    private final boolean replayHelps;

    Reason(Kind kind, String meaning, Actor whoActs, String whatToDo) {
        this(kind, meaning, whoActs, whatToDo, false);
    }

    Reason(Kind kind, String meaning, Actor whoActs, String whatToDo, boolean replayHelps) {
        this.kind = kind;
        this.meaning = meaning;
        this.whoActs = whoActs;
        this.whatToDo = whatToDo;
        this.replayHelps = replayHelps;
    }

    public Kind kind() {
        return kind;
    }

    public String meaning() {
        return meaning;
    }

    public Actor whoActs() {
        return whoActs;
    }

    /** In words, as a sentence without its full stop. */
    public String whatToDo() {
        return whatToDo;
    }

    /** Whether a failed change may be activated when it is sent again after that. Only what delivery failed on can be. */
    public boolean replayHelps() {
        return replayHelps;
    }
}
