package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Static lists as the Lead Database sees them. Source: Marketo "List Membership" and Adobe's swagger, Static Lists. */
final class ListCalls {

    private final Subscription marketo;
    private final LeadReads leads;
    private final Faults faults;

    ListCalls(Subscription marketo, LeadReads leads, Faults faults) {
        this.marketo = marketo;
        this.leads = leads;
        this.faults = faults;
    }

    ObjectNode browse(Call call) {
        List<StaticList> found = marketo.lists.all().stream()
                .filter(list -> matches(call.values("id"), String.valueOf(list.id)))
                .filter(list -> matches(call.values("name"), list.name))
                .filter(list -> matches(call.values("workspaceName"), list.workspace()))
                // None of the sandbox's lists is in a program.
                .filter(list -> call.values("programName").isEmpty())
                .toList();
        int offset = PagingToken.offset(call.parameter("nextPageToken"));
        int end = Math.min(found.size(), offset + call.number("batchSize", Call.MAX_ROWS, 1, Call.MAX_ROWS));
        ArrayNode rows = Json.array();
        found.subList(Math.min(offset, end), end).forEach(list -> rows.add(item(list)));
        return Envelope.page(rows, end < found.size() ? PagingToken.of(end) : null);
    }

    ObjectNode byId(Call call) {
        return Envelope.rows(Json.array().add(item(marketo.lists.get(call.id()))));
    }

    ObjectNode members(Call call) {
        return leads.page(call, new ArrayList<>(marketo.lists.get(call.id()).members));
    }

    ObjectNode add(Call call) {
        StaticList list = marketo.lists.get(call.id());
        return eachLead(call, lead -> {
            // Of a lead in a partition the list's workspace does not see it is only told by clients that it is "not found".
            if (!marketo.partitions.sees(list.workspace(), marketo.leads.partition(lead))) {
                throw new Refusal("1004", "Lead not found");
            }
            marketo.lists.add(list, lead);
            return "added";
        });
    }

    ObjectNode remove(Call call) {
        StaticList list = marketo.lists.get(call.id());
        return eachLead(call, lead -> {
            marketo.lists.remove(list, lead);
            return "removed";
        });
    }

    ObjectNode isMember(Call call) {
        StaticList list = marketo.lists.get(call.id());
        return eachLead(call, lead -> list.members.contains(lead) ? "memberof" : "notmemberof");
    }

    /** Rows in the order of the ids. Source: Marketo "Error Codes". */
    private ObjectNode eachLead(Call call, LongFunction<String> status) {
        ArrayNode rows = Json.array();
        for (long lead : leadIds(call)) {
            try {
                faults.check(lead);
                if (!marketo.leads.exists(lead)) {
                    throw new Refusal("1004", "Lead not found");
                }
                rows.add(Envelope.row(lead, status.apply(lead)));
            } catch (Refusal skipped) {
                rows.add(Envelope.skipped(lead, skipped));
            }
        }
        return Envelope.rows(rows);
    }

    /** From the query ({@code id} repeated or as a comma list) or from the body. */
    private static List<Long> leadIds(Call call) {
        List<Long> ids = new ArrayList<>();
        call.values("id").forEach(id -> ids.add(Call.toLong(id)));
        if (call.json() != null) {
            for (JsonNode row : call.input()) {
                ids.add(Call.toLong(row.path("id").asText()));
            }
        }
        if (ids.isEmpty()) {
            throw new Refusal("1002", "Missing value for required parameter 'id'");
        }
        Call.requireAtMost(Call.MAX_ROWS, ids.size());
        return ids;
    }

    private static boolean matches(List<String> wanted, String actual) {
        Set<String> lower = wanted.stream().map(value -> value.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return lower.isEmpty() || lower.contains(actual.toLowerCase(Locale.ROOT));
    }

    private static ObjectNode item(StaticList list) {
        ObjectNode item = Json.object().put("id", list.id).put("name", list.name);
        if (list.description != null) {
            item.put("description", list.description);
        }
        return item.put("workspaceName", list.workspace())
                .put("createdAt", FieldType.written(list.createdAt))
                .put("updatedAt", FieldType.written(list.updatedAt));
    }
}
