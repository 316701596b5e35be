package io.github.listward.monitoring;

import io.github.listward.activation.Reason;
import io.github.listward.activation.Terms;
import io.github.listward.delivery.MembershipAnswer.State;
import io.github.listward.monitoring.Trace.LastOutcome;
import io.github.listward.monitoring.Trace.Outcome;
import io.github.listward.monitoring.Trace.Verdict;
import java.util.List;

/** Whether a person is in the list of an audience, and why, in words for whoever asked. */
record Finding(Verdict verdict, String why) {

    private static final String SETTLE = ". Settling the audience sets it right, by whoever manages the dataflows.";

    /**
     * What is known.
     *
     * @param lists whether the destination feeds lists at all
     * @param terms on which the audience takes people in now
     * @param wanted null: nobody has asked for anything
     * @param member as Marketo confirmed it last; null: not known
     * @param last null: none is kept
     * @param held what the hold of the audience waits for, or null if there is none
     * @param waiting changes of the audience that are counted as held: they are, or are released and not delivered yet
     * @param inFlight changes of the audience that are queued
     * @param marketo what Marketo says now
     */
    record Facts(
            boolean lists, Terms terms, Boolean wanted, Boolean member, LastOutcome last, String held, long waiting, long inFlight, State marketo) {

        private Facts withLast(LastOutcome other) {
            return new Facts(lists, terms, wanted, member, other, held, waiting, inFlight, marketo);
        }
    }

    /** @param seen events that said something of the audience */
    static Finding ofNoDataflow(long seen) {
        return new Finding(Verdict.NOT_ACTIVATED, "No dataflow activates this audience, so it feeds no list; %s. Whoever manages the dataflows adds it to one."
                .formatted(seen == 0 ? "no event of it has come either" : "%,d memberships of it have come and been passed over".formatted(seen)));
    }

    /** @param dataflows those that activate it, other than the one asked about */
    static Finding ofOtherDataflows(List<String> dataflows) {
        return new Finding(Verdict.NOT_ACTIVATED, "This dataflow does not activate the audience, so it feeds no list here; %s. Whoever manages the dataflows adds it to this one, too."
                .formatted((dataflows.size() == 1 ? "dataflow %s does" : "dataflows %s do").formatted(String.join(", ", dataflows))));
    }

    static Finding of(Facts facts) {
        return facts.last() != null && facts.last().outcome() == Outcome.HELD && facts.held() == null && facts.waiting() <= 0
                ? ofFacts(facts.withLast(expired(facts.last())))
                : ofFacts(facts);
    }

    /** What was held, while nothing of the audience is any more, and has not been delivered either: it was lost, and nobody can say of whom it was. */
    private static LastOutcome expired(LastOutcome held) {
        return new LastOutcome(Outcome.FAILED, Reason.EXPIRED.name(), null, null, held.at(), held.source(), held.qualified(), held.attempt());
    }

    private static Finding ofFacts(Facts facts) {
        if (!facts.lists()) {
            return new Finding(Verdict.NOT_IN_LIST, "The destination delivers attributes only and feeds no list" + lastReason(facts) + ".");
        }
        Finding known = ofWhatIsKnown(facts);
        Verdict verdict = switch (facts.marketo()) {
            case MEMBER -> Verdict.IN_LIST;
            case NOT_MEMBER, NOT_FOUND -> Verdict.NOT_IN_LIST;
            case PENDING, UNANSWERED, NOT_ASKED -> known.verdict();
        };
        if (verdict == known.verdict()) {
            return known;
        }
        if (known.verdict() == Verdict.HELD || known.verdict() == Verdict.IN_FLIGHT) {
            return new Finding(verdict, "Marketo says so now. A change is yet to come: " + known.why());
        }
        if (known.verdict() == Verdict.UNKNOWN) {
            return new Finding(verdict, "Marketo says so now. " + known.why());
        }
        if (isMember(facts) == null) {
            return new Finding(verdict, "Marketo says so now, and not by Listward's doing. " + known.why());
        }
        return new Finding(verdict, "Marketo says so now, against what it confirmed to Listward: somebody has changed the list in Marketo,"
                + " or the lead was merged or deleted there. Settling the audience sets it right, by whoever manages the dataflows.");
    }

