package io.github.listward.sandbox;

import io.github.listward.sandbox.BulkExport.Status;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The extracts of a subscription: two at a time, ten in all, 500 MB a day. As with {@link BulkImports}, whoever asks has them first come
 * as far as the clock says. Source: Marketo "Bulk Extract", Limits.
 */
final class BulkExports {

    private static final int RUNNING = 2;
    private static final int RUNNING_AND_QUEUED = 10;
    private static final long BYTES_PER_DAY = 500_000_000;
    private static final Duration KEPT = Duration.ofDays(7);

    private final Subscription marketo;
    private final int rowsPerSecond;
    private final Duration statusEvery;
    private final Map<String, BulkExport> byId = new LinkedHashMap<>();
    private long foreignBytes;
    private LocalDate foreignDay;
    private int failing;

    /** @param statusEvery how often what the status says is brought up to date; zero: at once */
    BulkExports(Subscription marketo, int rowsPerSecond, Duration statusEvery) {
        this.marketo = marketo;
        this.rowsPerSecond = rowsPerSecond;
        this.statusEvery = statusEvery;
    }

    /** What others have extracted today. */
    void foreignBytes(long bytes) {
        foreignBytes = bytes;
        foreignDay = today();
    }

    /** The next one to end fails. */
    void failNext() {
        failing++;
    }

    void failNone() {
        failing = 0;
    }

    void add(BulkExport created) {
        requireQuota();
        byId.put(created.id, created);
    }

    /** @throws Refusal 1029. Source: Marketo "Bulk Extract", Queue. */
    void enqueue(BulkExport created) {
        if (created.status != Status.CREATED) {
            throw new Refusal("1003", "Export job '" + created.id + "' is not in status Created");
        }
        requireQuota();
        if (byId.values().stream().filter(each -> each.status == Status.QUEUED || each.status == Status.PROCESSING).count() >= RUNNING_AND_QUEUED) {
            throw new Refusal("1029", "Too many jobs in queue");
        }
        created.status = Status.QUEUED;
        created.queuedAt = marketo.clock.instant();
        proceed();
    }

    private void requireQuota() {
        proceed();
        if (bytesToday() >= BYTES_PER_DAY) {
            throw new Refusal("1029", "Export daily quota exceeded");
        }
    }

    private long bytesToday() {
        LocalDate today = today();
        return (today.equals(foreignDay) ? foreignBytes : 0) + byId.values().stream()
                .filter(each -> each.file != null && LocalDate.ofInstant(each.endsAt, Usage.CENTRAL).equals(today))
                .mapToLong(each -> each.file.length)
                .sum();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(marketo.clock.instant(), Usage.CENTRAL);
    }

    /** @throws Refusal 1003 of one that has ended: the code is not documented */
    void cancel(BulkExport found) {
        if (found.status == Status.COMPLETED || found.status == Status.FAILED) {
            throw new Refusal("1003", "Export job '" + found.id + "' is " + ExportCalls.spelt(found.status));
        }
        found.status = Status.CANCELED;
        proceed();
    }

    /** What its status says, which may be as old as a minute. Source: Marketo "Bulk Lead Extract", Polling Job Status. */
    Status said(BulkExport export) {
        boolean moves = export.status == Status.QUEUED || export.startedAt != null && export.status != Status.CANCELED;
        if (statusEvery.isZero() || !moves) {
            return export.status;
        }
        long updates = Duration.between(export.queuedAt, marketo.clock.instant()).dividedBy(statusEvery);
        Instant updated = export.queuedAt.plus(statusEvery.multipliedBy(updates));
        if (export.startedAt == null || !export.startedAt.isBefore(updated)) {
            return Status.QUEUED;
        }
        return export.endsAt.isAfter(updated) ? Status.PROCESSING : export.status;
    }

    /** @throws Refusal 1003 of one that is unknown, over for seven days, or another user's: the code is not documented */
    BulkExport get(String id, String user) {
        proceed();
        BulkExport found = byId.get(id);
        if (found == null || !found.user.equals(user) || found.createdAt.plus(KEPT).isBefore(marketo.clock.instant())) {
            throw new Refusal("1003", "Export job '" + id + "' not found");
        }
        return found;
    }

    List<BulkExport> all() {
        proceed();
        return List.copyOf(byId.values());
    }

    void proceed() {
        Instant now = marketo.clock.instant();
        startAt(now);
        for (BulkExport next = firstToEnd(); next != null && !next.endsAt.isAfter(now); next = firstToEnd()) {
            write(next);
            startAt(next.endsAt);
        }
    }

    private BulkExport firstToEnd() {
        return byId.values().stream().filter(each -> each.status == Status.PROCESSING).min(Comparator.comparing(each -> each.endsAt)).orElse(null);
    }

    private void startAt(Instant slotFree) {
        long running = byId.values().stream().filter(each -> each.status == Status.PROCESSING).count();
        byId.values().stream()
                .filter(each -> each.status == Status.QUEUED)
                .sorted(Comparator.comparing(each -> each.queuedAt))
                .limit(RUNNING - running)
                .toList()
                .forEach(queued -> {
                    queued.status = Status.PROCESSING;
                    queued.startedAt = slotFree.isAfter(queued.queuedAt) ? slotFree : queued.queuedAt;
                    queued.leads = marketo.leads.ids().stream().filter(queued.filter).toList();
                    queued.endsAt = queued.startedAt.plusMillis(Math.max(1, queued.leads.size() * 1000L / rowsPerSecond));
                });
    }

    /** A field without a value is written as {@code null}. Source: Marketo "Bulk Lead Extract", Retrieving Your Data. */
    private void write(BulkExport running) {
        if (failing > 0) {
            failing--;
            running.status = Status.FAILED;
            return;
        }
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get())) {
            csv.printRecord(running.header);
            for (long lead : running.leads.stream().filter(marketo.leads::exists).toList()) {
                Map<String, Object> values = marketo.leads.get(lead);
                List<Object> cells = new ArrayList<>();
                running.fields.forEach(field -> cells.add(values.get(field) == null ? "null" : values.get(field)));
                csv.printRecord(cells);
                running.records++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running.file = text.toString().getBytes(StandardCharsets.UTF_8);
        running.status = Status.COMPLETED;
    }
}
