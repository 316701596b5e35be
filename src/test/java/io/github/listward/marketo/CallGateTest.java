package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.util.unit.DataSize;

class CallGateTest {

    private static final Instance ONE = instance("123-ABC-456", 50, 2, 4);
    private static final Instance OTHER = instance("789-DEF-012", 50, 2, 4);

    private final PassingTime time = new PassingTime("2026-11-23T12:00:00Z");
    private final JdbcDataSource database = new JdbcDataSource();
    private final Instances instances = new Instances(List.of(ONE, OTHER));
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private DailyCalls dailyCalls;
    private CallGate gate;

    @BeforeEach
    void open() {
        database.setURL("jdbc:h2:mem:gate;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V2__calls.sql")).execute(database);
        gate = restarted();
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        JdbcClient.create(database).sql("drop all objects").update();
    }

    @Test
    void letsInNoMoreThanAllowedAtATime() throws Exception {
        gate.enter(call(ONE));
        gate.enter(call(ONE));
        Future<?> third = callers.submit(() -> enter(ONE));
        Future<?> ofAnother = callers.submit(() -> enter(OTHER));

        ofAnother.get();
        assertThat(third).isNotDone();
        gate.leave(call(ONE));
        await("the third call enters when one has left").until(third::isDone);
    }

    @Test
    void stopsAtTheShareOfTheDayUntilMidnightUsCentral() throws Exception {
        use(ONE, 4);

        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> gate.enter(call(ONE)))
                .satisfies(limit -> assertThat(limit.code()).isEqualTo(DailyCalls.SHARE_USED))
                .satisfies(limit -> assertThat(limit.retryAfter()).isEqualTo(Duration.ofHours(18)));
        use(OTHER, 1);
        time.passes(Duration.ofHours(18));
        use(ONE, 4);
    }

    @Test
    void givesTheSlotBackWhenItLetsNobodyIn() throws Exception {
        use(ONE, 4);
        for (int i = 0; i < 10; i++) {
            assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> gate.enter(call(ONE)));
        }
        time.passes(Duration.ofDays(1));

        gate.enter(call(ONE));
        gate.enter(call(ONE));
    }

    @Test
    void remembersTheCallsOfTheDayOverARestart() throws Exception {
        use(ONE, 3);
        gate = restarted();

        assertThat(dailyCalls.today(ONE.munchkinId())).isEqualTo(3);
        use(ONE, 1);
        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> gate.enter(call(ONE)));
    }

    @Test
    void countsExactlyHoweverManyCallAtOnce() throws Exception {
        Instance wide = instance("456-GHI-789", 50, 10, 100);
        AtomicInteger counted = new AtomicInteger();
        List<Future<?>> all = IntStream.range(0, 150).<Future<?>>mapToObj(i -> callers.submit(() -> {
            dailyCalls.count(wide, 100);
            counted.incrementAndGet();
        })).toList();

        await("all have tried").until(() -> all.stream().allMatch(Future::isDone));
        assertThat(counted).hasValue(100);
        assertThat(dailyCalls.today("456-GHI-789")).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"606", "615", "607", "1016", "1019", "1029", "http-429"})
    void waitsWhileTheInstanceWantsToBeLeftAlone(String code) throws Exception {
        closes(ONE, code, Duration.ofSeconds(20));

        gate.enter(call(OTHER));
        assertThat(time.sleeps()).isEmpty();
        gate.enter(call(ONE));
        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(20));
        assertThat(gate.closedFor(ONE.munchkinId())).isZero();
    }

    @Test
    void refusesToWaitLongerThanAMinute() {
        closes(ONE, "607", Duration.ofHours(3));

        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> gate.enter(call(ONE)))
                .satisfies(limit -> assertThat(limit.retryAfter()).isEqualTo(Duration.ofHours(3)))
                .satisfies(limit -> assertThat(limit.code()).isEqualTo("607"));
        assertThat(time.sleeps()).isEmpty();
        assertThat(dailyCalls.today(ONE.munchkinId())).isZero();
    }

    @Test
    void staysClosedAsLongAsTheLongestLimitLasts() {
        closes(ONE, "607", Duration.ofHours(3));
        closes(ONE, "606", Duration.ofSeconds(20));

        assertThat(gate.closedFor(ONE.munchkinId())).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void saysWhyAndUntilWhenAnInstanceIsLeftAlone() throws Exception {
        assertThat(gate.closure(ONE.munchkinId())).isEmpty();
        closes(ONE, "606", Duration.ofSeconds(20));
        assertThat(gate.closure(ONE.munchkinId())).hasValue(new CallGate.Closure("606", Instant.parse("2026-11-23T12:00:20Z")));
        assertThat(gate.closure(OTHER.munchkinId())).isEmpty();

        use(OTHER, 4);
        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> gate.enter(call(OTHER)));
        assertThat(gate.closure(OTHER.munchkinId())).hasValue(new CallGate.Closure(DailyCalls.SHARE_USED, Instant.parse("2026-11-24T06:00:00Z")));

        time.passes(Duration.ofDays(1));
        assertThat(gate.closure(ONE.munchkinId())).isEmpty();
        assertThat(gate.closure(OTHER.munchkinId())).isEmpty();
    }

    @Test
    void asksWithOneCallOnlyWhetherAUsedQuotaIsThereAgain() throws Exception {
        closes(ONE, "607", Duration.ofMinutes(1));
        time.passes(Duration.ofMinutes(1));
        MarketoRequest probe = call(ONE);

        gate.enter(probe);
        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> gate.enter(call(ONE)))
                .satisfies(limit -> assertThat(limit.code()).isEqualTo("607"));
        gate.answered(probe);
        gate.leave(probe);

        use(ONE, 3);
    }

    @Test
    void asksAgainAfterAMinuteWhenTheProbeFoundTheQuotaUsedStillOrWasNotAnswered() throws Exception {
        closes(ONE, "607", Duration.ofMinutes(1));
        time.passes(Duration.ofMinutes(1));
        MarketoRequest refused = call(ONE);
        gate.enter(refused);
        closes(refused, "607", Duration.ofMinutes(1));
        gate.leave(refused);
        assertThat(gate.closedFor(ONE.munchkinId())).isEqualTo(Duration.ofMinutes(1));

        time.passes(Duration.ofMinutes(1));
        MarketoRequest lost = call(ONE);
        gate.enter(lost);
        gate.leave(lost);
        assertThat(gate.closedFor(ONE.munchkinId())).isEqualTo(Duration.ofMinutes(1));

        time.passes(Duration.ofMinutes(1));
        MarketoRequest answered = call(ONE);
        gate.enter(answered);
        gate.answered(answered);
        gate.leave(answered);
        assertThat(gate.closure(ONE.munchkinId())).isEmpty();
        assertThat(dailyCalls.today(ONE.munchkinId())).isEqualTo(3);
    }

    @Test
    void goesOnSlowerForAWindowAfterTheRateWasExceeded() {
        closes(ONE, "606", Duration.ofSeconds(20));

        assertThat(gate.callsPerPeriod(call(ONE))).isEqualTo(2);
        assertThat(gate.callsPerPeriod(call(OTHER))).isEqualTo(5);
        time.passes(Duration.ofSeconds(39));
        assertThat(gate.callsPerPeriod(call(ONE))).isEqualTo(2);
        time.passes(Duration.ofSeconds(1));
        assertThat(gate.callsPerPeriod(call(ONE))).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            100, 10
            50,   5
            59,   5
            10,   1
            1,    1
            """)
    void spreadsTheShareOverTheWindow(int callsPerWindow, int callsPerPeriod) {
        CallGate spreading = new CallGate(new Instances(List.of(instance("123-ABC-456", callsPerWindow, 5, 1000))), dailyCalls, budget(), time, time);

        assertThat(spreading.callsPerPeriod(call(ONE))).isEqualTo(callsPerPeriod);
    }

    @Test
    void sendsNothingIntoALimitMetWhileItWaitedForTheWindow() throws Exception {
        Instance narrow = instance("123-ABC-456", 1, 5, 1000);
        CallGate waiting = new CallGate(new Instances(List.of(narrow)), dailyCalls, budget(), time, this::sleepWhileAnotherMeetsALimit);
        gate = waiting;
        use(narrow, 1);

        waiting.enter(call(narrow));

        assertThat(time.sleeps()).as("the window, and then what is left of the limit").containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    private void sleepWhileAnotherMeetsALimit(Duration wait) {
        time.sleep(wait);
        if (gate.closure(ONE.munchkinId()).isEmpty() && time.sleeps().size() == 1) {
            closes(ONE, "606", Duration.ofSeconds(30));
        }
    }

    private CallBudget budget() {
        return new CallBudget(instances, dailyCalls, time);
    }

    private CallGate restarted() {
        dailyCalls = new DailyCalls(JdbcClient.create(database), time);
        return new CallGate(instances, dailyCalls, budget(), time, time);
    }

    private Void enter(Instance instance) throws InterruptedException {
        gate.enter(call(instance));
        return null;
    }

    private void use(Instance instance, int calls) throws InterruptedException {
        for (int i = 0; i < calls; i++) {
            gate.enter(call(instance));
            gate.leave(call(instance));
        }
    }

    private void closes(Instance instance, String code, Duration wait) {
        closes(call(instance), code, wait);
    }

    private void closes(MarketoRequest request, String code, Duration wait) {
        MarketoThrottledException limit = new MarketoThrottledException("limit", code, wait);

        assertThatExceptionOfType(MarketoThrottledException.class).isThrownBy(() -> gate.close(request, limit)).isSameAs(limit);
    }

    private static MarketoRequest call(Instance instance) {
        return Describe.request(instance.munchkinId());
    }

    private static Instance instance(String munchkinId, int callsPerWindow, int concurrentCalls, int dailyCalls) {
        return new Instance(munchkinId, URI.create("http://localhost:1"), "client", new Secret("secret"), callsPerWindow, concurrentCalls, 50_000, dailyCalls, 0, null, DataSize.ofMegabytes(400));
    }
}
