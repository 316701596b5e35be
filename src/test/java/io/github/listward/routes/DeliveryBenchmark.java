package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;

import io.github.listward.activation.MembershipChange;
import io.github.listward.sandbox.MarketoSandbox;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** One flush of the largest size, over three lists, without Marketo's limits: what delivery itself costs. Run it as the page docs/benchmarks.md says. */
final class DeliveryBenchmark {

    private static final int CHANGES = Integer.getInteger("changes", 40_000);
    private static final List<String> LISTS = List.of("create", "match", "recreate");

    private DeliveryBenchmark() {}

    public static void main(String[] arguments) {
        try (MarketoSandbox marketo = EveryDestination.sandbox(); DeliveryRoutes delivery = EveryDestination.on(marketo).start()) {
            for (int round = 0; round < 3; round++) {
                delivery.startAfresh();
                int day = round + 1;
                IntStream.range(0, CHANGES).filter(i -> i % 3 == 1).forEach(i -> marketo.hasLead(email(i)));
                report(marketo, delivery, "cold, qualified", i -> aChange().in(LISTS.get(i % 3)).by(email(i)).at(moment(day, 1)).build());
                report(marketo, delivery, "warm, the same again", i -> aChange().in(LISTS.get(i % 3)).by(email(i)).at(moment(day, 2)).build());
                report(marketo, delivery, "warm, new attributes",
                        i -> aChange().in(LISTS.get(i % 3)).by(email(i)).with("firstName", "Augusta").at(moment(day, 3)).build());
                report(marketo, delivery, "warm, exited", i -> aChange().in(LISTS.get(i % 3)).exiting("vip").by(email(i)).at(moment(day, 4)).build());
            }
        }
    }

    private static void report(MarketoSandbox marketo, DeliveryRoutes delivery, String what, IntFunction<MembershipChange> change) {
        List<MembershipChange> changes = IntStream.range(0, CHANGES).mapToObj(change).toList();
        ManagementFactory.getMemoryMXBean().gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        int calls = marketo.calls();
        Instant start = Instant.now();
        DeliveryRoutes.Flushed flushed = delivery.deliver(changes);
        Duration took = Duration.between(start, Instant.now());
        System.out.printf("%-22s %6d ms  %4d calls  peak heap %4d MiB  %s%n", what, took.toMillis(), marketo.calls() - calls,
                heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20, flushed.counts());
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    }

    private static String email(int i) {
        return "person" + i + "@example.com";
    }

    private static String moment(int day, int hour) {
        return "2026-11-%02dT%02d:00:00Z".formatted(day, hour);
    }
}
