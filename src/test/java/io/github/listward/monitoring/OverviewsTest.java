package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.destination.Audience;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.DestinationStates;
import io.github.listward.monitoring.Standing.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class OverviewsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int DATAFLOWS = 100;
    private static final int AUDIENCES = 50;

    /** A page asks for it every few seconds: 100 dataflows of 50 audiences each, and 5 counters of each. */
    @Test
    void sumsUpManyDataflowsInNoTime() {
        Definitions definitions = new Definitions(
                List.of(OneProcess.destination("europe", "123-ABC-456")),
                IntStream.range(0, DATAFLOWS).mapToObj(OverviewsTest::dataflow).toList());

        OneProcess.on("jdbc:h2:mem:" + UUID.randomUUID(), Clock.fixed(NOON, ZoneOffset.UTC), Set.of("123-ABC-456"), definitions, process -> {
            process.getBean(DestinationStates.class).up("europe", NOON);
            process.getBean(JdbcClient.class).sql("""
                            insert into counter_total (dataflow, audience, outcome, reason, amount)
                            select 'd' || (n / 50), 'a' || mod(n, 50), outcome, '', amount
                              from (select "X" as n from system_range(0, 4999)),
                                (values ('received', 10), ('activated', 4), ('excluded', 3), ('failed', 1), ('held', 1)) as each_outcome (outcome, amount)""").update();
            Overviews overviews = process.getBean(Overviews.class);

            Overview overview = overviews.now();
            Duration best = Stream.generate(() -> time(overviews)).limit(10).min(Duration::compareTo).orElseThrow();

            assertThat(overview.dataflows()).hasSize(DATAFLOWS);
            assertThat(overview.dataflows().get(99)).isEqualTo(new DataflowStanding("d99", "europe", "123-ABC-456", new Standing(Status.UP, null, NOON),
                    AUDIENCES, 0, 500, 200, 150, 50, 50, 50, null));
            assertThat(best).isLessThan(Duration.ofMillis(200));
        });
    }

    private static Duration time(Overviews overviews) {
        long began = System.nanoTime();
        overviews.now();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Dataflow dataflow(int number) {
        List<Audience> audiences = IntStream.range(0, AUDIENCES)
                .mapToObj(each -> new Audience("a" + each, null, true, null, null, Audience.WhenEnded.KEEP, null, null, null, Audience.WhenListMissing.RECREATE))
                .toList();
        return new Dataflow("d" + number, null, "europe", true, Dataflow.Identities.ALL, audiences, List.of());
    }
}
