package io.github.listward.benchmark;

import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** From an event in the profile topic to the list in Marketo, with real Kafka, in real time, under Marketo's limits. */
final class Latency implements Section {

    private static final Duration CALL = Duration.ofMillis(200);
    private static final Duration EACH = Duration.ofSeconds(50);
    private static final List<Integer> RATES = List.of(1, 10, 100);
    private static final int WANTED = 10;
    private static final String LIST = "List 0";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    @Override
    public int heap() {
        return 512;
    }

    @Override
    public Result run() throws Exception {
        int people = RATES.stream().mapToInt(rate -> rate * (int) EACH.toSeconds()).sum() + WANTED * (int) EACH.toSeconds() + 40;
        try (Deployment listward = new Deployment(1, CALL)) {
            listward.startWithoutLimits();
            // Everybody is known; the even ones are members, and the odd ones were.
            send(listward, IntStream.range(0, people).toArray(), true);
            send(listward, IntStream.range(0, people).filter(i -> i % 2 == 1).toArray(), false);
            listward.stop();

            listward.start();
            int refusedBefore = listward.marketo().refused(); // none was, without limits
            int next = warmUp(listward, 0);
            for (int rate : RATES) {
                next = measure(listward, next, rate, "half (the default)");
            }
            listward.stop();
            listward.with("calls-per-window", 100).with("concurrent-calls", 10).start();
            measure(listward, warmUp(listward, next), WANTED, "all");
            Table table = new Table("1 list, 200 ms per call, half additions, half removals, of people whose leads are known",
                    List.of("share of the rate", "changes/s", "s", "changes", "p50", "p99", "longest", "calls", "bucket before, of", "bucket after"), rows,
                    List.of("From the moment the event is handed to Kafka until the sandbox has carried out the call. The bucket is what is left of the day's calls that may be used by now; "
                            + "while it is more than half full, nothing waits for the sake of full calls."));
            return Result.of("Event to membership", List.of(table), with(targets,
                    Section.atMost("Calls refused because of a limit, meanwhile", 0, listward.marketo().refused() - refusedBefore, "")));
        }
    }

    private static List<Target> with(List<Target> targets, Target more) {
        List<Target> all = new ArrayList<>(targets);
        all.add(more);
        return all;
    }

    private static void send(Deployment listward, int[] people, boolean qualified) throws Exception {
        long before = listward.queued();
        for (int person : people) {
            listward.send("profile-" + person, event(person, qualified));
        }
        listward.awaitDelivered(before + people.length);
    }

    /** The first calls fetch a token, and open connections. */
    private static int warmUp(Deployment listward, int from) throws Exception {
        send(listward, IntStream.range(from, from + 20).filter(i -> i % 2 == 0).toArray(), false);
        return from + 20;
    }

    /** @return the next who has not been moved yet */
    private int measure(Deployment listward, int from, int rate, String share) throws Exception {
        DayBudget before = listward.bean(CallBudget.class).of("123-ABC-456");
        int calls = listward.marketo().calls();
        long queued = listward.queued();
        int count = rate * (int) EACH.toSeconds();
        Map<String, Instant> sent = new HashMap<>();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = began + i * 1_000_000_000L / rate;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            int person = from + i;
            sent.put(email(person), Instant.now());
            listward.send("profile-" + person, event(person, person % 2 == 1));
        }
        listward.awaitDelivered(queued + count);
        DayBudget after = listward.bean(CallBudget.class).of("123-ABC-456");
        Map<String, Instant> moved = listward.marketo().lastMoves(LIST, List.copyOf(sent.keySet()));
        double[] millis = sent.keySet().stream().mapToDouble(email -> Duration.between(sent.get(email), moved.get(email)).toNanos() / 1e6).sorted().toArray();
        if (millis[0] < 0) {
            throw new IllegalStateException("Somebody was not moved");
        }
        double median = millis[millis.length / 2];
        double most = millis[millis.length * 99 / 100];
        rows.add(List.of(share, Integer.toString(rate), Long.toString(EACH.toSeconds()), Integer.toString(count), "%.0f ms".formatted(median), "%.0f ms".formatted(most),
                "%.0f ms".formatted(millis[millis.length - 1]), Integer.toString(listward.marketo().calls() - calls),
                "%,d of %,d".formatted(before.available(), before.bucket()), "%,d".formatted(after.available())));
        System.out.println(rows.get(rows.size() - 1));
        if (rate == WANTED) {
            targets.add(Section.atMost("p50 at 10 changes/s, bucket rich, share of the rate: " + share, 1, median / 1_000, " s"));
            targets.add(Section.atMost("p99 at 10 changes/s, bucket rich, share of the rate: " + share, 3, most / 1_000, " s"));
        }
        return from + count;
    }

    private static String email(int person) {
        return "person" + person + "@example.com";
    }

    private static String event(int person, boolean qualified) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"a0":{"status":"%s","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(qualified ? "realized" : "exited", Instant.now(), email(person));
    }
}
