package io.github.listward.benchmark;

import io.github.listward.RunningListward;
import io.github.listward.sandbox.MarketoSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Time from a qualified event in Kafka to membership in Marketo, one event at a time while Listward is
 * idle, with Marketo's limits on and so many milliseconds per call. The command is in docs/benchmarks.md.
 */
public final class LatencyBenchmark {

    private static final Duration BETWEEN = Duration.ofMillis(2_500);
    private static final int WARM_UP = 5;

    private LatencyBenchmark() {}

    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        Duration call = Duration.ofMillis(args.length > 1 ? Long.parseLong(args[1]) : 0);
        Path directory = Files.createTempDirectory("listward-latency");
        long begun = System.nanoTime();
        try (MarketoSandbox marketo = MarketoSandbox.builder()
                        .workspace("Europe", "Europe").workspace("America", "America").latency(call).start();
                RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml")
                        .with("logging.level.root", "warn")) {
            long starting = System.nanoTime();
            listward.start();
            System.out.printf("started in %.1f s, with the broker in %.1f s%n", seconds(starting), seconds(begun));
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < WARM_UP + events; i++) {
                String email = "person-" + i + "@example.com";
                long sent = System.nanoTime();
                listward.send("profile-" + i, event(email));
                while (marketo.listNamed("VIP Europe") == null || !marketo.emailsIn("VIP Europe").contains(email)) {
                    TimeUnit.MILLISECONDS.sleep(2);
                }
                if (i >= WARM_UP) {
                    millis.add((System.nanoTime() - sent) / 1e6);
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            }
            Collections.sort(millis);
            System.out.printf("event to membership, %d events, %d ms per call: median %.0f ms, 90 %% %.0f ms, longest %.0f ms%n",
                    events, call.toMillis(), millis.get(events / 2), millis.get(events * 9 / 10), millis.get(events - 1));
        }
        System.exit(0);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static String event(String email) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(Instant.now(), email);
    }
}
