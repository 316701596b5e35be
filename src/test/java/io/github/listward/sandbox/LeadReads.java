package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Get Lead by Id, Get Leads by Filter Type, Describe, partitions. Source: Marketo "Leads", Describe and Query. */
final class LeadReads {

    private static final int MAX_HITS = 1000;

    private final Subscription marketo;

    LeadReads(Subscription marketo) {
        this.marketo = marketo;
    }

    ObjectNode byFilter(Call call) {
        String filterType = call.required("filterType");
        call.required("filterValues");
        List<String> values = call.values("filterValues");
        Call.requireAtMost(Call.MAX_ROWS, values.size());
        Field field = marketo.fields.get(filterType);
        if (field == null) {
            throw new Refusal("1006", "Lookup field '" + filterType + "' not found");
        }
        if (!field.searchable()) {
            throw new Refusal("1011", "Lookup field '" + filterType + "' is not supported");
        }
        TreeSet<Long> hits = new TreeSet<>();
        values.forEach(value -> hits.addAll(marketo.leads.find(filterType, value)));
        if (hits.size() > MAX_HITS) {
            throw new Refusal("1003", "Too many results match the filter");
        }
        return page(call, new ArrayList<>(hits));
    }

    ObjectNode byId(Call call) {
        if (!marketo.leads.exists(call.id())) {
            throw new Refusal("1004", "Lead '" + call.id() + "' not found");
        }
        return page(call, List.of(call.id()));
    }

    /** One page of these leads, with the fields the call asks for. */
    ObjectNode page(Call call, List<Long> ids) {
        List<String> fields = fields(call);
        int offset = PagingToken.offset(call.parameter("nextPageToken"));
        int end = Math.min(ids.size(), offset + call.number("batchSize", Call.MAX_ROWS, 1, Call.MAX_ROWS));
        ArrayNode rows = Json.array();
        for (int i = Math.min(offset, end); i < end; i++) {
            Map<String, Object> lead = marketo.leads.get(ids.get(i));
            ObjectNode row = rows.addObject();
            // A field without a value comes as an explicit null (recorded).
            fields.forEach(field -> row.set(field, Json.nodeOf(lead.get(field))));
        }
        return Envelope.page(rows, end < ids.size() ? PagingToken.of(end) : null);
    }

    private List<String> fields(Call call) {
        List<String> fields = call.values("fields");
        for (String field : fields) {
            if (marketo.fields.get(field) == null) {
                throw new Refusal("1006", "Field '" + field + "' not found");
            }
        }
        return fields.isEmpty() ? Fields.DEFAULT : fields;
    }

    /** Source: Marketo "Leads", Describe; superseded by {@link #describe2}. */
    ObjectNode describe(Call call) {
        ArrayNode rows = Json.array();
        for (Field field : marketo.fields.all()) {
            ObjectNode row = rows.addObject().put("id", rows.size()).put("displayName", field.displayName()).put("dataType", field.type().dataType());
            if (field.length() != null) {
                row.put("length", field.length());
            }
            // The id is the one field that is not readOnly here (recorded) although it cannot be written.
            row.putObject("rest").put("name", field.name()).put("readOnly", !field.updateable() && !field.name().equals("id"));
        }
        return Envelope.rows(rows);
    }

    /** Source: Adobe's swagger, Describe Lead 2. */
    ObjectNode describe2(Call call) {
        ObjectNode row = Json.object().put("name", "API Lead");
        ArrayNode searchable = row.putArray("searchableFields");
        ArrayNode fields = row.putArray("fields");
        for (Field field : marketo.fields.all()) {
            if (field.searchable()) {
                searchable.addArray().add(field.name());
            }
            ObjectNode described = fields.addObject()
                    .put("name", field.name())
                    .put("displayName", field.displayName())
                    .put("dataType", field.type().dataType());
            if (field.length() != null) {
                described.put("length", field.length());
            }
            described.put("updateable", field.updateable()).put("crmManaged", false);
        }
        return Envelope.rows(Json.array().add(row));
    }

    /** Source: Adobe's swagger, Get Lead Partitions. */
    ObjectNode partitions(Call call) {
        ArrayNode rows = Json.array();
        for (String name : marketo.partitions.names()) {
            rows.addObject().put("id", marketo.partitions.id(name)).put("name", name).put("description", "");
        }
        return Envelope.rows(rows);
    }
}
