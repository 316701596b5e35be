package io.github.listward.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractFileTest {

    private static final String FILE = """
            id,email,customerNumber,leadPartitionId,ecids
            1,ada@example.com,null,1,"123, 456"
            2,null,"C""7,\nx",2,null
            3,zoë@example.com,,1,789
            """;

    private final List<ExtractedLead> leads = new ArrayList<>();

    @Test
    void readsRowsByTheNamesOfTheirColumns() {
        ExtractFile.Part part = ExtractFile.read(bytes(FILE), null, true, leads::add);

        assertThat(part.rows()).isEqualTo(3);
        assertThat(part.columns()).containsExactly("id", "email", "customerNumber", "leadPartitionId", "ecids");
        assertThat(leads).containsExactly(
                new ExtractedLead(1, 1L, List.of("123", "456"), Map.of("email", "ada@example.com")),
                new ExtractedLead(2, 2L, List.of(), Map.of("customerNumber", "C\"7,\nx")),
                new ExtractedLead(3, 1L, List.of("789"), Map.of("email", "zoë@example.com")));
    }

    /** Wherever a part ends: within a row, a quoted line end, a character of two bytes. */
    @ParameterizedTest
    @ValueSource(ints = {60, 64, 90, 101, 120, 130})
    void readsPartsOfAnySize(int size) {
        byte[] file = bytes(FILE);
        List<String> columns = null;
        int next = 0;
        long rows = 0;
        while (next < file.length) {
            int end = Math.min(next + size, file.length);
            ExtractFile.Part part = ExtractFile.read(Arrays.copyOfRange(file, next, end), columns, end == file.length, leads::add);
            columns = part.columns();
            rows += part.rows();
            next += (int) part.bytes();
        }

        assertThat(rows).isEqualTo(3);
        assertThat(leads).extracting(ExtractedLead::id).containsExactly(1L, 2L, 3L);
        assertThat(leads.get(2).fields()).containsEntry("email", "zoë@example.com");
    }

    @Test
    void theLastRowNeedsNoLineEnd() {
        ExtractFile.read(bytes("id\r\n1\r\n2"), null, true, leads::add);

        assertThat(leads).extracting(ExtractedLead::id).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # file                                   | why
            email;ada@example.com                    | has no column id
            id,email;1                               | has a row that does not fit its columns
            id,email;ada@example.com,ada@example.com | has a row that does not fit its columns
            id,email;1,'ada@example.com              | has a row that is no CSV
            """, quoteCharacter = '`')
    void saysWhyAFileIsUnreadableAndNothingOfIt(String file, String why) {
        String text = file.replace(';', '\n').replace('\'', '"');

        assertThatThrownBy(() -> ExtractFile.read(bytes(text), null, true, leads::add))
                .isInstanceOf(UnreadableExtractException.class)
                .hasMessage(why)
                .hasNoCause();
    }

    @Test
    void showsNothingOfALead() {
        assertThat(new ExtractedLead(7, 1L, List.of("123"), Map.of("email", "ada@example.com"))).hasToString("ExtractedLead[7]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
