package io.github.listward.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** REST calls per 1,000 changes, at backlog and without limits: what the planner makes of the same work on one list and on many. */
final class CallsPerThousand implements Section {

    private static final int CHANGES = 100_000;
    private static final int FEW = 20_000;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    @Override
    public int heap() {
        return 512;
    }

    @Override
    public Result run() throws Exception {
        measure(1, 3.4, 6.8);
        measure(10, 3.7, 7.1);
        measure(50, 0, 0);
        Table table = new Table("100,000 changes each, half additions, half removals of members; no import in bulk",
                List.of("lists", "lead ids", "people", "calls", "calls per 1,000", "floor"), rows, List.of(
                        "*known*: the ids of all leads are remembered, and the attributes were sent before. *unknown*: no id is, so that everybody who is added is upserted, and "
                                + "everybody who is removed is looked up first. The floor is what 300 people in every call come to: 3.33 of known and 6.67 of unknown leads. Who "
                                + "moves several times within a flush is moved once, or not at all, which is why 20,000 people need less.",
                        "All calls of the time count, those that check the instance among them. A flush takes 40,000 changes, and none waits for another to fill its calls: "
                                + "100,000 changes are 2 full flushes and a half one, and each leaves one call per list and action less than full."));
        return Result.of("Calls per 1,000 changes", List.of(table), targets);
    }

    private void measure(int lists, double wantedKnown, double wantedUnknown) throws Exception {
        try (Deployment listward = new Deployment(lists, Duration.ZERO).with("listward.delivery.import-threshold", 0).startWithoutLimits()) {
            Crowd crowd = new Crowd(CHANGES, lists);
            listward.deliver(CHANGES / 2, crowd::first);
            crowd.turn();
            listward.deliver(CHANGES, crowd::change); // from here on everybody is known
            crowd.turn();
            double known = row(lists, "known", CHANGES, listward.deliver(CHANGES, crowd::change));
            crowd.turn();
            double unknown = row(lists, "unknown", CHANGES, forgotten(listward).deliver(CHANGES, crowd::change));
            crowd.turn();
            row(lists, "unknown", FEW, forgotten(listward).deliver(CHANGES, i -> crowd.change(i, FEW)));
            crowd.turn();
            row(lists, "known", FEW, listward.deliver(CHANGES, i -> crowd.change(i, FEW)));
            if (wantedKnown > 0) {
                String where = lists == 1 ? "1 list" : lists + " lists";
                targets.add(Section.atMost("Calls per 1,000 changes, " + where + ", known leads", wantedKnown, known, ""));
                targets.add(Section.atMost("Calls per 1,000 changes, " + where + ", unknown leads", wantedUnknown, unknown, ""));
            }
        }
    }

    private static Deployment forgotten(Deployment listward) {
        listward.jdbc().sql("delete from lead").update();
        return listward;
    }

    private double row(int lists, String leads, int people, Deployment.Cost cost) {
        rows.add(List.of(Integer.toString(lists), leads, "%,d".formatted(people), Integer.toString(cost.calls()),
                String.format(Locale.ROOT, "%.2f", cost.callsPerThousand()), people == FEW ? "" : leads.equals("known") ? "3.33" : "6.67"));
        System.out.println(rows.get(rows.size() - 1) + " " + cost);
        return cost.callsPerThousand();
    }
}
