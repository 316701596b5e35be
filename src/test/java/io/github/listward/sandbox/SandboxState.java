package io.github.listward.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the sandbox holds and has seen, at one moment: {@code /sandbox/state.json}. */
record SandboxState(
        String munchkinId,
        String at,
        LimitsState limits,
        Map<Fault, Long> faultsSecondsLeft,
        int leadCount,
        List<ListState> lists,
        List<ImportState> newestImports,
        List<Map<String, Object>> newestLeads,
        Map<String, Integer> calls,
        Map<String, Integer> refused,
        Map<String, Integer> skippedRows) {

    private static final int NEWEST = 6;
    private static final int NEWEST_IMPORTS = 10;

    /** @param inWindow calls of the last 20 seconds */
    record LimitsState(
            boolean enforced, int today, int dailyQuota, int inWindow, int maxInWindow, int windowLimit, int inFlight, int maxInFlight, int concurrencyLimit) {}

    record ListState(long id, String name, String workspace, int members, List<RecentState> recent) {}

    /** @param list name of its list, empty without one @param processed rows so far */
    record ImportState(long id, String list, String status, int rows, int processed, int failed, int warnings) {}

    record RecentState(long lead, String email, String action, String at, long secondsAgo) {}

    /** @return seconds left are -1 for a fault without an end */
    static SandboxState of(String munchkinId, Subscription marketo, BulkImports imports, Limits limits, Usage usage, Faults faults) {
        Instant now = marketo.clock.instant();
        LimitsState limitsState = new LimitsState(
                limits.enforced(),
                usage.today(),
                limits.dailyQuota(),
                limits.inWindow(),
                limits.maxInWindow(),
                Limits.CALLS_PER_WINDOW,
                limits.inFlight(),
                limits.maxInFlight(),
                Limits.CONCURRENT_CALLS);
        Map<Fault, Long> secondsLeft = new TreeMap<>();
        faults.inForce().forEach((fault, until) ->
                secondsLeft.put(fault, until.equals(Instant.MAX) ? -1 : Duration.between(now, until).toSeconds() + 1));
        synchronized (marketo) {
            marketo.proceed();
            List<ImportState> newestImports = imports.newest(NEWEST_IMPORTS).stream().map(each -> shown(imports, each)).toList();
            List<ListState> lists = new ArrayList<>();
            for (StaticList list : marketo.lists.all()) {
                List<RecentState> recent = list.recent().stream().map(move -> recent(marketo, move, now)).toList();
                lists.add(new ListState(list.id, list.name, list.workspace(), list.members.size(), recent));
            }
            return new SandboxState(
                    munchkinId,
                    FieldType.written(now),
                    limitsState,
                    secondsLeft,
                    marketo.leads.size(),
                    lists,
                    newestImports,
                    marketo.leads.newest(NEWEST).stream().map(lead -> shown(marketo, lead)).toList(),
                    usage.calls(),
                    usage.answered(),
                    usage.skipped());
        }
    }

    private static ImportState shown(BulkImports imports, BulkImport each) {
        return new ImportState(
                each.id,
                each.list == null ? "" : each.list.name,
                ImportCalls.spelt(each.status),
                each.rows.size(),
                imports.processed(each),
                each.failures.size(),
                each.warnings.size());
    }

    private static RecentState recent(Subscription marketo, StaticList.Recent recent, Instant now) {
        Map<String, Object> lead = marketo.leads.get(recent.lead());
        Object email = lead == null ? null : lead.get("email");
        Move move = recent.move();
        return new RecentState(
                recent.lead(),
                email == null ? "" : email.toString(),
                move.action(),
                FieldType.written(move.at()),
                Duration.between(move.at(), now).toSeconds());
    }

    /** Its set fields, and its partition by name. */
    private static Map<String, Object> shown(Subscription marketo, Map<String, Object> lead) {
        Map<String, Object> shown = new TreeMap<>(lead);
        shown.values().removeIf(Objects::isNull);
        shown.put("leadPartition", marketo.partitions.name((Integer) lead.get("leadPartitionId")));
        return shown;
    }
}
