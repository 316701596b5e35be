package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Delete and Merge Leads. Source: Marketo "Leads". */
final class LeadRemovals {

    private static final int MAX_LOSERS = 25;

    private final Subscription marketo;

    LeadRemovals(Subscription marketo) {
        this.marketo = marketo;
    }

    ObjectNode delete(Call call) {
        ArrayNode rows = Json.array();
        for (JsonNode row : call.input()) {
            long id = Call.toLong(row.path("id").asText());
            if (marketo.leads.exists(id)) {
                marketo.deleteLead(id);
                rows.add(Envelope.row(id, "deleted"));
            } else {
                rows.add(Envelope.skipped(id, new Refusal("1004", "Lead not found")));
            }
        }
        return Envelope.rows(rows);
    }

    /** More than 25 losers are refused with 1080. Source: Marketo "Leads", Merge. */
    ObjectNode merge(Call call) {
        List<String> losers = new ArrayList<>(call.values("leadId"));
        losers.addAll(call.values("leadIds"));
        if (losers.isEmpty()) {
            throw new Refusal("1002", "Missing value for required parameter 'leadId'");
        }
        if (losers.size() > MAX_LOSERS) {
            throw new Refusal("1080", "Too many leads to merge: " + losers.size() + " of at most " + MAX_LOSERS);
        }
        List<Long> ids = losers.stream().map(Call::toLong).distinct().toList();
        for (Long id : ids) {
            if (!marketo.leads.exists(id) || id == call.id()) {
                throw new Refusal("1004", "Lead '" + id + "' not found");
            }
        }
        if (!marketo.leads.exists(call.id())) {
            throw new Refusal("1004", "Lead '" + call.id() + "' not found");
        }
        ids.forEach(id -> marketo.mergeLeads(call.id(), id));
        return Json.object().put("success", true);
    }
}
