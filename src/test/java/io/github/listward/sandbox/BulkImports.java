package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.listward.sandbox.BulkImport.Remark;
import io.github.listward.sandbox.BulkImport.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;

/**
 * The imports of a subscription: first in, first out, two at a time, ten in all. There are no threads: whoever asks the subscription
 * anything has them first come as far as the clock says. Source: Marketo "Bulk Import" and "Bulk Lead Import".
 */
final class BulkImports {

    static final int RUNNING = 2;
    static final int RUNNING_AND_QUEUED = 10;

    /** Source: Marketo "Bulk Lead Import", Polling Job Status. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final Subscription marketo;
    private final int rowsPerSecond;
    private final boolean keepsBlankFields;
    private final Map<Long, BulkImport> byId = new LinkedHashMap<>();
    private final Deque<String> failures = new ArrayDeque<>();
    private boolean failsSeveralMatches = true;
    private int foreign;
    private long nextId = 3401;

    /** @param keepsBlankFields whether a blank cell leaves its field as it is */
    BulkImports(Subscription marketo, int rowsPerSecond, boolean keepsBlankFields) {
        this.marketo = marketo;
        this.rowsPerSecond = rowsPerSecond;
        this.keepsBlankFields = keepsBlankFields;
    }

    /** The next import fails as a whole, with the message. */
    void failNext(String message) {
        failures.add(message);
    }

    void failNone() {
        failures.clear();
    }

    /** What an import does with a row that several leads match is not documented: by default it is refused; otherwise all are updated. */
    void updateSeveralMatches() {
        failsSeveralMatches = false;
    }

    /** Other integrations have so many imports queued or running, which do not end. */
    void foreign(int imports) {
        proceed();
        foreign = imports;
    }

    /** As after seven days: nothing is known of them any more. */
    void forget() {
        proceed();
        byId.clear();
    }

    List<BulkImport> all() {
        proceed();
        return List.copyOf(byId.values());
    }

    /** Newest first. */
    List<BulkImport> newest(int count) {
        List<BulkImport> all = all();
        return IntStream.range(0, Math.min(count, all.size())).mapToObj(i -> all.get(all.size() - 1 - i)).toList();
    }

    boolean isImportingTo(StaticList list) {
        return all().stream().anyMatch(each -> !each.isOver() && each.list == list);
    }

    /** @throws Refusal 1016 or 1019. Source: Marketo "Error Codes". */
    void requireRoom(StaticList list) {
        if (list != null && isImportingTo(list)) {
            throw new Refusal("1019", "An import to this list is currently being processed");
        }
        if (foreign + all().stream().filter(each -> !each.isOver()).count() >= RUNNING_AND_QUEUED) {
            throw new Refusal("1016", "There are " + RUNNING_AND_QUEUED + " imports currently being processed. Please try again later");
        }
    }

    BulkImport add(BulkImport queued) {
        queued.failure = failures.poll();
        byId.put(queued.id, queued);
        proceed();
        return queued;
    }

    long nextId() {
        return nextId++;
    }

    /** @throws Refusal 1003 of one that is unknown, or over for seven days: the code is not documented */
    BulkImport get(long id) {
        proceed();
        BulkImport found = byId.get(id);
        if (found == null || found.submittedAt.plus(KEPT).isBefore(marketo.clock.instant())) {
            throw new Refusal("1003", "Batch with id '" + id + "' not found");
        }
        return found;
    }

    /** Rows done by now. */
    int processed(BulkImport given) {
        return switch (given.status) {
            case QUEUED, FAILED -> 0;
            case IMPORTING -> {
                long millis = Duration.between(given.startedAt, marketo.clock.instant()).toMillis();
                yield (int) Math.min(given.rows.size(), millis * rowsPerSecond / 1000);
            }
            case COMPLETE -> given.rows.size();
        };
    }

    void proceed() {
        Instant now = marketo.clock.instant();
        for (BulkImport next = firstToEnd(); next != null && !next.endsAt.isAfter(now); next = firstToEnd()) {
            end(next);
            startAt(next.endsAt);
        }
        startAt(now);
    }

    private BulkImport firstToEnd() {
        return byId.values().stream().filter(each -> each.status == Status.IMPORTING).min(Comparator.comparing(each -> each.endsAt)).orElse(null);
    }

    private void startAt(Instant slotFree) {
        long running = byId.values().stream().filter(each -> each.status == Status.IMPORTING).count();
        byId.values().stream()
                .filter(each -> each.status == Status.QUEUED)
                .limit(Math.max(0, RUNNING - Math.min(foreign, RUNNING) - running))
                .forEach(queued -> {
                    queued.status = Status.IMPORTING;
                    queued.startedAt = slotFree.isAfter(queued.submittedAt) ? slotFree : queued.submittedAt;
                    queued.endsAt = queued.startedAt.plusMillis(Math.max(1, queued.rows.size() * 1000L / rowsPerSecond));
                });
    }

