package io.github.listward.benchmark;

import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;

/** How long the API takes to answer about runs and audiences when every audience of every dataflow has counted something in every hour that is kept. */
final class RunQueries implements Section {

    private static final int DATAFLOWS = Integer.getInteger("dataflows", 50);
    private static final int AUDIENCES = 50;
    private static final int DAYS = Integer.getInteger("days", 90);
    private static final int HOURS = DAYS * 24;
    private static final int LONGEST = 300;

    /** Each is asked so often, of one dataflow after the other. */
    private static final int ASKED = 15;
    private static final int WARM_UP = 5;

    /** Of an audience in an hour. Every n-th hour has it. */
    private static final String COUNTED = """
            select * from (values ('received', '', 1, 40), ('profiles', '', 1, 38), ('activated', 'added', 1, 20), ('excluded', 'UNCHANGED', 1, 17),
              ('activated', 'removed', 2, 5), ('calls', '', 4, 1), ('excluded', 'SUPERSEDED', 5, 2), ('failed', 'INVALID_VALUE', 20, 1))
              as k(outcome, reason, every, amount)""";

    /** Ids as AEP's are: 36 characters. The first audience of every dataflow is the same one. */
    private static final String AUDIENCE = "'5f0c7e0e-3a52-4c0f-9a8e-' || lpad(cast(case when a.x = 0 then 0 else ? * 100 + a.x end as varchar), 12, '0')";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private String api;

    @Override
    public int heap() {
        return 512;
    }

    @Override
    public Result run() throws Exception {
        try (Deployment listward = new Deployment(1, Duration.ZERO).startWithoutLimits()) {
            api = "http://localhost:" + listward.bean(Environment.class).getProperty("local.server.port") + "/api";
            Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
            for (int i = 0; i < DATAFLOWS; i++) {
                load(listward, i, now);
                System.out.printf("%s: dataflow %d%n", Instant.now(), i);
            }
            long counters = listward.jdbc().sql("select count(*) from counter").query(Long.class).single();
            String from = now.minus(Duration.ofHours(HOURS - 1)).toString();
            String oldest = id(now.minus(Duration.ofHours(HOURS - 1)));
            row("for comparison: the contract, a file", i -> "/openapi.yaml");
            row("runs, the last 24 h", i -> "/dataflows/flow-%d/runs".formatted(i));
            row("runs, 90 days", i -> "/dataflows/flow-%d/runs?limit=2160&from=%s".formatted(i, from));
            row("runs, the oldest 24 of 90 days", i -> "/dataflows/flow-%d/runs?from=%s&to=%s".formatted(i, from, now.minus(Duration.ofHours(HOURS - 24))));
            row("the newest run", i -> "/dataflows/flow-%d/runs/%s".formatted(i, id(now)));
            row("the oldest run", i -> "/dataflows/flow-%d/runs/%s".formatted(i, oldest));
            row("an audience, the last 24 h", i -> "/audiences/%s/metrics".formatted(audience(i, 7)));
            row("an audience, 90 days by the hour", i -> "/audiences/%s/metrics?from=%s".formatted(audience(i, 8), from));
            row("an audience, 90 days by the day", i -> "/audiences/%s/metrics?step=day&from=%s".formatted(audience(i, 9), from));
            row("an audience in %d dataflows, the last 24 h".formatted(DATAFLOWS), i -> "/audiences/%s/metrics".formatted(audience(i, 0)));
            row("an audience in %d dataflows, a week by the day".formatted(DATAFLOWS), i -> "/audiences/%s/metrics?step=day&from=%s".formatted(audience(i, 0), now.minus(Duration.ofDays(7).minusHours(1))));
            row("all audiences, %,d of them".formatted(DATAFLOWS * AUDIENCES), i -> "/audiences");
            List<List<String>> recording = recording(listward);
            return Result.of("Runs and audiences", List.of(
                    new Table("%d days of %d dataflows with %d audiences each: %,d counters".formatted(DAYS, DATAFLOWS, AUDIENCES, counters),
                            List.of("what is asked for", "median", "longest", "answer"), rows,
                            List.of("Over HTTP, to the last byte, asked %d times, of one dataflow after the other. Every audience has counters in every hour, which is more than there will be.".formatted(ASKED))),
                    new Table("Recording a flush, in that database", List.of("audiences", "counters", "median", "longest"), recording,
                            List.of("The counters' part of the transaction that records a flush: the three sums of every counter. The first flush of an hour makes the rows, the later ones find them."))),
                    targets);
        }
    }

    private static String id(Instant hour) {
        return hour.toString().substring(0, "2026-11-24T10".length());
    }

