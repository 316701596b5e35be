package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {

    private final ObjectMapper json = new ObjectMapper();
    private final PassingTime time = new PassingTime("2026-11-23T12:00:00Z");
    private final Verdicts verdicts = new Verdicts(json, time, new Alarms(time));
    private final MarketoRequest request = MarketoRequest.postJson("123-ABC-456", "add-to-list", "/rest/v1/lists/1021/leads.json", null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing                    |
            blank                      | ` `
            truncated                  | {"requestId":"1#2","success":true,"result":[{"id":1
            a page of a proxy          | <html><body>Sign in</body></html>
            JSON, but no envelope      | []
            JSON, but no envelope      | "yes"
            another service's envelope | {"status":"ok"}
            success as text            | {"success":"true","result":[]}
            """)
    void takesNothingButACompleteEnvelopeForAnAnswer(String what, String body) {
        assertThat(reactionTo(200, body)).as(what).isEqualTo(Reaction.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"success":false}                                                                     | UNKNOWN
            {"success":false,"errors":[]}                                                         | UNKNOWN
            {"success":false,"errors":null}                                                       | UNKNOWN
            {"success":false,"errors":[{}]}                                                       | UNKNOWN
            {"success":false,"errors":{"code":"606","message":"one object"}}                      | THROTTLE
            {"success":false,"errors":[{"code":"1003"},{"code":"606"}]}                           | THROTTLE
            {"success":false,"errors":[{"code":"601"},{"code":"607"}]}                            | THROTTLE
            {"success":false,"errors":[{"code":"610"},{"code":"602"}]}                            | REFRESH_TOKEN
            {"success":false,"errors":[{"code":"1003"},{"code":"4711"}]}                          | UNKNOWN
            {"success":false,"errors":[{"code":"702"},{"code":"1013"}]}                           | REFUSE_LIST
            {"success":true,"errors":[{"code":"611"}],"result":[]}                                | UNAVAILABLE
            {"success":true,"errors":[],"warnings":["No assets found for the given search criteria."]} | DONE
            {"success":true,"warnings":[{"code":1,"message":"w"}],"result":[]}                    | DONE
            """)
    void followsTheMostUrgentOfSeveralErrors(String body, Reaction reaction) {
        assertThat(reactionTo(200, body)).isEqualTo(reaction);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            email,Import Failure Reason\\nada@example.com,Invalid email address | FILE
            "email","id"\\n"ada@example.com","1"                                | FILE
            4711                                                                 | FILE
            ``                                                                   | FILE
            {"success":true,"result":[]}                                         | DONE
            {"success":false,"errors":[{"code":"1003"}]}                         | REFUSE_RECORD
            {"requestId":"1#2","succ                                             | UNAVAILABLE
            <html><body>Sign in</body></html>                                    | UNAVAILABLE
            """)
    void tellsAFileFromARefusalAndFromNoAnswer(String body, String expected) {
        MarketoRequest download = MarketoRequest.download("123-ABC-456", "failures", "/bulk/v1/leads/batch/1/failures.json", MarketoRequest.Download.WHOLE);
        Throwable failure = catchThrowable(() -> {
            MarketoAnswer answer = verdicts.judge(download, 200, bytes(body));
            assertThat(answer.file() == null ? "DONE" : "FILE").isEqualTo(expected);
            assertThat(answer.file() == null || new String(answer.file(), StandardCharsets.UTF_8).equals(body)).isTrue();
        });
        if (failure instanceof AssertionError wrong) {
            throw wrong;
        }
        String reaction = failure instanceof MarketoRefusedException refused ? ErrorCodes.of(refused.code()).reaction().name()
                : failure instanceof MarketoUnavailableException ? "UNAVAILABLE" : expected;
        assertThat(reaction).isEqualTo(expected);
    }

    @Test
    void takesTheEnvelopeOff() {
        MarketoAnswer answer = judge(200, "{\"requestId\":\"b9fc#178b\",\"success\":true,\"result\":[{\"id\":1},{\"id\":2}],\"nextPageToken\":\"T=\"}");

        assertThat(answer.requestId()).isEqualTo("b9fc#178b");
        assertThat(answer.rows()).extracting(row -> row.path("id").asInt()).containsExactly(1, 2);
        assertThat(answer.nextPageToken()).isEqualTo("T=");
        assertThat(answer.refusal()).isNull();
    }

    @Test
    void readsOneObjectAsOneRowAndNoResultAsNone() {
        assertThat(judge(200, "{\"success\":true,\"result\":{\"id\":1}}").rows()).hasSize(1);
        assertThat(judge(200, "{\"success\":true}").rows()).isEmpty();
        assertThat(judge(200, "{\"success\":true,\"result\":null}").rows()).isEmpty();
    }

    @Test
    void answersWithAToleratedCodeInsteadOfFailing() {
        MarketoRequest tolerant = request.tolerating("709", "http-404");

        assertThat(verdicts.judge(tolerant, 200, bytes(refusal("{\"code\":\"709\"}"))).refusedWith("709")).isTrue();
        assertThat(verdicts.judge(tolerant, 404, null).refusedWith("http-404")).isTrue();
        assertThatExceptionOfType(MarketoThrottledException.class)
                .isThrownBy(() -> verdicts.judge(tolerant, 200, bytes(refusal("{\"code\":\"709\"},{\"code\":\"606\"}"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            606  | 2026-11-23T12:00:00Z | PT20S
            607  | 2026-11-23T12:00:00Z | PT17H
            607  | 2026-11-23T04:59:00Z | PT1M
            607  | 2026-11-23T05:01:00Z | PT1M
            607  | 2026-11-23T06:30:00Z | PT1M
            607  | 2026-11-23T07:01:00Z | PT21H59M
            607  | 2026-07-01T12:00:00Z | PT16H
            1016 | 2026-11-23T12:00:00Z | PT30S
            1019 | 2026-11-23T12:00:00Z | PT30S
            1029 | 2026-11-23T12:00:00Z | PT30S
            """)
    void saysHowLongALimitLasts(String code, String now, Duration wait) {
        Verdicts then = new Verdicts(json, new PassingTime(now), new Alarms(time));

        assertThatExceptionOfType(MarketoThrottledException.class)
                .isThrownBy(() -> then.judge(request, 200, bytes(refusal("{\"code\":\"" + code + "\"}"))))
                .satisfies(limit -> assertThat(limit.retryAfter()).isEqualTo(wait))
                .satisfies(limit -> assertThat(limit.code()).isEqualTo(code));
    }

    @Test
    void triesAgainSoonWhenOthersAreSpeakingToMarketo() {
        assertThatExceptionOfType(MarketoThrottledException.class)
                .isThrownBy(() -> judge(200, refusal("{\"code\":\"615\"}")))
                .satisfies(limit -> assertThat(limit.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    }

    @Test
    void saysWhatFailedOnWhatAndWhatMarketoSaid() {
        assertThatExceptionOfType(MarketoRefusedException.class)
                .isThrownBy(() -> judge(200, refusal("{\"code\":\"1013\",\"message\":\"List not found\"}")))
                .withMessage("Marketo refused add-to-list POST /rest/v1/lists/1021/leads.json on 123-ABC-456: 1013 List not found"
                        + " (object not found, requestId 6860#17061). It will not be accepted as it is.")
                .satisfies(refused -> assertThat(refused.requestId()).isEqualTo("6860#17061"))
                .satisfies(refused -> assertThat(refused.reaction()).isEqualTo(Reaction.REFUSE_LIST));
    }

    @Test
    void makesATimeOutUnavailableAndKeepsItsCause() {
        SocketTimeoutException cause = new SocketTimeoutException("Read timed out");

        assertThatExceptionOfType(MarketoUnavailableException.class)
                .isThrownBy(() -> verdicts.noAnswer(request, cause))
                .withMessageContaining("add-to-list POST /rest/v1/lists/1021/leads.json on 123-ABC-456: SocketTimeoutException")
                .withCause(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Invalid value for field 'email' and value 'ada@example.com'       | Invalid value for field 'email' and value *** | email
            Invalid value for field 'company' and value 'O'Hara & 'Sons''     | Invalid value for field 'company' and value *** | company
            Invalid value for field `f` and value Ada                         | Invalid value for field `f` and value *** |
            Lookup field 'userId' not found                                   | Lookup field 'userId' not found | userId
            Max rate limit '100' exceeded with in '20' secs                   | Max rate limit '100' exceeded with in '20' secs |
            Lead 'Ada Lovelace' not found                                     | Lead '***' not found |
            Lead ada@example.com not found                                    | Lead *** not found |
            Lead with ECID 01234567890123456789012345678901234567 is unknown  | Lead with ECID *** is unknown |
            Multiple lead match lookup criteria                               | Multiple lead match lookup criteria |
            """)
    void takesTheValueOfTheRecordOutOfWhatMarketoSaid(String said, String shown, String field) throws IOException {
        RowVerdict verdict = RowVerdict.of(json.valueToTree(Map.of("status", "skipped", "reasons", List.of(Map.of("code", "1003", "message", said)))));

        assertThat(verdict.message()).isEqualTo(shown);
        assertThat(verdict.field()).isEqualTo(field);
        assertThatExceptionOfType(MarketoRefusedException.class)
                .isThrownBy(() -> verdicts.judge(request, 200, json.writeValueAsBytes(
                        Map.of("success", false, "errors", List.of(Map.of("code", "1003", "message", said))))))
                .satisfies(refused -> assertThat(refused.marketoMessage()).isEqualTo(shown))
                .withMessageContaining(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'id':50,'status':'created'}                                       | CREATED      | 50 |      | DONE
            {'id':50,'status':'updated'}                                       | UPDATED      | 50 |      | DONE
            {'id':50,'status':'added'}                                         | ADDED        | 50 |      | DONE
            {'id':50,'status':'removed'}                                       | REMOVED      | 50 |      | DONE
            {'id':50,'status':'memberof'}                                      | MEMBEROF     | 50 |      | DONE
            {'id':50,'status':'notmemberof'}                                   | NOTMEMBEROF  | 50 |      | DONE
            {'id':5000000000,'status':'Added'}                                 | ADDED        | 5000000000 | | DONE
            {'status':'skipped','reasons':[{'code':'1004','message':'x'}]}     | SKIPPED      |    | 1004 | REFUSE_RECORD
            {'status':'skipped','reason':{'code':1007,'message':'x'}}          | SKIPPED      |    | 1007 | REFUSE_RECORD
            {'id':9,'status':'skipped','reasons':[{'code':'1015'}]}            | SKIPPED      | 9  | 1015 | DONE
            {'id':9,'reasons':[{'code':'1004'},{'code':'719'}]}                | SKIPPED      | 9  | 719  | UNAVAILABLE
            {'id':9,'status':'skipped'}                                        | SKIPPED      | 9  |      | UNKNOWN
            {'id':9,'status':'skipped','reasons':[]}                           | SKIPPED      | 9  |      | UNKNOWN
            {'id':9,'status':'skipped','reasons':[{}]}                         | SKIPPED      | 9  | none | UNKNOWN
            {'id':9,'status':'queued'}                                         | UNKNOWN      | 9  |      | UNKNOWN
            {'id':'x'}                                                         | UNKNOWN      |    |      | UNKNOWN
            """)
    void readsARow(String row, RowVerdict.Status status, Long id, String code, Reaction reaction) throws IOException {
        RowVerdict verdict = row(row);

        assertThat(verdict.status()).isEqualTo(status);
        assertThat(verdict.id()).isEqualTo(id);
        assertThat(verdict.code()).isEqualTo(code);
        assertThat(verdict.reaction()).isEqualTo(reaction);
    }

    private Reaction reactionTo(int status, String body) {
        Throwable thrown = catchThrowable(() -> judge(status, body));
        if (thrown == null) {
            return Reaction.DONE;
        }
        if (thrown instanceof AccessTokenRejectedException) {
            return Reaction.REFRESH_TOKEN;
        }
        if (thrown instanceof MarketoThrottledException) {
            return Reaction.THROTTLE;
        }
        if (thrown instanceof MarketoUnavailableException) {
            return ErrorCodes.of(((MarketoUnavailableException) thrown).code()).reaction();
        }
        return ((MarketoRefusedException) thrown).reaction();
    }

    private MarketoAnswer judge(int status, String body) {
        return verdicts.judge(request, status, bytes(body));
    }

    private RowVerdict row(String row) throws IOException {
        return RowVerdict.of(json.readTree(row.replace('\'', '"')));
    }

    private static String refusal(String errors) {
        return "{\"requestId\":\"6860#17061\",\"success\":false,\"errors\":[" + errors + "]}";
    }

    private static byte[] bytes(String body) {
        return body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    }
}
