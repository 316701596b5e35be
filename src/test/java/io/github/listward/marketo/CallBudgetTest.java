package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Offset.offset;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

class CallBudgetTest {

    private static final String ID = "123-ABC-456";

    /** Ten of its calls are the reserve. */
    private static final Instance INSTANCE = new Instance(ID, URI.create("http://localhost:1"), "client", new Secret("secret"), 50, 5, 400, 200, 5);

    private final PassingTime time = new PassingTime("2026-11-23T18:00:00Z");
    private final JdbcDataSource database = new JdbcDataSource();
    private final Instances instances = new Instances(List.of(INSTANCE));
    private DailyCalls dailyCalls;
    private CallBudget budget;

    @BeforeEach
    void open() {
        database.setURL("jdbc:h2:mem:budget;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V2__calls.sql")).execute(database);
        dailyCalls = new DailyCalls(JdbcClient.create(database), time);
        budget = new CallBudget(instances, dailyCalls, time);
    }

    @AfterEach
    void close() {
        JdbcClient.create(database).sql("drop all objects").update();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # an ordinary day, one of 23 hours, one of 25
              2026-11-23T06:00:00Z, 24, 0
              2026-11-23T18:00:00Z, 24, 0.5
              2026-11-24T05:59:59Z, 24, 0.99998
              2026-03-08T06:00:00Z, 23, 0
              2026-03-08T17:30:00Z, 23, 0.5
              2026-03-09T04:59:59Z, 23, 0.99998
              2026-11-01T05:00:00Z, 25, 0
              2026-11-01T17:30:00Z, 25, 0.5
              2026-11-02T05:59:59Z, 25, 0.99998
            """)
    void knowsHowMuchOfTheDayIsGone(String now, int hours, double gone) {
        DayBudget day = new CallBudget(instances, dailyCalls, new PassingTime(now)).of(ID);

        assertThat(day.length()).isEqualTo(Duration.ofHours(hours));
        assertThat(day.gone()).isCloseTo(gone, offset(0.00001));
    }

    @Test
    void keepsTheReserveForRemovals() {
        use(190);

        assertThat(budget.of(ID).holdsAdditions()).isTrue();
        assertThatExceptionOfType(ReserveReachedException.class).isThrownBy(() -> dailyCalls.count(INSTANCE, budget.limit(addition())));
        dailyCalls.count(INSTANCE, budget.limit(removal()));
        assertThat(budget.of(ID).used()).isEqualTo(191);
    }

    @Test
    void endsTheDayForRemovalsTooWhenAllIsUsed() {
        use(200);

        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> dailyCalls.count(INSTANCE, budget.limit(removal())))
                .satisfies(used -> assertThat(used.retryAfter()).isEqualTo(Duration.ofHours(12)));
        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> dailyCalls.count(INSTANCE, budget.limit(addition())));
    }

    @Test
    void livesWithWhatOthersLeave() {
        use(20);

        budget.read(ID, List.of(usage("2026-11-23", 320)));

        DayBudget day = budget.of(ID);
        assertThat(day.othersUsed()).isEqualTo(300);
        assertThat(day.share()).isEqualTo(100);
        assertThat(day.left()).isEqualTo(80);
        assertThat(day.isCutByOthers()).isTrue();
    }

    @Test
    void forgetsWhatOthersUsedAtMidnight() {
        budget.read(ID, List.of(usage("2026-11-22", 399), usage("2026-11-23", 400)));
        assertThat(budget.of(ID).left()).isZero();

        time.passes(Duration.ofHours(12));

        assertThat(budget.of(ID).left()).isEqualTo(200);
        assertThat(budget.sparesForJobs(ID)).isTrue();
    }

    @Test
    void leavesItToMarketoToSayThatOthersUsedUpTheQuota() {
        budget.read(ID, List.of(usage("2026-11-23", 400)));

        assertThatExceptionOfType(ReserveReachedException.class).isThrownBy(() -> dailyCalls.count(INSTANCE, budget.limit(addition())));
        dailyCalls.count(INSTANCE, budget.limit(removal()));
    }

    private void use(int calls) {
        for (int i = 0; i < calls; i++) {
            dailyCalls.count(INSTANCE, INSTANCE.dailyCalls());
        }
    }

    private static DailyUsage usage(String day, int total) {
        return new DailyUsage(LocalDate.parse(day), total);
    }

    private static MarketoRequest addition() {
        return MarketoRequest.postJson(ID, "add-to-list", "/rest/v1/lists/1/leads.json", null);
    }

    private static MarketoRequest removal() {
        return MarketoRequest.delete(ID, "remove-from-list", "/rest/v1/lists/1/leads.json", List.of());
    }
}
