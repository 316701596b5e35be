package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Reason;
import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.delivery.LeadTask.Kind;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.RowVerdict;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Sync Leads: creates or updates up to 300 leads in one call, and learns their ids.
 * Source: Marketo "Leads", Create and update; rows answer in the order they were sent, and a skipped one carries no id.
 */
@Component("leadSync")
class LeadSync {

    private static final String PATH = "/rest/v1/leads.json";

    private final LeadState state;

    LeadSync(LeadState state) {
        this.state = state;
    }

    MarketoRequest request(@Body List<LeadTask> tasks, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        LeadTask first = tasks.get(0);
        Destination destination = first.destination();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("action", first.kind() == Kind.CREATE_OR_UPDATE ? "createOrUpdate" : "updateOnly");
        body.put("lookupField", first.field());
        if (first.kind() == Kind.CREATE_OR_UPDATE && destination.partition() != null) {
            body.put("partitionName", destination.partition());
        }
        tasks.forEach(task -> body.withArray("input").add(row(task)));
        return MarketoRequest.postJson(destination.instance(), "sync-leads", PATH, body);
    }

    private static ObjectNode row(LeadTask task) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        if (task.lead() != null) {
            row.put("id", task.lead());
        } else {
            for (MatchKey key : task.person().keys) {
                row.put(key.field(), key.value());
            }
        }
        task.person().fields.forEach(row::set);
        return row;
    }

    void read(@Body MarketoAnswer answer, @ExchangeProperty("group") List<LeadTask> tasks) {
        List<JsonNode> rows = answer.rows();
        if (rows.size() != tasks.size()) {
            throw new BatchFailedException("Marketo answered %d rows for %d leads (requestId %s)".formatted(rows.size(), tasks.size(), answer.requestId()));
        }
        for (int i = 0; i < rows.size(); i++) {
            LeadTask task = tasks.get(i);
            // Under the policy "all" the leads of one person may be in two calls at a time.
            synchronized (task.person()) {
                judge(task, RowVerdict.of(rows.get(i)), answer.requestId());
            }
        }
    }

    private void judge(LeadTask task, RowVerdict row, String requestId) {
        FlushedPerson person = task.person();
        RowVerdicts.requireOutcome(row, requestId);
        person.answered = true;
        switch (row.status()) {
            case CREATED, UPDATED -> {
                if (task.lead() == null) {
                    person.leads = List.of(row.id());
                    person.fresh = true;
                }
                person.created = person.created || row.status() == RowVerdict.Status.CREATED;
                state.sent(person);
            }
            default -> skipped(task, row, requestId);
        }
    }

    private static void skipped(LeadTask task, RowVerdict row, String requestId) {
        FlushedPerson person = task.person();
        switch (row.code()) {
            case "1004" -> {
                if (task.lead() == null) {
                    person.key++;
                } else if (person.fresh) {
                    task.attributesRefused(failed(Reason.ACCESS_DENIED, row, requestId));
                } else {
                    person.forgetLeads();
                }
            }
            case "1007", "1010" -> {
                if (task.lead() == null) {
                    // There are leads, several or elsewhere, so nobody is created: a search tells which it is, and its id where it is.
                    person.search = true;
                    person.mayBeCreated = false;
                    person.unfound = failed(reason(row.code()), row, requestId);
                } else {
                    task.attributesRefused(failed(reason(row.code()), row, requestId));
                }
            }
            default -> task.attributesRefused(failed(reason(row.code()), row, requestId));
        }
    }

    private static Reason reason(String code) {
        return switch (code) {
            case "1008", "1010" -> Reason.ACCESS_DENIED;
            case "1001", "1002", "1003" -> Reason.INVALID_VALUE;
            default -> Reason.REFUSED;
        };
    }

    private static Failed failed(Reason reason, RowVerdict row, String requestId) {
        return Failed.of(reason, row.code(), requestId, "Marketo refused the lead's attributes: " + row.message());
    }
}
