package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.sandbox.BulkImport.Remark;
import io.github.listward.sandbox.BulkImport.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Bulk Lead Import. Source: Marketo "Bulk Lead Import"; codes from "Error Codes". */
final class ImportCalls {

    /** What the files of failures and warnings are, though rows failed or were imported with a warning. */
    enum Files { AS_THEY_ARE, MISSING, REFUSED }

    private final Subscription marketo;
    private final BulkImports imports;
    private Files files = Files.AS_THEY_ARE;

    ImportCalls(Subscription marketo, BulkImports imports) {
        this.marketo = marketo;
        this.imports = imports;
    }

    void files(Files files) {
        this.files = files;
    }

    ObjectNode submit(Call call) {
        String format = call.required("format");
        if (!format.equals("csv")) {
            throw new Refusal("1003", "Invalid value '" + format + "' for parameter 'format'"); // tsv and ssv exist; nobody here sends them
        }
        StaticList list = call.parameter("listId") == null ? null : marketo.lists.get(Call.toLong(call.parameter("listId")));
        String lookupField = call.parameter("lookupField") == null ? "email" : call.parameter("lookupField");
        Field lookup = marketo.fields.get(lookupField);
        if (lookup == null) {
            throw new Refusal("1006", "Lookup field '" + lookupField + "' not found");
        }
        if (!lookup.searchable() || lookup.type() == FieldType.REFERENCE) {
            throw new Refusal("1011", "Lookup field '" + lookupField + "' is not supported");
        }
        String partitionName = call.parameter("partitionName") == null ? Partitions.DEFAULT : call.parameter("partitionName");
        int partition = marketo.partitions.id(partitionName);
        if (partition == 0) {
            throw new Refusal("1008", "Partition access denied");
        }
        List<CSVRecord> records = records(call.upload().content());
        List<String> header = header(records);
        imports.requireRoom(list);
        BulkImport queued = imports.add(new BulkImport(imports.nextId(), call.user(), list, lookupField, partition, header,
                records.subList(1, records.size()), call.upload().content().length, marketo.clock.instant()));
        // A fresh job answers "Queued", and without counts.
        return Envelope.rows(Json.array().add(Json.object()
                .put("batchId", queued.id).put("importId", String.valueOf(queued.id)).put("status", "Queued")));
    }

    private static List<CSVRecord> records(byte[] content) {
        try (CSVParser parser = CSVParser.parse(new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8.newDecoder()), CSVFormat.RFC4180)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() < 2) {
                throw new Refusal("1003", "Empty file");
            }
            return records;
        } catch (IOException | UncheckedIOException malformed) {
            throw new Refusal("1003", "The file is no CSV");
        }
    }

    /** Column names are compared exactly; a blank beside one is enough to miss the field. */
    private List<String> header(List<CSVRecord> records) {
        List<String> header = new ArrayList<>();
        Set<String> once = new LinkedHashSet<>();
        for (String name : records.get(0)) {
            Field field = marketo.fields.get(name);
            if (field == null || !field.updateable() && !field.name().equals("id")) {
                throw new Refusal("1006", "Field '" + name + "' not found");
            }
            if (!once.add(name)) {
                throw new Refusal("1003", "Field '" + name + "' occurs twice");
            }
            header.add(name);
        }
        return header;
    }

    ObjectNode status(Call call) {
        BulkImport found = imports.get(call.id());
        ObjectNode row = Json.object().put("batchId", found.id).put("importId", String.valueOf(found.id)).put("status", spelt(found.status));
        if (found.status == Status.IMPORTING) {
            row.put("numOfLeadsProcessed", imports.processed(found)).put("numOfRowsFailed", 0).put("numOfRowsWithWarning", 0);
        } else if (found.status == Status.COMPLETE) {
            row.put("numOfLeadsProcessed", found.rows.size() - found.failures.size())
                    .put("numOfRowsFailed", found.failures.size())
                    .put("numOfRowsWithWarning", found.warnings.size())
                    .put("message", message(found));
        } else if (found.status == Status.FAILED) {
            row.put("message", found.failure);
        }
        return Envelope.rows(Json.array().add(row));
    }

    private static String message(BulkImport found) {
        int imported = found.rows.size() - found.failures.size();
        String done = imported + " records imported (" + found.members.size() + " members)";
        if (!found.failures.isEmpty()) {
            return "Import completed with errors, " + done + ", " + found.failures.size() + " failed";
        }
        return "Import succeeded, " + done + (found.warnings.isEmpty() ? "" : ", " + found.warnings.size() + " warning.");
    }

    static String spelt(Status status) {
        return status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
    }

    Reply failures(Call call) {
        BulkImport found = imports.get(call.id());
        return file(found, found.failures, "Import Failure Reason");
    }

    Reply warnings(Call call) {
        BulkImport found = imports.get(call.id());
        return file(found, found.warnings, "Import Warning Reason");
    }

    /** Where there is none: HTTP 404. Source: Marketo "Bulk Custom Object Import". Of one that is not over: not documented, so refused. */
    private Reply file(BulkImport found, List<Remark> remarks, String reason) {
        if (files == Files.REFUSED || !found.isOver()) {
            throw new Refusal("1003", "The file of batch '" + found.id + "' is not available");
        }
        if (files == Files.MISSING || remarks.isEmpty()) {
            return Reply.html(404, "<html><body><h1>404 Not Found</h1></body></html>");
        }
        List<Integer> columns = BulkImports.columns(found, remarks);
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            List<String> header = new ArrayList<>(columns.stream().map(found.header::get).toList());
            header.add(reason);
            csv.printRecord(header);
            for (Remark remark : remarks) {
                List<String> cells = new ArrayList<>(columns.stream().map(column -> column < remark.row().size() ? remark.row().get(column) : "").toList());
                cells.add(remark.reason());
                csv.printRecord(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(200, "text/csv;charset=UTF-8", text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
