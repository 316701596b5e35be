package io.github.listward.sandbox;

import java.util.Map;

/** {@code /sandbox}: the state of the sandbox for people; comes anew every two seconds. */
final class SandboxPage {

    private static final int FAULT_SECONDS = 10;
    private static final int MOST_LISTS = 25;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2;url=/sandbox">
            <title>Marketo sandbox %s</title>
            <style>
            :root { color-scheme: light; --line: #e2e2ea; --soft: #6b6b7b; --mark: #5c4ee5; --bad: #c0392b; --good: #2e7d4f }
            * { box-sizing: border-box }
            body { margin: 0; background: #f6f6fa; color: #1f1f2b; font: 14px/1.4 system-ui, "Segoe UI", "DejaVu Sans", sans-serif }
            header { display: flex; justify-content: space-between; align-items: baseline; padding: 12px 24px; background: #2b2660; color: #fff }
            header h1 { margin: 0; font-size: 18px } header span { color: #cfcbf5 }
            main { display: grid; grid-template-columns: 7fr 4fr; gap: 14px; padding: 14px 24px; max-width: 1500px; margin: auto }
            section { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; margin-bottom: 14px; overflow-x: auto }
            h2 { margin: 0 0 6px; font-size: 12px; letter-spacing: .06em; text-transform: uppercase; color: var(--soft) }
            table { width: 100%%; border-collapse: collapse } th { text-align: left; font-weight: 600; color: var(--soft); font-size: 12px }
            td, th { padding: 4px 8px 4px 0; border-top: 1px solid var(--line); vertical-align: top } tr:first-child th { border-top: 0 }
            .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } .soft { color: var(--soft) }
            .added, .merged { color: var(--good) } .removed, .deleted { color: var(--bad) } .big { font-size: 18px; font-weight: 600 }
            meter { width: 100%%; height: 12px } .gauge { margin: 4px 0 8px } .gauge div { display: flex; justify-content: space-between }
            form { display: inline } button { margin: 3px 2px; padding: 4px 9px; border: 1px solid var(--line); border-radius: 5px; background: #f6f6fa; cursor: pointer; font: inherit; font-size: 12px }
            button.on { background: var(--bad); border-color: var(--bad); color: #fff } button.heal { background: var(--good); border-color: var(--good); color: #fff }
            .move { display: inline-block; margin-right: 12px; white-space: nowrap }
            </style></head><body>
            <header><h1>Marketo sandbox <span>%s</span></h1><span>%s &middot; <a style="color:inherit" href="/sandbox/state.json">state.json</a></span></header>
            <main><div>
            """;

    private final StringBuilder html = new StringBuilder();

    private SandboxPage() {}

    static String of(SandboxState state) {
        SandboxPage page = new SandboxPage();
        page.html.append(HEAD.formatted(escaped(state.munchkinId()), escaped(state.munchkinId()), escaped(state.at())));
        page.lists(state);
        page.imports(state);
        page.leads(state);
        page.counts("Calls, by operation", state.calls());
        page.html.append("</div><div>\n");
        page.faults(state);
        page.limits(state.limits());
        page.counts("Refused calls, by code", state.refused());
        page.counts("Skipped rows, by code", state.skippedRows());
        page.html.append("</div></main></body></html>\n");
        return page.html.toString();
    }

    private void lists(SandboxState state) {
        begin("Static lists (" + state.lists().size() + ")");
        html.append("<table><tr><th>Id<th>Name<th>Workspace<th class=n>Members<th style=\"padding-left:16px\">Last changes\n");
        state.lists().stream().limit(MOST_LISTS).forEach(list -> {
            html.append("<tr><td class=soft>").append(list.id()).append("<td><a href=\"/sandbox/lists/").append(list.id())
                    .append("/members.json\">").append(escaped(list.name())).append("</a><td>").append(escaped(list.workspace()))
                    .append("<td class=\"n big\">").append(grouped(list.members())).append("<td style=\"padding-left:16px\">");
            list.recent().forEach(move -> html.append("<span class=\"move ").append(escaped(move.action())).append("\">")
                    .append(escaped(move.action())).append(' ').append(escaped(move.email().isEmpty() ? "lead " + move.lead() : move.email()))
                    .append(" <span class=soft>").append(move.secondsAgo()).append(" s ago</span></span><br>"));
            html.append('\n');
        });
        html.append("</table>");
        end();
    }

    private void imports(SandboxState state) {
        begin("Bulk imports, newest first");
        html.append(state.newestImports().isEmpty()
                ? "<span class=soft>none</span>"
                : "<table><tr><th>Batch<th>List<th>Status<th class=n>Processed<th class=n>Failed<th class=n>Warnings\n");
        for (SandboxState.ImportState each : state.newestImports()) {
            html.append("<tr><td class=soft>").append(each.id()).append("<td>").append(escaped(each.list())).append("<td>").append(escaped(each.status()))
                    .append("<td class=n>").append(grouped(each.processed())).append(" / ").append(grouped(each.rows()))
                    .append("<td class=n>").append(grouped(each.failed())).append("<td class=n>").append(grouped(each.warnings())).append('\n');
        }
        html.append(state.newestImports().isEmpty() ? "" : "</table>");
        end();
    }

    private void leads(SandboxState state) {
        begin("Leads (" + grouped(state.leadCount()) + "), newest first");
        html.append("<table><tr><th>Id<th>E-mail<th>First name<th>Last name<th>Partition<th>Created\n");
        for (Map<String, Object> lead : state.newestLeads()) {
            html.append("<tr><td class=soft>").append(lead.get("id"));
            for (String field : new String[] {"email", "firstName", "lastName", "leadPartition", "createdAt"}) {
                html.append("<td>").append(escaped(String.valueOf(lead.getOrDefault(field, ""))));
            }
            html.append('\n');
        }
        html.append("</table>");
        end();
    }

    private void faults(SandboxState state) {
        begin("Faults");
        for (Fault fault : Fault.values()) {
            Long left = state.faultsSecondsLeft().get(fault);
            String label = fault + (left == null ? "" : left < 0 ? " until healed" : " " + left + " s");
            html.append("<form method=post action=\"/sandbox/faults?fault=").append(fault).append("&amp;seconds=").append(FAULT_SECONDS)
                    .append("\"><button name=from value=page").append(left == null ? "" : " class=on").append('>').append(label).append("</button></form>\n");
        }
        html.append("<form method=post action=\"/sandbox/faults?_method=DELETE\"><button class=heal name=from value=page>Heal</button></form>");
        html.append("<div class=soft>A button breaks Marketo for ").append(FAULT_SECONDS).append(" s.</div>");
        end();
    }

    private void limits(SandboxState.LimitsState limits) {
        begin(limits.enforced() ? "Limits" : "Limits (not enforced)");
        gauge("Calls in the last 20 s", limits.inWindow(), limits.windowLimit(), "most " + limits.maxInWindow());
        gauge("Calls in flight", limits.inFlight(), limits.concurrencyLimit(), "most " + limits.maxInFlight());
        gauge("Calls today", limits.today(), limits.dailyQuota(), "until midnight, Chicago");
        end();
    }

    private void gauge(String name, int value, int limit, String note) {
        html.append("<div class=gauge><div><span>").append(name).append(" <span class=soft>").append(note).append("</span></span><b>")
                .append(grouped(value)).append(" / ").append(grouped(limit)).append("</b></div><meter min=0 max=").append(limit)
                .append(" low=").append(limit / 2).append(" high=").append(limit * 9 / 10).append(" optimum=0 value=").append(value)
                .append("></meter></div>\n");
    }

    private void counts(String title, Map<String, Integer> counts) {
        begin(title);
        html.append(counts.isEmpty() ? "<span class=soft>none</span>" : "<table>");
        counts.forEach((name, count) -> html.append("<tr><td>").append(escaped(name)).append("<td class=n>").append(grouped(count)).append('\n'));
        html.append(counts.isEmpty() ? "" : "</table>");
        end();
    }

    private void begin(String title) {
        html.append("<section><h2>").append(title).append("</h2>\n");
    }

    private void end() {
        html.append("</section>\n");
    }

    private static String grouped(int number) {
        return "%,d".formatted(number);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
