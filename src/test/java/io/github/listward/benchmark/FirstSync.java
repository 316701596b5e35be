package io.github.listward.benchmark;

import io.github.listward.activation.MembershipChange;
import io.github.listward.routes.ChangeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The first synchronization of an audience nobody of which is known, by each lane. */
final class FirstSync implements Section {

    private static final int MEMBERS = Integer.getInteger("members", 1_000_000);
    private static final int FLUSH = 40_000;
    private static final Duration CALL = Duration.ofMillis(200);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final List<List<String>> rows = new ArrayList<>();

    @Override
    public int heap() {
        return 6_000;
    }

    @Override
    public Result run() throws Exception {
        int bulk = measure("bulk import (the default, from 15,000 new people in a flush)", 15_000);
        measure("sync", 0);
        Table table = new Table("%,d new members of one audience, at backlog, in simulated time".formatted(MEMBERS),
                List.of("lane", "calls", "until everybody is in the list", "in the list at the end"), rows,
                List.of("The whole of Marketo's rate, 100 calls in 20 s, 200 ms per call one after the other, and the default of 25,000 calls a day. Marketo does not say how fast it imports; "
                        + "the sandbox takes 1,000 rows a second, an assumption, and the time of the bulk lane is little else. The sandbox is in the same process, hence the heap."));
        return Result.of("First synchronization", List.of(table), List.of(
                Section.atMost("Calls to bring %,d new members into a list by bulk import".formatted(MEMBERS), 99, bulk, "")));
    }

    private int measure(String lane, int importThreshold) throws Exception {
        try (Simulation simulation = new Simulation(1, 100, CALL, importThreshold)) {
            int before = simulation.marketo().calls();
            Instant began = simulation.now();
            Instant inList = null;
            for (int from = 0; from < MEMBERS; from += FLUSH) {
                simulation.deliver(IntStream.range(from, Math.min(MEMBERS, from + FLUSH)).mapToObj(i -> change(i, began)).toList());
            }
            long held = held(simulation);
            while (held > 0) {
                simulation.passes(TICK);
                simulation.delivery().watchImports();
                if (inList == null && members(simulation) == MEMBERS) {
                    inList = simulation.now();
                }
                List<MembershipChange> released = simulation.delivery().queueReleased();
                if (!released.isEmpty()) {
                    simulation.deliver(released);
                }
                held = held(simulation);
            }
            int calls = simulation.marketo().calls() - before;
            Duration took = Duration.between(began, inList == null ? simulation.now() : inList);
            rows.add(List.of(lane, "%,d".formatted(calls), "%d min %d s".formatted(took.toMinutes(), took.toSecondsPart()), "%,d".formatted(members(simulation))));
            System.out.println(rows.get(rows.size() - 1));
            return calls;
        }
    }

    private static long held(Simulation simulation) {
        return simulation.delivery().jdbc().sql("select coalesce(sum(amount), 0) from counter where outcome = 'held'").query(Long.class).single();
    }

    private static int members(Simulation simulation) {
        return simulation.marketo().membersOf(simulation.marketo().listNamed("List 0")).size();
    }

    private static MembershipChange change(int person, Instant at) {
        return ChangeBuilder.aChange().in(Simulation.DATAFLOW).qualifying("a0").by("person" + person + "@example.com").at(at.toString()).build();
    }
}