    private static String audience(int dataflow, int audience) {
        return "5f0c7e0e-3a52-4c0f-9a8e-%012d".formatted(audience == 0 ? 0 : dataflow * 100 + audience);
    }

    /** As {@link Tallies} would have it, in the order of the keys. */
    private static void load(Deployment listward, int dataflow, Instant now) {
        OffsetDateTime newest = now.atOffset(ZoneOffset.UTC);
        String flow = "flow-" + dataflow;
        String hour = "dateadd(hour, h.x, cast(? as timestamp with time zone))";
        OffsetDateTime oldest = newest.minusHours(HOURS - 1L);
        listward.jdbc().sql("insert into counter (dataflow, audience, hour_start, outcome, reason, amount) select ?, " + AUDIENCE + ", " + hour
                        + ", k.outcome, k.reason, k.amount from system_range(0, ?) a(x), system_range(0, ?) h(x), (" + COUNTED + ") k where mod(h.x * 7 + a.x, k.every) = 0")
                .params(flow, dataflow, oldest, AUDIENCES - 1, HOURS - 1)
                .update();
        listward.jdbc().sql("insert into run_audience (dataflow, hour_start, audience) select ?, " + hour + ", " + AUDIENCE + " from system_range(0, ?) h(x), system_range(0, ?) a(x)")
                .params(flow, oldest, dataflow, HOURS - 1, AUDIENCES - 1)
                .update();
        listward.jdbc().sql("insert into run_counter select dataflow, hour_start, outcome, reason, sum(amount) from counter where dataflow = ? group by dataflow, hour_start, outcome, reason")
                .param(flow)
                .update();
        listward.jdbc().sql("insert into counter_total select dataflow, audience, outcome, reason, sum(amount) from counter where dataflow = ? group by dataflow, audience, outcome, reason")
                .param(flow)
                .update();
    }

    private void row(String what, IntFunction<String> path) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            get(path.apply(i % DATAFLOWS));
        }
        long[] nanos = new long[ASKED];
        long bytes = 0;
        for (int i = 0; i < ASKED; i++) {
            String asked = path.apply((WARM_UP + i) % DATAFLOWS);
            long began = System.nanoTime();
            bytes = get(asked);
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        double longest = nanos[ASKED - 1] / 1e6;
        rows.add(List.of(what, "%.0f ms".formatted(nanos[ASKED / 2] / 1e6), "%.0f ms".formatted(longest), "%,d KiB".formatted((bytes + 1023) >> 10)));
        targets.add(Section.atMost("Longest answer: " + what, LONGEST, longest, " ms"));
        System.out.println(rows.get(rows.size() - 1));
    }

    private long get(String path) throws Exception {
        String login = Base64.getEncoder().encodeToString("admin:benchmark".getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(api + path)).header("Authorization", "Basic " + login).build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body().length;
    }

    private static List<List<String>> recording(Deployment listward) {
        List<List<String>> recorded = new ArrayList<>();
        for (int audiences : List.of(1, 10, 50, 250)) {
            long[] nanos = new long[30];
            for (int i = 0; i < nanos.length; i++) {
                Tally tally = tally(audiences);
                long began = System.nanoTime();
                listward.bean(TransactionTemplate.class).executeWithoutResult(status -> listward.bean(Tallies.class).record(tally));
                nanos[i] = System.nanoTime() - began;
            }
            Arrays.sort(nanos);
            recorded.add(List.of(Integer.toString(audiences), Integer.toString(audiences * 5), "%.1f ms".formatted(nanos[nanos.length / 2] / 1e6),
                    "%.1f ms".formatted(nanos[nanos.length - 1] / 1e6)));
            System.out.println(recorded.get(recorded.size() - 1));
        }
        return recorded;
    }

    private static Tally tally(int audiences) {
        Tally tally = Tally.ofNoBatch();
        for (int i = 0; i < audiences; i++) {
            String audience = audience(i / AUDIENCES, 100 + i % AUDIENCES);
            tally.add("flow-" + i / AUDIENCES, audience, Outcome.ACTIVATED, "added", 300);
            tally.add("flow-" + i / AUDIENCES, audience, Outcome.ACTIVATED, "removed", 300);
            tally.add("flow-" + i / AUDIENCES, audience, Outcome.EXCLUDED, "SUPERSEDED", 30);
            tally.add("flow-" + i / AUDIENCES, audience, Outcome.EXCLUDED, "UNCHANGED", 30);
            tally.add("flow-" + i / AUDIENCES, audience, Outcome.CALLS, "", 2);
        }
        return tally;
    }
}
