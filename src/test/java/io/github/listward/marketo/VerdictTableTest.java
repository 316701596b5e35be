package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.marketo.ErrorCode.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the tables of docs/marketo-errors.md against the code, and plays every code of them at every level it can stand at. */
class VerdictTableTest {

    private static final Path PAGE = Path.of("docs/marketo-errors.md");

    private static final Map<Level, String> LEVELS = Map.of(Level.HTTP, "status", Level.CALL, "call", Level.ROW, "row");

    /** They stand for what has no code, or for many. */
    private static final Set<String> NAMES = Set.of("http-5xx", "no-answer", "no-envelope", "no-row", "none");

    private final ObjectMapper json = new ObjectMapper();
    private final PassingTime time = new PassingTime("2026-11-23T12:00:00Z");
    private final Verdicts verdicts = new Verdicts(json, time, new Alarms(time));
    private final MarketoRequest request = MarketoRequest.postJson("123-ABC-456", "add-to-list", "/rest/v1/lists/1021/leads.json", null);

    private record Row(String code, String level, String meaning, String reaction, String remedy) {}

    static Stream<Row> codes() throws IOException {
        return table("| Code |").stream().map(cells -> new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
    }

    static Stream<Row> marketoCodes() throws IOException {
        return codes().filter(row -> !row.code().startsWith("http-") && !NAMES.contains(row.code()));
    }

    static Stream<Row> statuses() throws IOException {
        return codes().filter(row -> row.code().startsWith("http-"));
    }

    @Test
    void thePageSaysWhatTheCodeDoes() throws IOException {
        List<Row> inCode = ErrorCodes.all().stream()
                .map(code -> new Row(code.code(), levels(code), code.meaning(), code.reaction().name(), code.remedy()))
                .toList();

        assertThat(codes().toList()).containsExactlyElementsOf(inCode);
    }

    @Test
    void thePageExplainsEveryReactionInTheOrderOfTheirUrgency() throws IOException {
        assertThat(table("| Reaction |")).extracting(cells -> cells.get(0))
                .containsExactlyElementsOf(Arrays.stream(Reaction.values()).map(Reaction::name).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("marketoCodes")
    void judgesTheCodeOfAWholeCall(Row row) {
        String asText = "{\"code\":\"" + row.code() + "\",\"message\":\"m\"}";
        String asNumber = "{\"code\":" + row.code() + "}";

        assertThat(Verdict.of(() -> judge(200, errors("[" + asText + "]")))).as("text").isEqualTo(row.reaction());
        assertThat(Verdict.of(() -> judge(200, errors("[" + asNumber + "]")))).as("a number").isEqualTo(row.reaction());
        assertThat(Verdict.of(() -> judge(200, errors(asText)))).as("an object instead of an array").isEqualTo(row.reaction());
        assertThat(Verdict.of(() -> judge(200, "{\"success\":true,\"errors\":[" + asText + "],\"result\":[]}"))).as("with success").isEqualTo(row.reaction());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("marketoCodes")
    void followsTheMoreUrgentOfTwoErrorsWhicheverComesFirst(Row row) {
        for (String limit : List.of("606", "607", "615")) {
            String both = "{\"code\":\"" + row.code() + "\"},{\"code\":\"" + limit + "\"}";
            assertThat(Verdict.of(() -> judge(200, errors("[" + both + "]")))).as(limit + " second").isEqualTo("THROTTLE");
        }
        String beforeDone = "{\"code\":\"702\"},{\"code\":\"" + row.code() + "\"}";
        assertThat(Verdict.of(() -> judge(200, errors("[" + beforeDone + "]")))).as("behind a 702").isEqualTo(row.reaction());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("marketoCodes")
    void judgesTheCodeOfARow(Row row) throws IOException {
        String asText = "{\"code\":\"" + row.code() + "\",\"message\":\"m\"}";

        assertThat(row("\"reasons\":[" + asText + "]")).isEqualTo(row.reaction());
        assertThat(row("\"reasons\":[{\"code\":" + row.code() + "}]")).as("a number").isEqualTo(row.reaction());
        assertThat(row("\"reason\":" + asText)).as("singular, one object").isEqualTo(row.reaction());
        assertThat(row("\"status\":\"added\",\"reasons\":[" + asText + "]")).as("whatever the status says").isEqualTo(row.reaction());
        assertThat(row("\"reasons\":[" + asText + ",{\"code\":\"719\"}]")).as("with a more urgent one").isIn("UNAVAILABLE", row.reaction());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statuses")
    void judgesAnHttpStatusWhateverTheBody(Row row) {
        List<String> bodies = List.of("", "<html>Sign in</html>", "{\"success\":true,\"result\":[]}", errors("[{\"code\":\"606\"}]"), "{\"status\":\"ok\"}");
        for (int status : row.code().equals("http-5xx") ? List.of(500, 502, 503, 504, 520, 599) : List.of(Integer.valueOf(row.code().substring(5)))) {
            for (String body : bodies) {
                assertThat(Verdict.of(() -> judge(status, body))).as(status + " " + body).isEqualTo(row.reaction());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void waitsWithWhatNobodyDocuments(String code) throws IOException {
        assertThat(Verdict.of(() -> judge(200, errors("[{\"code\":\"" + code + "\"}]")))).isEqualTo("UNKNOWN");
        assertThat(row("\"reasons\":[{\"code\":\"" + code + "\"}]")).isEqualTo("UNKNOWN");
    }

    static Stream<String> unknown() {
        return Stream.of("1", "599", "617", "777", "1023", "1999", "4711", "999999", "0606", "606.0", "none", "no-row", "http-200", "abc", "");
    }

    @Test
    void waitsWithAnyOtherHttpStatus() {
        for (int status : List.of(100, 204 + 100, 301, 302, 307, 400, 403, 405, 407, 408, 418, 451)) {
            assertThat(Verdict.of(() -> judge(status, "<html/>"))).as("HTTP %d", status).isEqualTo("UNKNOWN");
        }
    }

    /** What came of an answer, by the type of the exception, or by its code where one type serves several reactions. */
    private static final class Verdict {

        static String of(Runnable answer) {
            try {
                answer.run();
                return "DONE";
            } catch (AccessTokenRejectedException rejected) {
                return "REFRESH_TOKEN";
            } catch (MarketoThrottledException limit) {
                return "THROTTLE";
            } catch (MarketoUnavailableException unavailable) {
                assertThat(unavailable instanceof MarketoTimedOutException).isEqualTo(unavailable.code().equals("604"));
                return ErrorCodes.of(unavailable.code()).reaction().name();
            } catch (MarketoRefusedException refused) {
                return refused.reaction().name();
            }
        }
    }

    private void judge(int status, String body) {
        verdicts.judge(request, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private String row(String content) throws IOException {
        return RowVerdict.of(json.readTree("{\"id\":7," + content + "}")).reaction().name();
    }

    private static String errors(String errors) {
        return "{\"requestId\":\"6860#17061\",\"success\":false,\"errors\":" + errors + "}";
    }

    private static String levels(ErrorCode code) {
        return EnumSet.copyOf(code.levels()).stream().map(LEVELS::get).collect(Collectors.joining(", "));
    }

    private static List<List<String>> table(String header) throws IOException {
        List<List<String>> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
                .toList();
        assertThat(rows).as("rows of the table %s in %s", header, PAGE).isNotEmpty();
        return rows;
    }
}