    private void end(BulkImport running) {
        if (running.failure != null) {
            running.status = Status.FAILED;
            return;
        }
        for (CSVRecord row : running.rows) {
            try {
                importRow(running, row);
            } catch (Refusal refused) {
                running.failures.add(new Remark(row, refused.getMessage()));
            }
        }
        running.status = Status.COMPLETE;
    }

    private void importRow(BulkImport running, CSVRecord row) {
        if (row.size() != running.header.size()) {
            // Not documented; refused rather than guessed.
            throw new Refusal("1003", "Invalid number of columns");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        String warning = null;
        for (int i = 0; i < running.header.size(); i++) {
            Field field = marketo.fields.get(running.header.get(i));
            String cell = row.get(i);
            if (field.name().equals("id")) {
                continue;
            }
            if (cell.isEmpty()) {
                // What a blank cell does is not documented; a cleared field is the worse of the two.
                if (!keepsBlankFields) {
                    values.put(field.name(), field.type() == FieldType.BOOLEAN ? false : null);
                }
                continue;
            }
            Object value = field.type().accept(json(field.type(), cell), field.length());
            if (value == null && field.type() == FieldType.EMAIL) {
                // The row is imported all the same. Source: Marketo "Bulk Program Member Import".
                warning = "Invalid email address";
                value = cell;
            }
            if (value == null) {
                throw new Refusal("1003", "Invalid data type in field " + field.displayName());
            }
            values.put(field.name(), value);
        }
        for (long lead : leads(running, row, values)) {
            if (running.list != null) {
                // As a list call is told to; of imports it is not documented.
                if (!marketo.partitions.sees(running.list.workspace(), marketo.leads.partition(lead))) {
                    throw new Refusal("1004", "Lead not found");
                }
                marketo.lists.add(running.list, lead);
                running.members.add(lead);
            }
        }
        if (warning != null) {
            running.warnings.add(new Remark(row, warning));
        }
    }

    private List<Long> leads(BulkImport running, CSVRecord row, Map<String, Object> values) {
        int at = running.header.indexOf(running.lookupField);
        String key = at < 0 ? "" : row.get(at).trim();
        if (key.isEmpty()) {
            throw new Refusal("1003", "Value for lookup field '" + running.lookupField + "' not found");
        }
        List<Long> found = marketo.leads.find(running.lookupField, key);
        List<Long> here = running.lookupField.equals("id") ? found : found.stream().filter(id -> marketo.leads.partition(id) == running.partition).toList();
        if (here.isEmpty() && running.lookupField.equals("id")) {
            throw new Refusal("1004", "Lead not found"); // by id nobody is created. Source: Marketo "Bulk Lead Import".
        }
        if (here.isEmpty() && !found.isEmpty()) {
            throw new Refusal("1010", "Lead already exists in a separate partition");
        }
        if (here.isEmpty()) {
            return List.of(marketo.leads.create(values, running.partition));
        }
        if (here.size() > 1 && failsSeveralMatches) {
            throw new Refusal("1007", "Multiple lead match lookup criteria");
        }
        here.forEach(id -> marketo.leads.update(id, values));
        return here;
    }

    private static JsonNode json(FieldType type, String cell) {
        return switch (type) {
            case INTEGER, SCORE, PERCENT, FLOAT, CURRENCY -> number(cell);
            case BOOLEAN -> cell.equalsIgnoreCase("true") || cell.equals("1") ? BooleanNode.TRUE
                    : cell.equalsIgnoreCase("false") || cell.equals("0") ? BooleanNode.FALSE : TextNode.valueOf(cell);
            default -> TextNode.valueOf(cell);
        };
    }

    private static JsonNode number(String cell) {
        try {
            BigDecimal number = new BigDecimal(cell);
            return Json.nodeOf(number.scale() <= 0 ? number.toBigInteger() : number);
        } catch (NumberFormatException noNumber) {
            return TextNode.valueOf(cell);
        }
    }

    /** Columns that are empty in all of these rows are left out of the file: reported by users, and not documented. */
    static List<Integer> columns(BulkImport done, List<Remark> remarks) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < done.header.size(); i++) {
            int column = i;
            if (remarks.stream().anyMatch(remark -> column < remark.row().size() && !remark.row().get(column).isEmpty())) {
                columns.add(i);
            }
        }
        return columns;
    }
}