    private static Finding ofWhatIsKnown(Facts facts) {
        LastOutcome last = facts.last();
        if (last != null && last.outcome() == Outcome.HELD) {
            return facts.held() != null
                    ? new Finding(Verdict.HELD, "The newest change waits: %s.".formatted(facts.held()))
                    : new Finding(Verdict.IN_FLIGHT, "The newest change was held, has been released, and is on its way; nobody has to act.");
        }
        if (facts.wanted() == null && last == null) {
            return ofNothing(facts);
        }
        boolean wanted = last != null && isUnknownToDelivery(last) ? last.qualified() : facts.wanted() != null ? facts.wanted() : last.qualified();
        Boolean member = isMember(facts);
        if (member == null) {
            return ofUncertain(facts, wanted);
        }
        return member ? ofMember(facts, wanted) : ofNoMember(facts, wanted);
    }

    private static Finding ofNothing(Facts facts) {
        if (facts.inFlight() > 0) {
            return new Finding(Verdict.IN_FLIGHT, "No change of this person has been delivered yet, and %,d of the audience are on their way; it may be among them. Look again in a while."
                    .formatted(facts.inFlight()));
        }
        return new Finding(Verdict.UNKNOWN, "Listward has received nothing of this person for this audience, so it has neither added nor removed anybody."
                + " Whoever owns the audience in AEP checks there whether the person is in it, by this identity." + terms(facts));
    }

    private static Boolean isMember(Facts facts) {
        if (facts.member() != null) {
            return facts.member();
        }
        LastOutcome last = facts.last();
        if (last == null) {
            return null;
        }
        return switch (last.reason()) {
            case "added", "created", "imported" -> true;
            case "removed", "NOT_IN_LIST", "NO_MATCH" -> false;
            default -> null;
        };
    }

    private static Finding ofMember(Facts facts, boolean wanted) {
        LastOutcome last = facts.last();
        if (wanted && (last == null || last.outcome() == Outcome.ACTIVATED || last.reason().equals(Reason.UNCHANGED.name()))) {
            String imported = last != null && last.reason().equals("imported") ? ", by a bulk import" : "";
            return new Finding(Verdict.IN_LIST, "The person is in the audience, and Marketo has confirmed the person in the list%s.".formatted(imported) + terms(facts));
        }
        if (wanted) {
            return new Finding(Verdict.IN_LIST, "The person is in the list, but the newest change did not get through" + lastReason(facts) + ".");
        }
        if (last == null || last.outcome() == Outcome.ACTIVATED) {
            return new Finding(Verdict.IN_LIST, "The person has left the audience and is still in the list: another profile or address of the same lead is in it,"
                    + " or the removal has yet to come. Settling the audience shows which, by whoever manages the dataflows.");
        }
        return new Finding(Verdict.IN_LIST, "The person has left the audience and is still in the list" + lastReason(facts) + ".");
    }

    private static Finding ofNoMember(Facts facts, boolean wanted) {
        if (!wanted) {
            return new Finding(Verdict.NOT_IN_LIST, "The person has left the audience, and is not in the list. If the person should be in it, whoever owns the audience checks in AEP.");
        }
        LastOutcome last = facts.last();
        if (last == null || last.outcome() == Outcome.ACTIVATED) {
            return new Finding(Verdict.NOT_IN_LIST, "The person is in the audience, but Marketo has confirmed the person out of the list."
                    + " Settling the audience sets it right, by whoever manages the dataflows." + terms(facts));
        }
        return new Finding(Verdict.NOT_IN_LIST, "The person is in the audience, but not in the list" + lastReason(facts) + ".");
    }

    private static Finding ofUncertain(Facts facts, boolean wanted) {
        LastOutcome last = facts.last();
        boolean isReason = last != null && last.outcome() != Outcome.ACTIVATED && !last.reason().equals(Reason.UNCHANGED.name());
        if (isReason && wanted) {
            boolean mayBeIn = last.reason().equals(Reason.INVALID_VALUE.name()) || last.reason().equals(Reason.STILL_WANTED.name());
            return new Finding(mayBeIn ? Verdict.UNKNOWN : Verdict.NOT_IN_LIST, "The person is in the audience, but the change did not get through" + lastReason(facts) + ".");
        }
        if (isReason) {
            return new Finding(Verdict.UNKNOWN, "The person has left the audience; whether a list still has the person is not known" + lastReason(facts) + ".");
        }
        String inAudience = wanted ? "The person is in the audience" : "The person has left the audience";
        return new Finding(Verdict.UNKNOWN, inAudience + switch (facts.marketo()) {
            case MEMBER -> wanted ? "." : SETTLE;
            case NOT_MEMBER, NOT_FOUND -> wanted ? SETTLE : ".";
            case PENDING, UNANSWERED, NOT_ASKED ->
                    ", but what Marketo has of it is not known any more. Ask Marketo, or have whoever manages the dataflows settle the audience.";
        });
    }

