package io.github.listward.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of an instance can be chosen. By default: any free port, the limits of Marketo, one workspace and one partition. */
public final class SandboxBuilder {

    private final Map<String, String> clients = new LinkedHashMap<>();
    final Map<String, List<String>> workspaces = new LinkedHashMap<>();
    int port;
    String munchkinId = "123-ABC-456";
    boolean limited = true;
    int dailyQuota = 50_000;
    Duration latency = Duration.ZERO;
    Clock clock = Clock.systemUTC();
    boolean ignoresReadOnlyFields;
    int importedRowsPerSecond = 1_000;
    int extractedRowsPerSecond = 5_000;
    Duration extractStatusEvery = Duration.ofSeconds(60);
    boolean filtersByUpdatedAt;
    boolean importsKeepBlankFields;

    SandboxBuilder() {}

    /** @param port 0 for any free one */
    public SandboxBuilder port(int port) {
        this.port = port;
        return this;
    }

    public SandboxBuilder munchkinId(String munchkinId) {
        this.munchkinId = munchkinId;
        return this;
    }

    /** Credentials of an API user; without any there is {@code demo-client} with {@code demo-secret}. */
    public SandboxBuilder client(String id, String secret) {
        clients.put(id, secret);
        return this;
    }

    /** Never answers 606, 607 or 615; calls are counted all the same. */
    public SandboxBuilder withoutLimits() {
        limited = false;
        return this;
    }

    public SandboxBuilder dailyQuota(int calls) {
        dailyQuota = calls;
        return this;
    }

    /** How long each call takes at least, within the concurrency limit. */
    public SandboxBuilder latency(Duration latency) {
        this.latency = latency;
        return this;
    }

    /** A workspace and the partitions it sees; {@code Default} with {@code Default} is always there. */
    public SandboxBuilder workspace(String name, String... partitions) {
        workspaces.put(name, List.of(partitions));
        return this;
    }

    /** For tokens, limits, days and dates. */
    public SandboxBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /** Sync Leads passes over read-only fields instead of refusing the row: which of the two Marketo does is not documented. */
    public SandboxBuilder ignoringReadOnlyFields() {
        ignoresReadOnlyFields = true;
        return this;
    }

    /** How fast an import goes: Marketo says nothing of it, and 1,000 rows a second is an assumption. */
    public SandboxBuilder importing(int rowsPerSecond) {
        importedRowsPerSecond = rowsPerSecond;
        return this;
    }

    /** How fast an extract goes: Marketo says nothing of it either, and 5,000 leads a second is an assumption. */
    public SandboxBuilder extracting(int leadsPerSecond) {
        extractedRowsPerSecond = leadsPerSecond;
        return this;
    }

    /**
     * How old the status of an extract may be at most: 60 s, unless it is said here; zero for always up to date. Source: Marketo
     * "Bulk Lead Extract", Polling Job Status.
     */
    public SandboxBuilder updatingExtractStatusEvery(Duration interval) {
        extractStatusEvery = interval;
        return this;
    }

    /** Extracts may be filtered by {@code updatedAt}, which not every subscription has (1035). Source: Marketo "Bulk Lead Extract", Filters. */
    public SandboxBuilder filteringExtractsByUpdatedAt() {
        filtersByUpdatedAt = true;
        return this;
    }

    /** A blank cell of an import leaves the field as it is instead of clearing it: which of the two Marketo does is not documented. */
    public SandboxBuilder keepingFieldsOfBlankCells() {
        importsKeepBlankFields = true;
        return this;
    }

    public MarketoSandbox start() {
        return new MarketoSandbox(this);
    }

    Map<String, String> clients() {
        return clients.isEmpty() ? Map.of("demo-client", "demo-secret") : Map.copyOf(clients);
    }
}
