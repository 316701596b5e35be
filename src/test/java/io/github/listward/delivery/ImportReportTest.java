package io.github.listward.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.listward.marketo.MarketoAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportReportTest {

    @Test
    void readsByTheNamesOfTheColumnsAlsoWhereEmptyOnesAreMissing() {
        ImportReport report = ImportReport.of(file("""
                email,lastName,Import Failure Reason
                ada@example.com,"Love, lace",Invalid data type in field Lead Score
                eve@example.com,"two
                lines",Invalid data type in field Lead Score
                """), "email", 2);

        assertThat(report.keys()).containsExactly("ada@example.com", "eve@example.com");
        assertThat(report.summary()).isEqualTo("2 × Invalid data type in field Lead Score");
    }

    @Test
    void takesAByteOrderMarkAndOtherCase() {
        assertThat(ImportReport.of(file("\uFEFFEmail,Import Warning Reason\nada@example.com,Invalid email address\n"), "email", 1).summary())
                .isEqualTo("1 × Invalid email address");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Invalid value for field 'f' and value 'Ada'    | Invalid value for field 'f' and value ***
            Lead ada@example.com is twice there            | Lead *** is twice there
            Value for lookup field 'email' not found       | Value for lookup field 'email' not found
            Phone 0123456789 is wrong                      | Phone *** is wrong
            """)
    void keepsNothingOfAPerson(String said, String kept) {
        assertThat(ImportReport.redacted(said)).isEqualTo(kept);
    }

    @Test
    void isOfNoUseWithoutTheKeyOrWithAnotherNumberOfRows() {
        assertThatThrownBy(() -> ImportReport.of(file("firstName,Import Failure Reason\nAda,x\n"), "email", 1))
                .isInstanceOf(ImportReport.UnreadableException.class).hasMessage("the file has no column email");
        assertThatThrownBy(() -> ImportReport.of(file("email,Import Failure Reason\nada@example.com,x\n"), "email", 2))
                .isInstanceOf(ImportReport.UnreadableException.class).hasMessage("the file has 1 rows, and Marketo counts 2");
        assertThatThrownBy(() -> ImportReport.of(file("email,Import Failure Reason\n,x\n"), "email", 1))
                .isInstanceOf(ImportReport.UnreadableException.class).hasMessage("a row of the file has no email");
        assertThatThrownBy(() -> ImportReport.of(file("email,Import Failure Reason\n\"ada"), "email", 1))
                .isInstanceOf(ImportReport.UnreadableException.class).hasMessageNotContaining("ada");
        assertThatThrownBy(() -> ImportReport.of(new MarketoAnswer("1#2", List.of(), null, "http-404", null), "email", 1))
                .isInstanceOf(ImportReport.UnreadableException.class).hasMessage("Marketo has no such file (http-404)");
    }

    private static MarketoAnswer file(String content) {
        return new MarketoAnswer(null, List.of(), null, null, content.getBytes(StandardCharsets.UTF_8));
    }
}
