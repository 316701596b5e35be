package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A Marketo instance on this machine: speaks HTTP as Marketo's documentation says, keeps what it is told, enforces Marketo's
 * limits, and can be made to fail.
 *
 * <p>Tests arrange ({@link #hasLead}, {@link #hasList}), break ({@link #breaks}, {@link #answersNext}) and then ask what is true
 * ({@link #emailsIn}, {@link #calls}). Operations are named by method and path with {@code *} for an id, e.g.
 * {@code GET /rest/v1/leads.json}; the method is the one that is meant ({@code _method}). What is asked of a list or lead that does
 * not exist, or of a misspelt operation, is an {@link IllegalArgumentException}.
 */
public final class MarketoSandbox implements AutoCloseable {

    private final String munchkinId;
    private final Subscription marketo;
    private final Tokens tokens;
    private final Identity identity;
    private final Usage usage;
    private final Limits limits;
    private final Faults faults;
    private final BulkImports imports;
    private final ImportCalls importCalls;
    private final BulkExports exports;
    private final Operations operations;
    private final SandboxServer server;

    MarketoSandbox(SandboxBuilder builder) {
        munchkinId = builder.munchkinId;
        marketo = new Subscription(builder.clock, builder.workspaces);
        tokens = new Tokens(builder.clock, builder.clients());
        identity = new Identity(tokens);
        usage = new Usage(builder.clock);
        limits = new Limits(builder.clock, usage, builder.limited, builder.dailyQuota);
        faults = new Faults(builder.clock);
        imports = new BulkImports(marketo, builder.importedRowsPerSecond, builder.importsKeepBlankFields);
        importCalls = new ImportCalls(marketo, imports);
        exports = new BulkExports(marketo, builder.extractedRowsPerSecond, builder.extractStatusEvery);
        marketo.has(imports::proceed);
        marketo.has(exports::proceed);
        ExportCalls exportCalls = new ExportCalls(marketo, exports, builder.filtersByUpdatedAt);
        operations = new Operations(marketo, faults, usage, imports, importCalls, exportCalls, builder.ignoresReadOnlyFields);
        Gate gate = new Gate(marketo, tokens, limits, usage, faults, operations, builder.latency);
        server = new SandboxServer(builder.port, identity, gate, new SandboxControl(this), faults, usage);
        server.start();
    }

    public static SandboxBuilder builder() {
        return new SandboxBuilder();
    }

    /** Without a trailing slash. */
    public URI baseUrl() {
        return URI.create("http://localhost:" + server.port());
    }

    public int port() {
        return server.port();
    }

    public String munchkinId() {
        return munchkinId;
    }

    @Override
    public void close() {
        server.close();
    }

    // Arrange

    public long hasLead(String email) {
        return hasLead(Map.of("email", email));
    }

    /** @param fields values by REST name; {@code leadPartition} names the partition */
    public long hasLead(Map<String, Object> fields) {
        Map<String, Object> values = new LinkedHashMap<>(fields);
        Object named = values.remove("leadPartition");
        String partition = named == null ? Partitions.DEFAULT : named.toString();
        if (marketo.partitions.id(partition) == 0) {
            throw new IllegalArgumentException("There is no partition " + partition);
        }
        return locked(() -> marketo.leads.create(values, marketo.partitions.id(partition)));
    }

    /** @param type as Describe spells it, e.g. {@code string} @param length in characters, or null */
    public void hasField(String name, String type, Integer length, boolean updateable, boolean searchable) {
        locked(() -> marketo.fields.add(name, type, length, updateable, searchable));
    }

    public long hasList(String name) {
        return hasList(name, Partitions.DEFAULT);
    }

    public long hasList(String name, String workspace) {
        return locked(() -> marketo.lists.create(name, null, marketo.folders.groupLists(workspace)).id);
    }

    /** Its history says {@code added}, as if somebody had added it over HTTP. */
    public void hasMember(long list, long lead) {
        locked(() -> marketo.lists.add(marketo.lists.get(list), existing(lead)));
    }

    /** By hand, as somebody in Marketo does; its history says {@code removed}. */
    public void removesMember(long list, long lead) {
        locked(() -> marketo.lists.remove(marketo.lists.get(list), existing(lead)));
    }

    public void removesLead(long id) {
        locked(() -> marketo.deleteLead(existing(id)));
    }

    public void mergesLead(long winner, long loser) {
        locked(() -> marketo.mergeLeads(existing(winner), existing(loser)));
    }

    public void removesList(long id) {
        locked(() -> marketo.lists.delete(marketo.lists.get(id).id));
    }

    /** As if no lead and no list had ever been there: ids start anew, too. What was called stays counted. */
    public void losesEveryLeadAndList() {
        locked(() -> {
            marketo.leads.clear();
            marketo.lists.clear();
        });
    }

    /** Whether calls beyond Marketo's limits are refused from now on; they are counted in any case. */
    public void enforcesLimits(boolean enforced) {
        limits.enforced(enforced);
    }

    /** Every token is unknown from now on (601). */
    public void revokesTokens() {
        tokens.revoke();
    }

    /** Every token has expired (602 once, then 601). */
    public void expiresTokens() {
        tokens.expire();
    }

    // Break

    /** The next calls are refused with the code, whatever they are, and not carried out. */
    public void answersNext(String code, int times) {
        faults.script(null, code, times, false);
    }

    /** @param operation e.g. {@code POST /rest/v1/leads.json} or {@code POST /rest/v1/lists/*}{@code /leads.json} */
    public void answersNextTo(String operation, String code, int times) {
        faults.script(operations.named(operation), code, times, false);
    }

    /** As {@link #answersNextTo}, but the calls are carried out all the same: as a 604 may be. */
    public void appliesButAnswersNextTo(String operation, String code, int times) {
        faults.script(operations.named(operation), code, times, true);
    }

    /** Rows of Sync Leads, or ids of list calls (field {@code id}), that have this value are skipped with the code. */
    public void skipsRow(String field, Object value, String code) {
        faults.skipRow(field, value, code);
    }

    /** Something before Marketo answers instead of it, tokens too, until {@link #heals}; nothing is carried out. */
    public void isHiddenBehind(int status, String body) {
        faults.answerInPlaceOfMarketo(Reply.html(status, body));
    }

    /** Changes what such calls answer once they have been carried out, until {@link #heals}. */
    public void rewritesAnswersTo(String operation, UnaryOperator<ObjectNode> change) {
        faults.rewrite(operations.named(operation), change);
    }

    /** Until {@link #heals}. */
    public void breaks(Fault fault) {
        faults.begin(fault, Instant.MAX);
    }

    public void breaksFor(Fault fault, Duration length) {
        faults.begin(fault, length);
    }

    /** The next import fails as a whole, and says so in its status. */
    public void failsNextImport(String message) {
        locked(() -> imports.failNext(message));
    }

    /** As after seven days: no import is known any more by its id; what is not imported yet never will be. */
    public void losesImports() {
        locked(imports::forget);
    }

    /** Other integrations have so many imports running or queued, until told otherwise. */
    public void hasForeignImports(int imports) {
        locked(() -> this.imports.foreign(imports));
    }

    /** Files of failures and warnings are not there (HTTP 404), though there were some; until told otherwise. */
    public void hasNoImportFiles(boolean missing) {
        locked(() -> importCalls.files(missing ? ImportCalls.Files.MISSING : ImportCalls.Files.AS_THEY_ARE));
    }

    /** They are refused in an envelope. */
    public void refusesImportFiles(boolean refused) {
        locked(() -> importCalls.files(refused ? ImportCalls.Files.REFUSED : ImportCalls.Files.AS_THEY_ARE));
    }

    /** Imports update all of several leads that match, instead of refusing the row: which of the two Marketo does is not documented. */
    public void updatesSeveralMatchesInImports() {
        locked(imports::updateSeveralMatches);
    }

    /** The next extract to end fails. */
    public void failsNextExtract() {
        locked(exports::failNext);
    }

    /** Other integrations have extracted so many bytes today, of the 500 MB of all; at midnight Central Time that is over. */
    public void hasForeignExtracts(long bytes) {
        locked(() -> exports.foreignBytes(bytes));
    }

    /** Sets what no API writes, e.g. {@code ecids} or {@code createdAt}. */
    public void setsField(long lead, String field, Object value) {
        locked(() -> marketo.leads.update(existing(lead), Map.of(field, value)));
    }

    /** Ends every fault, script and hook; the imports and extracts of others remain. */
    public void heals() {
        faults.heal();
        locked(() -> {
            importCalls.files(ImportCalls.Files.AS_THEY_ARE);
            imports.failNone();
            exports.failNone();
        });
    }

    /** Runs the hook each time such a call is about to be carried out. */
    public void before(String operation, Runnable hook) {
        faults.before(operations.named(operation), hook);
    }

    /** Runs the hook each time such a call has been carried out and is about to be answered. */
    public void after(String operation, Runnable hook) {
        faults.after(operations.named(operation), hook);
    }

    // Ask

    public Set<Long> membersOf(long list) {
        return locked(() -> new LinkedHashSet<>(marketo.lists.get(list).members));
    }

    public Set<String> emailsIn(long list) {
        return locked(() -> {
            Set<String> emails = new LinkedHashSet<>();
            marketo.lists.get(list).members.forEach(lead -> emails.add((String) marketo.leads.get(lead).get("email")));
            return emails;
        });
    }

    /** Of no list of that name: nobody. */
    public Set<String> emailsIn(String listName) {
        Long list = listNamed(listName);
        return list == null ? Set.of() : emailsIn(list);
    }

    /** The list of that name in any workspace, or null. */
    public Long listNamed(String name) {
        return locked(() -> only(name, marketo.lists.named(name)));
    }

    public Long listNamed(String name, String workspace) {
        return locked(() -> only(name, marketo.lists.named(name).stream().filter(list -> list.workspace().equals(workspace)).toList()));
    }

    /** Its field values by REST name, or null. */
    public Map<String, Object> lead(long id) {
        return locked(() -> marketo.leads.exists(id) ? new LinkedHashMap<>(marketo.leads.get(id)) : null);
    }

    public List<Map<String, Object>> leadsWith(String field, Object value) {
        return locked(() -> marketo.leads.having(field, value));
    }

    /** Oldest first; a deleted list's too. */
    public List<Move> history(long list, long lead) {
        return locked(() -> marketo.lists.history(list, lead));
    }

    /** REST calls so far, refused ones too; token calls are not counted, nor those a fault kept from getting here. */
    public int calls() {
        return usage.calls().values().stream().mapToInt(Integer::intValue).sum();
    }

    public int calls(String operation) {
        return usage.calls().getOrDefault(operations.named(operation), 0);
    }

    /** Another integration makes so many calls: they count against the quota of the day, and not as {@link #calls()}. */
    public void othersCall(int calls) {
        usage.countedOfOthers(calls);
    }

    /** Calls of the identity service. */
    public int tokenCalls() {
        return identity.calls();
    }

    /** Calls refused with the code (or HTTP status). */
    public int answered(String code) {
        return usage.answered().getOrDefault(code, 0);
    }

    /** Rows skipped with the code. */
    public int skipped(String code) {
        return usage.skipped().getOrDefault(code, 0);
    }

    /**
     * An import.
     *
     * @param list its list, or null
     * @param bytes of its file
     * @param status as Marketo spells it
     */
    public record Import(long id, Long list, int rows, int bytes, int failed, int warnings, String status) {}

    /** Every import so far that is still known, oldest first. */
    public List<Import> imports() {
        return locked(() -> imports.all().stream()
                .map(each -> new Import(each.id, each.list == null ? null : each.list.id, each.rows.size(), each.bytes, each.failures.size(),
                        each.warnings.size(), ImportCalls.spelt(each.status)))
                .toList());
    }

    public int maxInFlight() {
        return limits.maxInFlight();
    }

    /** The most calls there were in any 20 seconds. */
    public int maxCallsInWindow() {
        return limits.maxInWindow();
    }

    SandboxState state() {
        return SandboxState.of(munchkinId, marketo, imports, limits, usage, faults);
    }

    private static Long only(String name, List<StaticList> lists) {
        if (lists.size() > 1) {
            throw new IllegalStateException("There are " + lists.size() + " lists named " + name + ": say in which workspace");
        }
        return lists.isEmpty() ? null : lists.get(0).id;
    }

    private long existing(long lead) {
        if (!marketo.leads.exists(lead)) {
            throw new IllegalArgumentException("There is no lead " + lead);
        }
        return lead;
    }

    private void locked(Runnable change) {
        locked(() -> {
            change.run();
            return null;
        });
    }

    private <T> T locked(Supplier<T> question) {
        try {
            synchronized (marketo) {
                marketo.proceed();
                return question.get();
            }
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.getMessage(), refusal);
        }
    }
}
