package io.github.listward.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** One bulk extract of leads: what it asks for, how far it is, and its file. */
final class BulkExport {

    /** As Marketo spells it. Source: Marketo "Bulk Lead Extract", Polling Job Status. */
    enum Status { CREATED, QUEUED, PROCESSING, COMPLETED, CANCELED, FAILED }

    final String id = UUID.randomUUID().toString();
    final String user;
    final List<String> fields;
    final List<String> header;
    final Predicate<Long> filter;
    final Instant createdAt;
    Status status = Status.CREATED;
    Instant queuedAt;
    Instant startedAt;
    Instant endsAt;
    /** Those it is about, from its start on. Source: Marketo "Bulk Lead Extract", Filters. */
    List<Long> leads;
    byte[] file;
    int records;

    /** @param header names of the columns @param filter by lead id */
    BulkExport(String user, List<String> fields, List<String> header, Predicate<Long> filter, Instant createdAt) {
        this.user = user;
        this.fields = fields;
        this.header = header;
        this.filter = filter;
        this.createdAt = createdAt;
    }
}
