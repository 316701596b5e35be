package io.github.listward.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.delivery.LeadTask.Kind;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.RowVerdict;
import io.github.listward.marketo.RowVerdict.Status;
import java.util.List;
import java.util.stream.IntStream;
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

    private static final String OPERATION = "sync-leads";

    private final LeadState state;
    private final UnclearRows unclear;

    LeadSync(LeadState state, UnclearRows unclear) {
        this.state = state;
        this.unclear = unclear;
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
        return MarketoRequest.postJson(destination.instance(), OPERATION, PATH, body);
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

    void read(@Body MarketoAnswer answer, @ExchangeProperty("group") List<LeadTask> tasks, @ExchangeProperty(Flush.PROPERTY) Flush flush) {
        List<RowVerdict> rows = answer.rows().stream().map(RowVerdict::of).toList();
        UnclearRows.requireAnyRow(rows.size(), tasks, answer.requestId());
        flush.accepted(OPERATION);
        boolean fits = rows.size() == tasks.size() && IntStream.range(0, rows.size()).allMatch(i -> isOf(tasks.get(i), rows.get(i)));
        if (!fits && tasks.size() > 1) {
            // Rows are told by their place alone: whose they are can be seen in smaller groups only.
            GroupMember.halve(tasks);
            return;
        }
        for (int i = 0; i < tasks.size(); i++) {
            LeadTask task = tasks.get(i);
            RowVerdict row = fits ? rows.get(i) : RowVerdict.missing();
            // Under the policy "all" the leads of one person may be in two calls at a time.
            synchronized (task.person()) {
                judge(task, row, answer.requestId());
            }
        }
    }

    private static boolean isOf(LeadTask task, RowVerdict row) {
        return task.lead() == null || row.id() == null || task.lead().equals(row.id());
    }

    private void judge(LeadTask task, RowVerdict row, String requestId) {
        FlushedPerson person = task.person();
        person.answered = true;
        boolean done = row.id() != null && (row.status() == Status.CREATED || row.status() == Status.UPDATED);
        if (done) {
            if (task.lead() == null) {
                person.leads = List.of(row.id());
                person.fresh = true;
            }
            person.created = person.created || row.status() == Status.CREATED;
            person.syncedBy = requestId;
            state.sent(person);
        } else if (row.status() == Status.SKIPPED && !UnclearRows.isUnclear(row)) {
            task.skipped(row, requestId);
        } else {
            unclear.judge(task, row, task.destination().instance(), OPERATION, requestId);
        }
    }
}
