package io.github.listward.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.listward.delivery.PlanRequest.Turnout;
import io.github.listward.destination.Destination;
import io.github.listward.destination.Destination.DeletedLeads;
import io.github.listward.destination.Destination.MultiMatch;
import io.github.listward.destination.Destination.PersonAction;
import io.github.listward.destination.Destination.SyncType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of {@link CallEstimate}, by numbers that can be checked by hand. What calls there are is held against delivery itself by {@code CallPlanRouteTest}. */
class CallEstimateTest {

    /** Each list has the same turnout; "made of" says where the calls come from. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # sync type          | person action  | keys | lists | qualified | exited | known | changing | leaving known | calls | made of
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 1     | 300       | 0      | 0     | 1        | 1             | 2     | 1 upsert + 1 addition
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 1     | 301       | 0      | 0     | 1        | 1             | 4     | 2 upserts + 2 additions
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 1     | 300       | 0      | 1     | 1        | 1             | 2     | 1 update + 1 addition
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 1     | 300       | 0      | 1     | 0        | 1             | 1     | 1 addition
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 1     | 600       | 0      | 0.5   | 1        | 1             | 4     | 1 upsert + 1 update + 2 additions
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 1     | 1000      | 0      | 0.7   | 0        | 1             | 5     | 1 upsert of 300 + 4 additions
            AUDIENCE_AND_PROFILE | MATCH_EXISTING | 1    | 1     | 0         | 300    | 0     | 1        | 1             | 1     | 1 removal
            AUDIENCE_AND_PROFILE | MATCH_EXISTING | 1    | 1     | 0         | 300    | 0     | 1        | 0             | 2     | 1 lookup + 1 removal
            AUDIENCE_AND_PROFILE | MATCH_EXISTING | 2    | 1     | 300       | 0      | 0     | 1        | 1             | 3     | an upsert by each key + 1 addition
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 2    | 1     | 300       | 0      | 0     | 1        | 1             | 4     | a lookup by each key + 1 upsert + 1 addition
            AUDIENCE_ONLY        | CREATE_MISSING | 1    | 1     | 150       | 150    | 0     | 1        | 0             | 3     | 1 lookup of 300 + 1 addition + 1 removal
            AUDIENCE_ONLY        | MATCH_EXISTING | 1    | 1     | 300       | 300    | 1     | 1        | 1             | 2     | 1 addition + 1 removal
            PROFILE_ONLY         | CREATE_MISSING | 1    | 1     | 300       | 300    | 0     | 1        | 0             | 1     | 1 upsert; an exit has no list to leave
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 10    | 30        | 0      | 0     | 1        | 1             | 11    | 1 upsert of 300 + 10 additions
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 10    | 0.1       | 0.1    | 0     | 1        | 1             | 3     | 1 upsert + an addition and a removal in 1 of 10 lists
            AUDIENCE_AND_PROFILE | CREATE_MISSING | 1    | 0     | 0         | 0      | 0     | 1        | 1             | 0     | nothing
            """)
    void callsOfAFlush(SyncType syncType, PersonAction action, int keys, int lists, double qualified, double exited, double known, double changing,
            double leavingKnown, double calls) {
        CallEstimate estimate = new CallEstimate(destination(syncType, action, keys), known, changing, leavingKnown);

        assertThat(estimate.callsOfFlush(Collections.nCopies(lists, new Turnout(qualified, exited)))).isCloseTo(calls, offset(1e-9));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # members         | most changes | calls | made of
            1000000           | 40000        | 6701  | 1 list + 25 flushes of 134 upserts + 134 additions
            40000             | 40000        | 269   | 1 list + 1 flush
            40300             | 40000        | 271   | one more flush of 1 upsert + 1 addition
            20000 20000       | 40000        | 270   | 2 lists + 134 upserts + 67 + 67 additions
            600               | 400          | 7     | 1 list + 2 upserts + 2 additions + 1 upsert + 1 addition of the other 200
            0                 | 40000        | 1     | 1 list
            """)
    void callsOfAFirstSync(String members, int mostChanges, long calls) {
        CallEstimate estimate = new CallEstimate(destination(SyncType.AUDIENCE_AND_PROFILE, PersonAction.CREATE_MISSING, 1), 0, 1, 1);
        List<Turnout> lists = Arrays.stream(members.split(" ")).map(each -> new Turnout(Double.parseDouble(each), 0)).toList();

        assertThat(estimate.callsOfFirstSync(lists, mostChanges)).isEqualTo(calls);
    }

    /** Files of 9,990,000 bytes at most: an upload, questions, and two files of reasons. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # people | bytes a row | rows a second | calls | made of
            99900    | 100         | 100000        | 4     | 1 file, asked for once
            99901    | 100         | 100000        | 8     | a second file for one row
            99900    | 100         | 1000          | 7     | 99.9 s: asked after 5 + 19 s, and after 48, 78 and 108 s
            10000    | 100         | 1000          | 5     | 10 s: asked after 5 + 2 s, and after 14 s
            1000000  | 100         | 1000          | 74    | 10 files of 7 calls, and 4 for the last 1,000 rows
            0        | 100         | 1000          | 0     | nobody
            """)
    void callsOfAnImport(double people, int bytesPerRow, int rowsPerSecond, long calls) {
        CallEstimate estimate = new CallEstimate(destination(SyncType.AUDIENCE_AND_PROFILE, PersonAction.CREATE_MISSING, 1), 0, 1, 1);

        assertThat(estimate.callsOfImport(people, bytesPerRow, rowsPerSecond)).isEqualTo(calls);
    }

    /** A day is 86,400 s; the people qualify. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # lists | a day in each | budget | seconds | calls a day | made of
            1       | 86400         | 23750  | 8       | 21600       | one a second: 10,800 flushes of 2 calls; every 7 s would be 24,686
            3       | 288000        | 23750  | 15      | 23040       | 5,760 flushes of 1 upsert + 3 additions
            50      | 86400         | 23750  | 60      | 86400       | 1,440 flushes of 10 upserts + 50 additions: more than the budget
            1       | 8640          | 23750  | 1       | 17280       | one in 10 s: each makes 2 calls, however often there is a flush
            1       | 0             | 23750  | 1       | 0           | nothing
            """)
    void flushesAsOftenAsTheBudgetAffords(int lists, double aDay, long budget, int seconds, long calls) {
        CallEstimate estimate = new CallEstimate(destination(SyncType.AUDIENCE_AND_PROFILE, PersonAction.CREATE_MISSING, 1), 0, 1, 1);
        List<Turnout> perDay = Collections.nCopies(lists, new Turnout(aDay, 0));

        assertThat(estimate.flushSeconds(perDay, budget)).isEqualTo(seconds);
        assertThat(estimate.callsPerDay(perDay, seconds)).isEqualTo(calls);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # calls | budget | calls a second | seconds | made of
            6701    | 23750  | 2.5            | 2681    | 6,701 / 2.5, in one day
            23750   | 23750  | 2.5            | 9500    | exactly a day's budget
            23751   | 23750  | 2.5            | 86401   | the last call has to wait for the next day
            60000   | 23750  | 2.5            | 177800  | two days, and 12,500 calls
            0       | 23750  | 2.5            | 0       | nothing
            """)
    void timeOfAFirstSync(long calls, long budget, double callsPerSecond, long seconds) {
        assertThat(CallEstimate.seconds(calls, budget, callsPerSecond)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # people in each list | seconds | made of
            90000                 | 120     | 90 s, and up to 30 s until it is seen
            90000 90000           | 240     | one after the other
            200000                | 290     | 200 s, and three files
            """)
    void timeOfImports(String people, long seconds) {
        List<Double> lists = Arrays.stream(people.split(" ")).map(Double::valueOf).toList();

        assertThat(CallEstimate.secondsOfImports(lists, 100, 1_000)).isEqualTo(seconds);
    }

    private static Destination destination(SyncType syncType, PersonAction action, int keys) {
        return new Destination("europe", null, null, "123-ABC-456", "Default", "Default", action, syncType, List.of("email", "customerNumber").subList(0, keys),
                MultiMatch.NEWEST, DeletedLeads.EXCLUDE);
    }
}
