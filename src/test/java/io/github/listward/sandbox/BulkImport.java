package io.github.listward.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;

/** One bulk import of leads: its file, how far it is, and what became of its rows. */
final class BulkImport {

    /** As Marketo spells it. Source: Marketo "Bulk Lead Import", Polling Job Status. */
    enum Status { QUEUED, IMPORTING, COMPLETE, FAILED }

    /** A row that was refused, or imported with a warning. */
    record Remark(CSVRecord row, String reason) {}

    final long id;
    final String user;
    final StaticList list;
    final String lookupField;
    final int partition;
    final List<String> header;
    final List<CSVRecord> rows;
    final int bytes;
    final Instant submittedAt;
    final List<Remark> failures = new ArrayList<>();
    final List<Remark> warnings = new ArrayList<>();
    /** As there will be rows in its list: those who were members before count, too. */
    final Set<Long> members = new LinkedHashSet<>();
    Status status = Status.QUEUED;
    Instant startedAt;
    Instant endsAt;
    /** Why all of it fails, as a test has it; null: it does not. */
    String failure;

    BulkImport(
            long id,
            String user,
            StaticList list,
            String lookupField,
            int partition,
            List<String> header,
            List<CSVRecord> rows,
            int bytes,
            Instant submittedAt) {
        this.id = id;
        this.user = user;
        this.list = list;
        this.lookupField = lookupField;
        this.partition = partition;
        this.header = header;
        this.rows = rows;
        this.bytes = bytes;
        this.submittedAt = submittedAt;
    }

    boolean isOver() {
        return status == Status.COMPLETE || status == Status.FAILED;
    }
}
