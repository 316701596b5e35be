package io.github.listward.benchmark;

import io.github.listward.activation.MembershipChange;
import io.github.listward.batch.Paces.Pace;
import io.github.listward.routes.ChangeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A Marketo day of a steady stream of changes over three lists, within the default budget: how many calls it takes, and how long a change waits. */
final class SimulatedDay implements Section {

    private static final int LISTS = 3;
    private static final int PER_SECOND = 10;
    private static final Duration DAY = Duration.ofHours(Integer.getInteger("hours", 24));
    private static final Duration CALL = Duration.ofMillis(200);
    /** Who reads the change topic waits so long for more, while changes come in. */
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofMillis(500);

    /** People of one list. The members are numbers from {@code oldest} to {@code next}. */
    private static final class Stream {
        private int oldest;
        private int next;
    }

    private final Random random = new Random(4);
    private final Stream[] lists = {new Stream(), new Stream(), new Stream()};

    @Override
    public int heap() {
        return 3_000;
    }

    @Override
    public Result run() throws Exception {
        try (Simulation simulation = new Simulation(LISTS, 50, CALL, 15_000)) {
            Instant begin = simulation.now();
            Instant end = begin.plus(DAY);
            List<Instant> arrivals = arrivals(begin, end);
            float[] seconds = new float[arrivals.size()];
            int callsBefore = simulation.marketo().calls();
            int next = 0;
            int flushes = 0;
            while (next < arrivals.size()) {
                simulation.waitUntil(arrivals.get(next));
                waitForMore(simulation, arrivals, next);
                simulation.passes(POLL);
                int from = next;
                List<MembershipChange> changes = new ArrayList<>();
                while (next < arrivals.size() && !arrivals.get(next).isAfter(simulation.now())) {
                    changes.add(change(arrivals.get(next)));
                    next++;
                }
                simulation.deliver(changes);
                simulation.delivery().retains(1);
                for (int i = from; i < next; i++) {
                    seconds[i] = Duration.between(arrivals.get(i), simulation.now()).toMillis() / 1_000f;
                }
                if (++flushes % 500 == 0) {
                    System.out.println(simulation.now() + " " + simulation.budget());
                }
            }
            int calls = simulation.marketo().calls() - callsBefore;
            int refused = simulation.marketo().answered("606") + simulation.marketo().answered("607") + simulation.marketo().answered("615");
            Arrays.sort(seconds);
            double median = seconds[seconds.length / 2];
            double most = seconds[(int) (seconds.length * 0.99)];
            Table table = new Table("%d simulated hours, %d changes/s, %d lists, each change an addition of somebody new or a removal of a member".formatted(
                            DAY.toHours(), PER_SECOND, LISTS),
                    List.of("changes", "flushes", "calls", "of the budget", "p50", "p99", "longest", "refused"),
                    List.of(List.of("%,d".formatted(seconds.length), "%,d".formatted(flushes), "%,d".formatted(calls), "25,000", "%.1f s".formatted(median),
                            "%.1f s".formatted(most), "%.1f s".formatted(seconds[seconds.length - 1]), Integer.toString(refused))),
                    List.of("From a change in the change topic to the end of its flush. Listward's and the sandbox's clocks are simulated, from one midnight in Chicago to the next; "
                            + "calls take 200 ms and go one after the other, which is slower than in reality, and the work of the machine takes no time. The default share: half of "
                            + "Marketo's rate and half of its daily calls. The sandbox is in the same process, hence the heap."));
            return Result.of("A day within the budget", List.of(table), List.of(
                    Section.atMost("Calls of a simulated day at 10 changes/s over 3 lists", 25_000, calls, ""),
                    Section.atMost("p99 of that day", 60, most, " s"),
                    Section.atMost("Calls refused because of a limit, that day", 0, refused, "")));
        }
    }

    /** As the consumer does: it looks now and then whether what waits fills calls. */
    private static void waitForMore(Simulation simulation, List<Instant> arrivals, int next) {
        int arrived = next;
        for (Optional<Pace> pace = simulation.pace(); pace.isPresent(); pace = simulation.pace()) {
            while (arrived < arrivals.size() && !arrivals.get(arrived).isAfter(simulation.now())) {
                arrived++;
            }
            if (arrived - next >= pace.get().enough()) {
                return;
            }
            Instant look = simulation.now().plus(LOOK);
            simulation.waitUntil(look.isBefore(pace.get().until()) ? look : pace.get().until());
        }
    }

    /** Independent of each other, as those of many people are. */
    private List<Instant> arrivals(Instant begin, Instant end) {
        List<Instant> arrivals = new ArrayList<>();
        for (Instant at = begin; at.isBefore(end); at = at.plusNanos((long) (-Math.log(1 - random.nextDouble()) * 1e9 / PER_SECOND))) {
            arrivals.add(at);
        }
        return arrivals;
    }

    private MembershipChange change(Instant at) {
        int number = random.nextInt(LISTS);
        Stream list = lists[number];
        boolean addition = list.next - list.oldest < 100 || random.nextBoolean();
        ChangeBuilder change = ChangeBuilder.aChange().in(Simulation.DATAFLOW);
        change = addition ? change.qualifying("a" + number) : change.exiting("a" + number);
        int person = addition ? list.next++ : list.oldest++;
        return change.by("list" + number + "-person" + person + "@example.com").at(at.toString()).build();
    }
}
