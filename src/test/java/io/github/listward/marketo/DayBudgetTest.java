package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.marketo.DayBudget.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A share of 24,000: 1,200 are the reserve, 2,400 in the bucket at midnight, and 20,400 flow in over the day, 850 an hour. */
class DayBudgetTest {

    private static final int QUOTA = 48_000;
    private static final int SHARE = 24_000;

    @ParameterizedTest
    @CsvSource(textBlock = """
            # hour, used, allowance, available
              0,     0,      2400,     2400
              0,     2400,   2400,        0
              1,     2400,   3250,      850
              8,     0,      9200,     9200
              12,    12600, 12600,        0
              12,    13000, 12600,     -400
              24,    0,     22800,    22800
            """)
    void fillsTheBucketOverTheDayAndKeepsWhatIsNotUsed(int hour, int used, int allowance, int available) {
        DayBudget budget = at(hour, used, 0);

        assertThat(budget.bucket()).isEqualTo(2_400);
        assertThat(budget.refillPerHour()).isEqualTo(850);
        assertThat(budget.allowance()).isEqualTo(allowance);
        assertThat(budget.available()).isEqualTo(available);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # available, calls, rest in milliseconds; a call flows in every 4.235 s
              2400,      10,       0
              1200,      10,       0
              900,       10,   21176
              750,       10,   31764
              600,       10,   42352
              600,        1,    4235
              600,       20,   60000
              900,       20,   30000
              595,        5,   42352
              0,         10,   60000
              -100,       1,   82500
              -1200,      1,  330000
              -2400,      1,  600000
              -9000,      1,  600000
              -100,       0,       0
            """)
    void restsLongerTheEmptierTheBucket(int available, int calls, long millis) {
        DayBudget budget = at(12, 12_600 - available, 0);

        assertThat(budget.rest(calls)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # hour, used, others, left, level, holds additions
              12,       0,      0, 24000, AMPLE,   false
              23,   19199,      0,  4801, AMPLE,   false
              23,   19200,      0,  4800, LOW,     false
              23,   22799,      0,  1201, LOW,     false
              23,   22800,      0,  1200, RESERVE, true
              23,   24000,      0,     0, USED,    true
              12,    1000,  24000, 23000, AMPLE,   false
              12,    1000,  43000,  4000, LOW,     false
              12,    1000,  46000,  1000, RESERVE, true
              12,    1000,  48000,     0, USED,    true
            """)
    void countsWhatOthersLeave(int hour, int used, int others, int left, Level level, boolean holdsAdditions) {
        DayBudget budget = at(hour, used, others);

        assertThat(budget.left()).isEqualTo(left);
        assertThat(budget.level()).isEqualTo(level);
        assertThat(budget.holdsAdditions()).isEqualTo(holdsAdditions);
        assertThat(budget.isCutByOthers()).isEqualTo(others > 24_000);
    }

    @Test
    void spreadsWhatOthersLeaveOverTheDay() {
        DayBudget budget = at(12, 0, 36_000);

        assertThat(budget.share()).isEqualTo(12_000);
        assertThat(budget.allowance()).isEqualTo(2_400 + (12_000 - 1_200 - 2_400) / 2);
    }

    @ParameterizedTest
    @CsvSource({"22800, false", "22799, false", "22201, false", "22200, true", "0, true"})
    void takesAdditionsAgainWhenAQuarterOfTheBucketIsLeftBesideTheReserve(int used, boolean takes) {
        assertThat(at(23, used, 0).takesAdditionsAgain()).isEqualTo(takes);
    }

    @ParameterizedTest
    @CsvSource({"600, true", "599, false", "-1, false"})
    void sparesCallsForJobsWhileAQuarterOfTheBucketIsLeft(int available, boolean spares) {
        assertThat(at(12, 12_600 - available, 0).sparesForJobs()).isEqualTo(spares);
    }

    /** The busiest: as soon as a rest is over, there is something to deliver. A flush takes a second. */
    @ParameterizedTest
    @CsvSource({"2", "3", "10"})
    void jobsHaveTheirTurnAllDayWhileChangesComeSteadily(int callsOfFlush) {
        int used = 0;
        int turns = 0;
        double second = 0;
        while (second < 86_400) {
            used += callsOfFlush;
            DayBudget budget = new DayBudget(QUOTA, SHARE, 1_200, used, 0, second / 86_400, Duration.ofHours(24));
            turns += second > 43_200 && budget.sparesForJobs() ? 1 : 0;
            second += 1 + budget.rest(callsOfFlush).toMillis() / 1000.0;
        }

        assertThat(turns).as("of the flushes after noon, those that leave enough for a job").isGreaterThan(100);
        assertThat(used).isLessThan(22_800);
    }

    @Test
    void saysWhatOthersHaveDoneToIt() {
        assertThat(at(12, 1_000, QUOTA).summary()).contains("others have used 48000", "removals go on while Marketo takes them");
        assertThat(at(12, SHARE, 0).summary()).contains("Nothing is delivered");
    }

    @Test
    void hasAllOfASmallShareAtOnce() {
        DayBudget budget = new DayBudget(QUOTA, 20, 1, 0, 0, 0.1, Duration.ofHours(24));

        assertThat(budget.bucket()).isEqualTo(19);
        assertThat(budget.available()).isEqualTo(19);
        assertThat(budget.rest(3)).isZero();
        assertThat(budget.refillPerHour()).isZero();
        DayBudget nearlyUsed = new DayBudget(QUOTA, 20, 1, 16, 0, 0.1, Duration.ofHours(24));
        assertThat(nearlyUsed.rest(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
        assertThat(nearlyUsed.holdsAdditions()).isFalse();
    }

    @Test
    void hasNothingForJobsWhereOthersLeaveNothing() {
        DayBudget budget = at(12, 0, QUOTA);

        assertThat(budget.left()).isZero();
        assertThat(budget.sparesForJobs()).isFalse();
    }

    private static DayBudget at(int hour, int used, int others) {
        return new DayBudget(QUOTA, SHARE, 1_200, used, others, hour / 24.0, Duration.ofHours(24));
    }
}
