package io.github.listward.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What delivery itself takes, of time, processor and memory, where neither Marketo nor its limits slow it down. */
final class Engine implements Section {

    private static final int PEOPLE = 120_000;

    private final List<List<String>> rows = new ArrayList<>();

    @Override
    public int heap() {
        return 512;
    }

    @Override
    public Result run() throws Exception {
        long peak = 0;
        try (Deployment listward = new Deployment(3, Duration.ZERO).with("listward.delivery.import-threshold", 0).startWithoutLimits()) {
            Crowd crowd = new Crowd(PEOPLE, 3);
            peak = Math.max(peak, row("additions of unknown people", listward.deliver(PEOPLE / 2, crowd::first)));
            crowd.turn();
            peak = Math.max(peak, row("half additions of unknown people, half removals", listward.deliver(PEOPLE, crowd::change)));
            for (int i = 0; i < 3; i++) {
                crowd.turn();
                peak = Math.max(peak, row("half additions, half removals, of known people", listward.deliver(PEOPLE, crowd::change)));
            }
        }
        Table table = new Table("3 lists, flushes of 40,000 changes, no limits, the state in an H2 file",
                List.of("changes", "what", "changes/s", "CPU per 1,000 changes", "peak heap, of 512 MiB"), rows,
                List.of("From the change topic to the commit. CPU is that of all threads of Listward's process; broker and sandbox have their own, on the same cores. The peak has "
                        + "garbage in it. One after the other in one process: the later ones are those of a process that is warm."));
        return Result.of("Throughput of the engine", List.of(table), List.of(
                Section.atMost("Heap at flushes of 40,000 changes, MiB (with -Xmx512m; more would have failed)", 512, peak, "")));
    }

    private long row(String what, Deployment.Cost cost) {
        rows.add(List.of("%,d".formatted(cost.changes()), what, "%,.0f".formatted(cost.perSecond()), "%.0f ms".formatted(cost.cpuMillisPerThousand()),
                cost.peakHeap() + " MiB"));
        System.out.println(rows.get(rows.size() - 1));
        return cost.peakHeap();
    }
}
