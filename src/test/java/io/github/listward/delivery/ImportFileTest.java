package io.github.listward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportFileTest {

    private static final List<String> COLUMNS = List.of("email", "firstName", "leadScore");

    private final ImportFile file = new ImportFile(COLUMNS);

    @ParameterizedTest
    @ValueSource(strings = {"Ada", "O\"Neill", "a, b", "two\nlines", "two\r\nlines", "=1+1", "+1", "-1", "@here", " padded ", "Zoë 🦊", "#one", "\"", "a;b", "NULL", "\\"})
    void readsBackAsItWasWritten(String value) throws IOException {
        add("ada@example.com", value, "7");

        List<CSVRecord> rows = CSVFormat.RFC4180.parse(new StringReader(new String(file.content(), StandardCharsets.UTF_8))).getRecords();

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).containsExactly("email", "firstName", "leadScore");
        assertThat(rows.get(1)).containsExactly("ada@example.com", value, "7");
    }

    @Test
    void quotesOnlyWhatHasToBe() {
        add("ada@example.com", "a \"b\", c", "1E3");

        assertThat(new String(file.content(), StandardCharsets.UTF_8))
                .isEqualTo("email,firstName,leadScore\r\nada@example.com,\"a \"\"b\"\", c\",1000\r\n");
    }

    @Test
    void theSizeOfALineIsItsBytes() {
        assertThat(ImportFile.line(List.of("Zoë", "🦊"))).hasSize("Zoë".length() + 1 + 1 + 4 + 2);
    }

    private void add(String email, String name, String score) {
        Map<String, JsonNode> fields = Map.of("firstName", TextNode.valueOf(name), "leadScore", DecimalNode.valueOf(new BigDecimal(score)));
        file.add(new ImportRow.Values("email", email, fields));
    }
}
