package io.github.listward.benchmark;

import java.time.Duration;
import java.util.List;

/** Changes per second where Marketo's limits are in force and Listward has the whole of them, and the calls that were refused. */
final class RealLimits implements Section {

    private static final Duration CALL = Duration.ofMillis(200);
    private static final int KNOWN = 100_000;
    private static final int UNKNOWN = 50_000;

    @Override
    public int heap() {
        return 512;
    }

    @Override
    public Result run() throws Exception {
        try (Deployment listward = new Deployment(1, CALL)
                .with("listward.delivery.import-threshold", 0).with("calls-per-window", 100).with("concurrent-calls", 10)) {
            listward.startWithoutLimits();
            Crowd crowd = new Crowd(KNOWN, 1);
            listward.deliver(KNOWN / 2, crowd::first);
            crowd.turn();
            listward.deliver(KNOWN, crowd::change);
            listward.stop();

            listward.start();
            crowd.turn();
            Deployment.Cost known = listward.deliver(KNOWN, crowd::change);
            listward.jdbc().sql("delete from lead").update();
            crowd.turn();
            Deployment.Cost unknown = listward.deliver(UNKNOWN, crowd::change);
            int refused = known.refused() + unknown.refused();
            Table rates = new Table("1 list, 100 calls in 20 s, 10 at a time, 200 ms per call, half additions, half removals of members, at backlog",
                    List.of("lead ids", "changes", "s", "changes/s", "calls", "most that 300 in every call allow"),
                    List.of(row("known", known, "1,500/s"), row("unknown", unknown, "750/s")),
                    List.of("From the first poll to the last commit, in real time: the gaps between flushes, in which the database is written and nothing is sent, are in it."));
            Table refusals = new Table("Calls refused because of a limit (606, 607, 615), while Marketo's limits were in force",
                    List.of("calls", "refused", "most in 20 s, of 100", "most at a time, of 10"),
                    List.of(List.of(Integer.toString(known.calls() + unknown.calls()), Integer.toString(refused),
                            Integer.toString(listward.marketo().mostCallsInWindow()), Integer.toString(listward.marketo().mostCallsAtATime()))),
                    List.of());
            return Result.of("Under Marketo's limits", List.of(rates, refusals), List.of(
                    Section.atLeast("Changes/s with the full share of the limits, known leads", 1_400, known.perSecond(), ""),
                    Section.atLeast("Changes/s with the full share of the limits, unknown leads", 700, unknown.perSecond(), ""),
                    Section.atMost("Calls refused because of a limit", 0, refused, "")));
        }
    }

    private static List<String> row(String leads, Deployment.Cost cost, String most) {
        return List.of(leads, "%,d".formatted(cost.changes()), "%.1f".formatted(cost.time().toMillis() / 1e3), "%,.0f".formatted(cost.perSecond()),
                Integer.toString(cost.calls()), most);
    }
}
