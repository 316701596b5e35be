package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.sandbox.BulkExport.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bulk Lead Extract. Source: Marketo "Bulk Lead Extract" and "Bulk Extract"; codes from "Error Codes". */
final class ExportCalls {

    private static final Duration LONGEST_RANGE = Duration.ofDays(31);
    private static final Set<String> NOT_EVERYWHERE = Set.of("updatedAt", "smartListName", "smartListId");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Subscription marketo;
    private final BulkExports exports;
    private final boolean filtersByUpdatedAt;

    ExportCalls(Subscription marketo, BulkExports exports, boolean filtersByUpdatedAt) {
        this.marketo = marketo;
        this.exports = exports;
        this.filtersByUpdatedAt = filtersByUpdatedAt;
    }

    ObjectNode create(Call call) {
        List<String> fields = new ArrayList<>();
        call.json().path("fields").forEach(field -> fields.add(field.asText()));
        if (fields.isEmpty()) {
            throw new Refusal("1002", "Missing value for required parameter 'fields'");
        }
        fields.stream().filter(field -> marketo.fields.get(field) == null).findFirst().ifPresent(unknown -> {
            throw new Refusal("1006", "Field '" + unknown + "' not found");
        });
        if (!call.json().path("format").asText("CSV").equals("CSV")) {
            throw new Refusal("1003", "Invalid value for parameter 'format'"); // TSV and SSV exist; nobody here asks for them
        }
        JsonNode names = call.json().path("columnHeaderNames");
        List<String> header = fields.stream().map(field -> names.path(field).asText(field)).toList();
        BulkExport created = new BulkExport(call.user(), fields, header, filter(call.json().path("filter")), marketo.clock.instant());
        exports.add(created);
        return answer(created);
    }

    private Predicate<Long> filter(JsonNode filter) {
        if (filter.size() != 1) {
            throw new Refusal("1003", "One filter type must be specified");
        }
        String type = filter.fieldNames().next();
        if (NOT_EVERYWHERE.contains(type) && !(type.equals("updatedAt") && filtersByUpdatedAt)) {
            throw new Refusal("1035", "Unsupported filter type for target subscription");
        }
        JsonNode given = filter.get(type);
        if (type.equals("staticListId")) {
            StaticList list = marketo.lists.get(given.asLong());
            return lead -> list.members.contains(lead);
        }
        if (!type.equals("createdAt") && !type.equals("updatedAt")) {
            throw new Refusal("1003", "Unknown filter type '" + type + "'");
        }
        Instant start = moment(given.path("startAt"));
        Instant end = moment(given.path("endAt"));
        if (end.isBefore(start) || Duration.between(start, end).compareTo(LONGEST_RANGE) > 0) {
            throw new Refusal("1003", "The date range must be 31 days or fewer");
        }
        return lead -> {
            Instant at = Instant.parse(marketo.leads.get(lead).get(type).toString());
            return !at.isBefore(start) && !at.isAfter(end);
        };
    }

    /** Without milliseconds. Source: Marketo "Bulk Lead Extract", Filters. */
    private static Instant moment(JsonNode given) {
        try {
            if (given.asText().contains(".")) {
                throw new Refusal("704", "Invalid date");
            }
            return OffsetDateTime.parse(given.asText()).toInstant();
        } catch (DateTimeException e) {
            throw new Refusal("704", "Invalid date");
        }
    }

    ObjectNode enqueue(Call call) {
        BulkExport created = exports.get(call.text(), call.user());
        exports.enqueue(created);
        // Even if it can start at once. Source: Marketo "Bulk Lead Extract", Creating a Job.
        return answer(created, Status.QUEUED);
    }

    ObjectNode status(Call call) {
        return answer(exports.get(call.text(), call.user()));
    }

    ObjectNode cancel(Call call) {
        BulkExport found = exports.get(call.text(), call.user());
        exports.cancel(found);
        return answer(found);
    }

    /**
     * The whole, or the part that the header Range asks for, with 206. Of a job that is unknown or not completed there is no envelope
     * but a 404 in plain text. Source: Marketo "Bulk Extract", Retrieving Your Data and Partial Retrieval.
     */
    Reply file(Call call) {
        BulkExport found;
        try {
            found = exports.get(call.text(), call.user());
        } catch (Refusal unknown) {
            return Reply.text(404, unknown.getMessage());
        }
        if (exports.said(found) != Status.COMPLETED) {
            return Reply.text(404, "The file of export job '" + found.id + "' is not available");
        }
        Matcher range = call.range() == null ? null : RANGE.matcher(call.range());
        if (range == null || !range.matches()) {
            return new Reply(200, "text/csv;charset=UTF-8", found.file);
        }
        long from = Long.parseLong(range.group(1));
        long to = range.group(2).isEmpty() ? found.file.length - 1 : Math.min(Long.parseLong(range.group(2)), found.file.length - 1);
        if (from > to) {
            return new Reply(416, "text/plain;charset=UTF-8", new byte[0], Map.of("Content-Range", "bytes */" + found.file.length)); // RFC 7233
        }
        return new Reply(206, "text/csv;charset=UTF-8", Arrays.copyOfRange(found.file, (int) from, (int) to + 1),
                Map.of("Accept-Ranges", "bytes", "Content-Range", "bytes " + from + "-" + to + "/" + found.file.length));
    }

    private ObjectNode answer(BulkExport export) {
        return answer(export, exports.said(export));
    }

    private static ObjectNode answer(BulkExport export, Status said) {
        ObjectNode row = Json.object().put("exportId", export.id).put("status", spelt(said)).put("format", "CSV")
                .put("createdAt", FieldType.written(export.createdAt));
        if (export.queuedAt != null) {
            row.put("queuedAt", FieldType.written(export.queuedAt));
        }
        if (export.startedAt != null && said != Status.QUEUED) {
            row.put("startedAt", FieldType.written(export.startedAt));
        }
        if (said == Status.COMPLETED) {
            row.put("finishedAt", FieldType.written(export.endsAt)).put("numberOfRecords", export.records).put("fileSize", export.file.length)
                    .put("fileChecksum", "sha256:" + sha256(export.file));
        }
        return Envelope.rows(Json.array().add(row));
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String spelt(Status status) {
        return status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
