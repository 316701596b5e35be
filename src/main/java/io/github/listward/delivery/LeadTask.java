package io.github.listward.delivery;

import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Reason;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.RowVerdict;

/** What Marketo is asked about one person, as part of a call of up to 300. */
final class LeadTask implements GroupMember {

    /** The four ways to learn or change a lead. */
    enum Kind { CREATE_OR_UPDATE, UPDATE, UPDATE_BY_ID, FIND }

    private static final String REFUSED = "Marketo refused the lead's attributes: ";

    private final FlushedPerson person;
    private final Kind kind;
    private final MatchKey key;
    private final Long lead;
    private final Tries tries;

    private LeadTask(FlushedPerson person, Kind kind, MatchKey key, Long lead) {
        this.person = person;
        this.tries = person.tries(lead);
        this.kind = kind;
        this.key = key;
        this.lead = lead;
    }

    static LeadTask byKey(FlushedPerson person, Kind kind, MatchKey key) {
        return new LeadTask(person, kind, key, null);
    }

    static LeadTask byId(FlushedPerson person, long lead) {
        return new LeadTask(person, Kind.UPDATE_BY_ID, null, lead);
    }

    FlushedPerson person() {
        return person;
    }

    @Override
    public Destination destination() {
        return person.destination();
    }

    Kind kind() {
        return kind;
    }

    /** Null when the lead is known by id. */
    MatchKey key() {
        return key;
    }

    Long lead() {
        return lead;
    }

    /** Marketo field the lead is known by in this call. */
    String field() {
        return key == null ? "id" : key.field();
    }

    boolean isSearch() {
        return kind == Kind.FIND;
    }

    /** What may share a call: one destination, one action, one field. Person by person of whatever audience. */
    String group() {
        return person.destination().id() + " " + kind + " " + field() + " " + tries.lane();
    }

    @Override
    public void refused(Failed failure) {
        person.answered = true;
        if (kind == Kind.FIND) {
            person.failAll(failure);
        } else {
            attributesRefused(failure);
        }
    }

    /** The attributes are lost; the person is looked up, since a known lead is put on its lists all the same. */
    void attributesRefused(Failed failure) {
        person.answered = true;
        person.refusal = failure;
        person.attributesDue = false;
        person.search = true;
        person.key = 0;
        person.startOver();
    }

    @Override
    public void skipped(RowVerdict row, String requestId) {
        person.answered = true;
        if (kind == Kind.FIND) {
            person.failAll(failed(row, requestId));
            return;
        }
        switch (row.code()) {
            case "1004" -> {
                if (lead == null) {
                    person.key++;
                } else if (person.fresh) {
                    attributesRefused(Failed.of(Reason.ACCESS_DENIED, row.code(), requestId, REFUSED + row.message()));
                } else {
                    person.forgetLeads();
                }
            }
            case "1007", "1010" -> {
                if (lead == null) {
                    // There are leads, several or elsewhere, so nobody is created: a search tells which it is, and its id where it is.
                    person.search = true;
                    person.mayBeCreated = false;
                    person.unfound = failed(row, requestId);
                } else {
                    attributesRefused(failed(row, requestId));
                }
            }
            default -> attributesRefused(failed(row, requestId));
        }
    }

    private static Failed failed(RowVerdict row, String requestId) {
        Reason reason = switch (row.code()) {
            case "1008", "1010" -> Reason.ACCESS_DENIED;
            case "1001", "1002", "1003" -> Reason.INVALID_VALUE;
            default -> Reason.REFUSED;
        };
        return Failed.of(reason, row.code(), requestId, REFUSED + row.message());
    }

    @Override
    public void postpone() {
        person.answered = true;
        person.postponed = true;
    }

    @Override
    public Tries tries() {
        return tries;
    }

    @Override
    public String toString() {
        return kind + " " + person;
    }
}