    /** Kept out before delivery, or lost on the way to it: then it is newer than what delivery knows to be wanted. */
    private static boolean isUnknownToDelivery(LastOutcome last) {
        return last.reason().equals(Reason.EXPIRED.name()) || last.outcome() == Outcome.EXCLUDED && switch (Reason.valueOf(last.reason())) {
            case PAUSED, OUT_OF_SCHEDULE, MISSING_ATTRIBUTE, CONSENT, GOVERNANCE, FUTURE_TIME, STOPPED_BY_ROUTE -> true;
            default -> false;
        };
    }

    private static String terms(Facts facts) {
        return switch (facts.terms()) {
            case OPEN -> "";
            case PAUSED -> " The audience is paused or disabled, and takes nobody in; whoever manages the dataflows resumes it.";
            case OUT_OF_SCHEDULE, ENDED -> " The audience's start has not come or its end has passed, and it takes nobody in; whoever manages the dataflows moves it.";
        };
    }

    private static String lastReason(Facts facts) {
        LastOutcome last = facts.last();
        if (last == null || last.outcome() == Outcome.ACTIVATED) {
            return "";
        }
        String code = last.code() == null ? "" : " (Marketo's code " + last.code() + ")";
        Reason reason = Reason.valueOf(last.reason());
        return ": " + reason.meaning() + code + ". " + whoActs(reason);
    }

    /** Without a full stop. */
    private static String whoActs(Reason reason) {
        return switch (reason) {
            case MISSING_IDENTITY, MISSING_ATTRIBUTE, UNREADABLE, UNKNOWN_STATUS, FUTURE_TIME ->
                    "Whoever owns the profiles in AEP corrects them; the next event of the person counts";
            case CONSENT, GOVERNANCE -> "It is meant so; whoever owns consent and data policies in AEP decides";
            case OUT_OF_SCHEDULE, PAUSED -> "Whoever manages the dataflows moves the dates or resumes the audience; the person then gets in by itself";
            case STOPPED_BY_ROUTE, NOT_DELIVERED -> "Whoever edits the routes looks at the one that took it out";
            case AUDIENCE_NOT_ACTIVATED, DEFINITION_GONE -> "Whoever manages the dataflows adds the audience to one";
            case STALE, SUPERSEDED -> "A newer event has the say; nobody has to act";
            case UNCHANGED, NOT_IN_LIST, NO_LIST, STILL_WANTED -> "Nobody has to act";
            case NO_MATCH -> "Marketing operations create the person in Marketo, or let the destination create whoever is missing";
            case AMBIGUOUS_MATCH -> "Marketing operations merge the duplicates in Marketo, or choose another multi-match policy";
            case INVALID_VALUE -> "Whoever owns the profiles in AEP corrects the value, or whoever manages the dataflows the mapping";
            case ACCESS_DENIED -> "The Marketo admin gives the API user and the list's workspace access to the person's partition; then replay";
            case REFUSED -> "The Marketo admin looks up the code and the request id; then replay";
            case LEAD_UNKNOWN -> "Whoever operates Listward learns lead ids (warm-up), then replays";
            case EXPIRED -> "Whoever manages the dataflows settles the audience";
            case UNEXPECTED -> "Whoever operates Listward looks into its log, then replays";
            case LIST_MISSING, LIST_TAKEN, LIST_REFUSED -> "Marketing operations see to the list; the hold says how";
            case DESTINATION_DOWN -> "Whoever manages the dataflows corrects the destination; its state says how";
            case BUDGET_USED, IMPORTING -> "Nobody has to act";
        };
    }

    /** For a hold of this reason: what it waits for, and who sees to it. Without a full stop. */
    static String held(Reason reason) {
        return reason.meaning() + ". " + whoActs(reason);
    }
}
