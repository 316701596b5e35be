package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sync Leads. Source: Marketo "Leads", Create and Update; record codes from "Error Codes". */
final class SyncLeads implements Operation.Handler {

    private static final Set<String> ACTIONS = Set.of("createOnly", "updateOnly", "createOrUpdate", "createDuplicate");

    private final Subscription marketo;
    private final Faults faults;
    private final boolean ignoresReadOnlyFields;

    SyncLeads(Subscription marketo, Faults faults, boolean ignoresReadOnlyFields) {
        this.marketo = marketo;
        this.faults = faults;
        this.ignoresReadOnlyFields = ignoresReadOnlyFields;
    }

    /** @param partition id of the one asked for, 0 if there is none of that name, the default one if none was asked for */
    private record Job(String action, String lookupField, boolean partitionGiven, int partition) {

        boolean creates() {
            return !action.equals("updateOnly");
        }

        boolean looksUp() {
            return !action.equals("createDuplicate");
        }
    }

    @Override
    public ObjectNode answer(Call call) {
        Job job = job(call.json());
        ArrayNode input = call.input();
        ArrayNode rows = Json.array();
        Set<String> seen = new HashSet<>();
        for (JsonNode row : input) {
            try {
                rows.add(sync(job, row, seen));
            } catch (Refusal skipped) {
                rows.add(Envelope.skipped(skipped));
            }
        }
        // Asynchronous processing answers at once and tells nothing about the rows. Source: Adobe's swagger, asyncProcessing.
        return Envelope.rows(call.json().path("asyncProcessing").asBoolean() ? Json.array() : rows);
    }

    private Job job(JsonNode body) {
        String action = body.path("action").asText("createOrUpdate");
        if (!ACTIONS.contains(action)) {
            throw new Refusal("1003", "Invalid value '" + action + "' for parameter 'action'");
        }
        // createOnly finds duplicates by e-mail address whatever lookupField says. Source: Marketo "Leads".
        String lookupField = action.startsWith("createOr") || action.equals("updateOnly") ? body.path("lookupField").asText("email") : "email";
        Field field = marketo.fields.get(lookupField);
        if (field == null) {
            throw new Refusal("1006", "Lookup field '" + lookupField + "' not found");
        }
        if (!field.searchable() || field.type() == FieldType.REFERENCE) {
            throw new Refusal("1011", "Lookup field '" + lookupField + "' is not supported");
        }
        if (lookupField.equals("id") && !action.equals("updateOnly")) {
            throw new Refusal("1003", "Lookup field 'id' is for action 'updateOnly' only");
        }
        boolean partitionGiven = body.hasNonNull("partitionName");
        if (partitionGiven && action.equals("updateOnly")) {
            throw new Refusal("1003", "'partitionName' is not for action 'updateOnly'");
        }
        return new Job(action, lookupField, partitionGiven, marketo.partitions.id(body.path("partitionName").asText(Partitions.DEFAULT)));
    }

    private ObjectNode sync(Job job, JsonNode row, Set<String> seen) {
        faults.check(row);
        if (job.partition() == 0) {
            throw new Refusal("1008", "Partition access denied");
        }
        String key = job.looksUp() ? lookupValue(job, row) : null;
        // What two rows with one key do to each other is not documented (two leads, or one): so it is refused.
        if (key != null && !seen.add(Leads.key(key))) {
            throw new Refusal("1036", "Duplicate object found in input");
        }
        Map<String, Object> values = values(job, row);
        Long found = key == null ? null : find(job, key);
        if (found == null) {
            return Envelope.row(marketo.leads.create(values, job.partition()), "created");
        }
        marketo.leads.update(found, values);
        return Envelope.row(found, "updated");
    }

    /** The value to look up by, or null if an action that only creates may go without. */
    private static String lookupValue(Job job, JsonNode row) {
        String value = row.path(job.lookupField()).asText("").trim();
        if (!value.isEmpty() && !row.get(job.lookupField()).isNull()) {
            return value;
        }
        if (job.action().equals("createOnly")) {
            return null;
        }
        throw new Refusal("1003", "Value for lookup field '" + job.lookupField() + "' not found");
    }

    /** The one lead the row is about, or null if it is to be created. */
    private Long find(Job job, String key) {
        List<Long> found = marketo.leads.find(job.lookupField(), key);
        if (!job.creates()) {
            if (found.isEmpty()) {
                throw new Refusal("1004", "Lead not found");
            }
            return only(found);
        }
        List<Long> here = found.stream().filter(id -> marketo.leads.partition(id) == job.partition()).toList();
        if (here.isEmpty()) {
            if (!found.isEmpty()) {
                throw new Refusal("1010", "Lead already exists in a separate partition");
            }
            return null;
        }
        if (job.action().equals("createOnly")) {
            throw new Refusal("1005", "Lead already exists");
        }
        return only(here);
    }

    private static Long only(List<Long> found) {
        if (found.size() > 1) {
            throw new Refusal("1007", "Multiple lead match lookup criteria");
        }
        return found.get(0);
    }

    private Map<String, Object> values(Job job, JsonNode row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> cell : row.properties()) {
            Field field = marketo.fields.get(cell.getKey());
            if (field == null) {
                throw new Refusal("1006", "Field '" + cell.getKey() + "' not found");
            }
            if (field.name().equals("id")) {
                if (!job.lookupField().equals("id")) {
                    throw invalid(cell);
                }
            } else if (field.company()) {
                throw new Refusal("1021", "Company update not allowed");
            } else if (field.updateable()) {
                values.put(field.name(), value(field, cell));
            } else if (!ignoresReadOnlyFields) {
                // Whether Marketo refuses or ignores them is not documented.
                throw new Refusal("1006", "Field '" + field.name() + "' is not updateable");
            }
        }
        return values;
    }

    /** Null and the empty string clear a field. Source: Marketo "Lead Database". A cleared boolean is false (recorded). */
    private static Object value(Field field, Map.Entry<String, JsonNode> cell) {
        if (cell.getValue().isNull() || cell.getValue().isTextual() && cell.getValue().textValue().isEmpty()) {
            return field.type() == FieldType.BOOLEAN ? false : null;
        }
        Object value = field.type().accept(cell.getValue(), field.length());
        if (value == null) {
            throw invalid(cell);
        }
        return value;
    }

    private static Refusal invalid(Map.Entry<String, JsonNode> cell) {
        return new Refusal("1003", "Invalid value for field '" + cell.getKey() + "' and value '" + cell.getValue().asText() + "'");
    }
}
