package io.github.listward.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "2022-01-11T21:24:39Z"           | 2022-01-11T21:24:39Z
            "2022-01-11T21:24:39z"           | 2022-01-11T21:24:39Z
            " 2022-01-11T21:24:39Z "         | 2022-01-11T21:24:39Z
            "2022-01-11T21:24Z"              | 2022-01-11T21:24:00Z
            "2022-01-11T21:24:39.123456Z"    | 2022-01-11T21:24:39.123456Z
            "2019-04-15T02:41:50+0000"       | 2019-04-15T02:41:50Z
            "2019-04-15T02:41:50.000+0000"   | 2019-04-15T02:41:50Z
            "2019-04-15T02:41:50.250-0730"   | 2019-04-15T10:11:50.250Z
            "2018-04-26T15:52:25+00:00"      | 2018-04-26T15:52:25Z
            "2018-04-26T15:52:25+02:00"      | 2018-04-26T13:52:25Z
            "2018-04-26T15:52:25+02"         | 2018-04-26T13:52:25Z
            "2018-04-26T15:52:25"            | 2018-04-26T15:52:25Z
            1648553325                       | 2022-03-29T11:28:45Z
            1648553325000                    | 2022-03-29T11:28:45Z
            1648553325000.0                  | 2022-03-29T11:28:45Z
            "1648553325000"                  | 2022-03-29T11:28:45Z
            1648553325000001                 | 2022-03-29T11:28:45.000001Z
            """)
    void readsEveryFormAepHasSent(String json, Instant moment) throws Exception {
        assertThat(EventTime.parse(new ObjectMapper().readTree(json))).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "\"\"", "\"yesterday\"", "\"2022-13-11T21:24:39Z\"", "\"+123456-01-01T00:00:00Z\"", "\"99999999999999999999\"",
        "true", "[]", "{}", "-5", "\"-5\"", "1e400", "999999999999999999", "\"2022-01-11\""
    })
    void findsNoMomentInAnythingElse(String json) throws Exception {
        assertThat(EventTime.parse(new ObjectMapper().readTree(json))).isNull();
    }
}
