package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.destination.FieldValue.Accepted;
import io.github.listward.destination.FieldValue.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypeTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            string    | "Ada"                        | "Ada"
            string    | 14                           | "14"
            string    | true                         | "true"
            text      | "two\\nlines"                | "two\\nlines"
            url       | "https://example.com"        | "https://example.com"
            phone     | "+44 20 7946 0000"           | "+44 20 7946 0000"
            reference | 1                            | "1"
            novelty   | "x"                          | "x"
            email     | " Ada+x@mail.example.com "   | "Ada+x@mail.example.com"
            integer   | 14                           | 14
            integer   | "14"                         | 14
            integer   | 14.0                         | 14
            integer   | "-2147483648"                | -2147483648
            float     | 14.5                         | 14.5
            float     | "14.5"                       | 14.5
            float     | 9223372036854775807          | 9223372036854775807
            currency  | "1000"                       | 1000
            percent   | 12.5                         | 12.5
            boolean   | true                         | true
            boolean   | "False"                      | false
            date      | "1980-02-29"                 | "1980-02-29"
            date      | "1980-02-29T23:30:00+02:00"  | "1980-02-29"
            datetime  | "2026-05-01T10:00:00Z"       | "2026-05-01T10:00:00Z"
            datetime  | "2026-05-01T10:00:00.123+02:00" | "2026-05-01T08:00:00Z"
            datetime  | "2026-05-01T10:00:00+0200"   | "2026-05-01T08:00:00Z"
            datetime  | 1648553325000                | "2022-03-29T11:28:45Z"
            """)
    void writesAValueAsMarketoAcceptsIt(String type, String value, String accepted) throws Exception {
        assertThat(convert(type, value)).isInstanceOfSatisfying(Accepted.class, a -> assertThat(a.value()).hasToString(accepted));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            string   | ["a", "b"]              | is a list; a Marketo field holds one value
            string   | {"a": 1}                | is an object; a Marketo field holds one value
            string   | "0123456789012345678901234567890123456789x" | has 41 characters; the field takes 40
            email    | "bademail"              | is not an e-mail address
            email    | "ada@localhost"         | is not an e-mail address
            email    | "a@example.com,b@example.com" | is not an e-mail address
            email    | "ada@example..com"      | is not an e-mail address
            email    | ""                      | is not an e-mail address
            email    | "ädä@example.com"       | has characters outside ASCII, which Marketo does not take in an e-mail address
            integer  | 14.1                    | is not a whole number
            integer  | "14 people"             | is not a whole number
            integer  | true                    | is not a whole number
            integer  | 2147483648              | is too large for an integer field
            integer  | 1e99                    | is too large for an integer field
            integer  | "1e999999999"           | is not a whole number
            float    | "14c"                   | is not a number
            float    | "NaN"                   | is not a number
            float    | 1e999                   | is not a number
            percent  | "100%"                  | is not a number
            currency | "$5"                    | is not a number
            boolean  | "other"                 | is neither true nor false
            boolean  | 1                       | is neither true nor false
            date     | "29.02.1980"            | is not a date of the form YYYY-MM-DD
            date     | "1981-02-29"            | is not a date of the form YYYY-MM-DD
            date     | 1648553325000           | is not a date of the form YYYY-MM-DD
            datetime | "yesterday"             | is not a date-time of the form YYYY-MM-DDThh:mm:ss+hh:mm
            datetime | "2026-05-01"            | is not a date-time of the form YYYY-MM-DDThh:mm:ss+hh:mm
            datetime | "1648553325000"         | is not a date-time of the form YYYY-MM-DDThh:mm:ss+hh:mm
            """)
    void refusesWhatMarketoWouldSkipTheWholePersonFor(String type, String value, String reason) throws Exception {
        assertThat(convert(type, value)).isEqualTo(new Refused(reason));
    }

    @Test
    void doesNotPrintTheValue() throws Exception {
        assertThat(convert("email", "\"ada@example.com\"").toString()).doesNotContain("ada");
    }

    private FieldValue convert(String type, String value) throws Exception {
        JsonNode node = json.readTree(value);
        return FieldType.convert(node, new Describe.Field("field", type, 40, true));
    }
}
