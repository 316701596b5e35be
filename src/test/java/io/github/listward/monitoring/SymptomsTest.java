package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.batch.Rests.Rest;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.Problem;
import io.github.listward.marketo.Alarms.Alarm;
import io.github.listward.marketo.CallGate.Closure;
import io.github.listward.marketo.DayBudget.Level;
import io.github.listward.monitoring.Standing.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymptomsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    /** Destinations: the state of europe and of america. Rest and gate: seconds since the first failure / until it is over. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # destinations     | suspended | rest     | gate | budget        | alarm || instance | europe   | america  | the cause says
            UP UP               | -         | -        | -    | AMPLE 100     | -     || UP       | UP       | UP       | -
            UP UP               | -         | -        | -    | LOW 900       | -     || UP       | UP       | UP       | -
            DOWN DOWN           | -         | -        | -    | AMPLE 100     | -     || DOWN     | DOWN     | DOWN     | Use one of
            DOWN UP             | -         | -        | -    | AMPLE 100     | -     || DEGRADED | DOWN     | UP       | Destination europe is down
            UNCHECKED UNCHECKED | -         | -        | -    | AMPLE 100     | -     || UNKNOWN  | UNKNOWN  | UNKNOWN  | Marketo has not yet answered
            UNCHECKED UNCHECKED | -         | 300 20   | -    | AMPLE 100     | -     || DOWN     | DOWN     | DOWN     | Nothing has been delivered since 2026-11-23T11:55:00Z
            UP UP               | poll-1    | -        | -    | AMPLE 100     | -     || DOWN     | DOWN     | DOWN     | resume it in Hawtio
            UP UP               | -         | 5 5      | -    | AMPLE 100     | -     || DEGRADED | DEGRADED | DEGRADED | The last poll failed
            UP UP               | -         | 0 30     | -    | AMPLE 100     | -     || DOWN     | DOWN     | DOWN     | A poll fails again and again
            UP UP               | -         | 61 5     | -    | AMPLE 100     | -     || DOWN     | DOWN     | DOWN     | tried again at 2026-11-23T12:00:05Z: No answer
            UP UP               | -         | 5 3600   | -    | AMPLE 100     | -     || DOWN     | DOWN     | DOWN     | A poll fails again and again
            UP UP               | -         | -        | 20   | AMPLE 100     | -     || DEGRADED | DEGRADED | DEGRADED | left alone until 2026-11-23T12:00:20Z
            UP UP               | -         | -        | 3600 | AMPLE 100     | -     || DOWN     | DOWN     | DOWN     | Wait for midnight US Central
            UP UP               | -         | -        | -    | RESERVE 960   | -     || DEGRADED | DEGRADED | DEGRADED | in words
            UP UP               | -         | -        | -    | USED 1000     | -     || DOWN     | DOWN     | DOWN     | in words
            UP UP               | -         | -        | -    | USED 500      | -     || DEGRADED | DEGRADED | DEGRADED | in words
            UP UP               | -         | -        | -    | AMPLE 100     | 1999  || DEGRADED | UP       | UP       | code 1999
            DOWN UP             | -         | -        | -    | USED 1000     | 1999  || DOWN     | DOWN     | DOWN     | in words
            """)
    void judgesByWhatIsDelivered(
            String destinations, String suspended, String rest, Integer gate, String budget, String alarm, String none, Status instance, Status europe,
            Status america, String cause) {
        String[] states = destinations.split(" ");
        Symptoms symptoms = new Symptoms(
                NOON,
                Map.of("europe", state(states[0]), "america", state(states[1])),
                suspended,
                rest == null ? null : rest(rest.split(" ")),
                gate == null ? null : new Closure("607", NOON.plusSeconds(gate)),
                budget(budget.split(" ")),
                alarm == null ? List.of() : List.of(new Alarm("123-ABC-456", "add-to-list", alarm, null, "A row had code " + alarm + ".", true, NOON, NOON)));

        assertThat(symptoms.instance().status()).isEqualTo(instance);
        assertThat(symptoms.destination("europe").status()).isEqualTo(europe);
        assertThat(symptoms.destination("america").status()).isEqualTo(america);
        if (cause == null) {
            assertThat(symptoms.instance().cause()).isNull();
        } else {
            assertThat(symptoms.instance().cause()).contains(cause).matches("(?s).*[.?]").doesNotContain("..", "?.");
        }
    }

    private static DestinationState state(String status) {
        return switch (status) {
            case "UP" -> new DestinationState(DestinationState.Status.UP, List.of(), NOON);
            case "DOWN" -> new DestinationState(DestinationState.Status.DOWN,
                    List.of(new Problem("listward.destinations[0].partition", "names no lead partition", "Use one of Default. Did you mean Default?")), NOON);
            default -> new DestinationState(DestinationState.Status.UNCHECKED, List.of(), null);
        };
    }

    private static Rest rest(String[] seconds) {
        Instant since = NOON.minusSeconds(Long.parseLong(seconds[0]));
        return new Rest(since, NOON, NOON.plusSeconds(Long.parseLong(seconds[1])), 1, "No answer of Marketo.");
    }

    private static InstanceBudget budget(String[] levelAndUsed) {
        Level level = Level.valueOf(levelAndUsed[0]);
        int used = Integer.parseInt(levelAndUsed[1]);
        return new InstanceBudget("123-ABC-456", true, 2000, 1000, 1000, 50, used, 0, null, 1000 - used, 0, 100, 10, level,
                level == Level.RESERVE || level == Level.USED, null, "in words");
    }
}
