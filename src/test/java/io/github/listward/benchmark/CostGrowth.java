package io.github.listward.benchmark;

import static io.github.listward.routes.ChangeBuilder.aChange;

import io.github.listward.activation.MembershipChange;
import io.github.listward.routes.DeliveryRoutes;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Time in the database per flush, the more members are known. */
final class CostGrowth implements Section {

    private static final int FLUSH = 5_000;
    private static final int WARM_UP = 6;
    private static final int MEASURED = 9;
    private static final String H2 = "H2, a file";
    private static final String POSTGRES = "PostgreSQL 16";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<List<String>> statements = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    @Override
    public int heap() {
        return 512;
    }

    @Override
    public Result run() throws Exception {
        for (String database : System.getProperty("database", H2 + ";" + POSTGRES).split(";")) {
            for (int known : List.of(10_000, 100_000, 1_000_000)) {
                double millis = measure(database, known);
                if (known == 1_000_000) {
                    targets.add(Section.atMost("Database time per 5,000 changes at 1,000,000 known members, " + database, 100, millis, " ms"));
                }
            }
        }
        Table table = new Table("Flushes of 5,000 changes, half additions of known people, half removals of members, of one list",
                List.of("database", "known members", "median time in the database", "shortest", "longest", "round trips"), rows,
                List.of("Time in JDBC statements and commits of all threads, per flush, of %d flushes after %d; the people are spread evenly over all that are known, and no flush has "
                        .formatted(MEASURED, WARM_UP) + "those of another. H2 with the settings of application.yaml, in Listward's heap of 512 MiB; PostgreSQL with shared_buffers of 1 GB, "
                        + "and without fsync, on the same machine."));
        Table worst = new Table("The most expensive statements at 1,000,000 known members", List.of("database", "per flush", "statement"), statements, List.of());
        return Result.of("Cost growth", List.of(table, worst), targets);
    }

    private double measure(String database, int known) throws Exception {
        Path directory = Files.createTempDirectory("listward-growth");
        DatabaseTime time = new DatabaseTime();
        ScheduledExecutorService renewer = Executors.newSingleThreadScheduledExecutor();
        EmbeddedPostgres postgres = database.equals(H2) ? null : EmbeddedPostgres.builder().setServerConfig("shared_buffers", "1GB").start();
        try (MarketoSandbox marketo = MarketoSandbox.builder().start()) {
            marketo.enforcesLimits(false);
            marketo.hasField("customerNumber", "string", 50, true, true);
            DeliveryRoutes delivery = DeliveryRoutes.to(marketo, "definitions/every-destination.yaml").with(time).with("listward.delivery.import-threshold", 0);
            if (postgres == null) {
                delivery.with("spring.datasource.url", "jdbc:h2:file:" + directory.resolve("listward")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
            } else {
                delivery.with("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres")).with("spring.datasource.username", "postgres");
            }
            try (delivery) {
                delivery.start();
                renewer.scheduleWithFixedDelay(delivery::renewLeases, 1, 1, TimeUnit.SECONDS);
                return measure(database, known, delivery, time);
            }
        } finally {
            renewer.shutdownNow();
            if (postgres != null) {
                postgres.close();
            }
        }
    }

    private double measure(String database, int known, DeliveryRoutes delivery, DatabaseTime time) {
        int pool = Math.min(known, FLUSH / 2 * (WARM_UP + MEASURED));
        deliver(delivery, 2 * pool, i -> aChange().by(email(i)).at(moment(1)).build());
        deliver(delivery, pool, i -> aChange().exiting("vip").by(email(pool + i)).at(moment(2)).build());
        seed(delivery, known - pool);
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < WARM_UP + MEASURED; round++) {
            if (round == WARM_UP) {
                time.reset();
            }
            double before = time.total().toNanos() / 1e6;
            delivery.deliver(changes(round, pool));
            millis.add(time.total().toNanos() / 1e6 - before);
        }
        List<Double> measured = new ArrayList<>(millis.subList(WARM_UP, millis.size()));
        Collections.sort(measured);
        double median = measured.get(MEASURED / 2);
        rows.add(List.of(database, "%,d".formatted(known), "%.0f ms".formatted(median), "%.0f ms".formatted(measured.get(0)),
                "%.0f ms".formatted(measured.get(MEASURED - 1)), Long.toString(time.roundTrips() / MEASURED)));
        System.out.println(rows.get(rows.size() - 1));
        time.worst(MEASURED, 12).forEach(System.out::println);
        if (known == 1_000_000) {
            time.worst(MEASURED, 10).forEach(each -> statements.add(List.of(database, each.time(), each.statement())));
        }
        return median;
    }

    /** Members and others by turns, and each pair one time only, unless fewer are known: then they change places. */
    private static List<MembershipChange> changes(int round, int pool) {
        int half = FLUSH / 2;
        int from = round * half % pool;
        boolean swapped = round * half / pool % 2 == 1;
        return IntStream.range(from, from + half).boxed()
                .flatMap(i -> Stream.of(
                        aChange().by(email(swapped ? i : pool + i)).at(moment(3 + round)).build(),
                        aChange().exiting("vip").by(email(swapped ? pool + i : i)).at(moment(3 + round)).build()))
                .toList();
    }

    private static void deliver(DeliveryRoutes delivery, int count, IntFunction<MembershipChange> change) {
        for (int from = 0; from < count; from += 10_000) {
            delivery.deliver(IntStream.range(from, Math.min(count, from + 10_000)).mapToObj(change).toList());
        }
    }

    /** Members as they are when they were delivered long ago, straight into the tables. */
    private static void seed(DeliveryRoutes delivery, int count) {
        long list = delivery.jdbc().sql("select list_id from audience_list where audience = 'vip'").query(Long.class).single();
        Random random = new Random(4);
        String[] hashes = Stream.generate(() -> hash(random)).limit(count).sorted().toArray(String[]::new);
        for (int from = 0; from < count; from += 20_000) {
            Object[] people = Arrays.copyOfRange(hashes, from, Math.min(count, from + 20_000), Object[].class);
            Object[] leads = IntStream.range(from, from + people.length).mapToObj(i -> 50_000_000L + i).toArray();
            insert(delivery, "insert into wanted select 'create', 'vip', p, p, true, 1, 'profiles', 0, n, 0", people, leads);
            insert(delivery, "insert into lead select 'create', p, n, p, 1", people, leads);
            insert(delivery, "insert into delivered select '123-ABC-456', " + list + ", n, true, 1", people, leads);
            insert(delivery, "insert into last_outcome select p, 'create', 'vip', true, 'activated', 'added', null, '1#1', 1, true, 1, 'profiles', 0, n, 0, 0", people, leads);
        }
        delivery.jdbc().sql("analyze").update();
    }

    private static void insert(DeliveryRoutes delivery, String sql, Object[] people, Object[] leads) {
        delivery.bean(JdbcTemplate.class).update(sql + " from unnest(cast(? as varchar array), cast(? as bigint array)) as k(p, n)", statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("varchar", people));
            statement.setArray(2, statement.getConnection().createArrayOf("bigint", leads));
        });
    }

    private static String hash(Random random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String email(int i) {
        return "person" + i + "@example.com";
    }

    private static String moment(int hour) {
        return Instant.parse("2026-11-20T00:00:00Z").plus(Duration.ofHours(hour)).toString();
    }
}
