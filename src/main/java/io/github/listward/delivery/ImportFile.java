package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The CSV file of a bulk import: UTF-8, quoted as RFC 4180 says, the match key first, since columns that are empty may be missing
 * from the file of failures. A value that begins with {@code =}, {@code +}, {@code -} or {@code @} is written as it is: Marketo is no
 * spreadsheet, and an apostrophe before it would be data.
 * Source: Marketo "Bulk Lead Import".
 */
final class ImportFile {

    /** "Less than 10 MB", by the smaller of two readings, and with some room for the multipart body around it. Source: Marketo "Bulk Lead Import". */
    static final int MOST_BYTES = 9_990_000;

    private static final CSVFormat CSV = CSVFormat.RFC4180;

    private final List<String> columns;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private int rows;

    ImportFile(List<String> columns) {
        this.columns = columns;
        content.writeBytes(line(columns));
    }

    /** A person's cells, in the order of the columns. */
    static List<String> cells(List<String> columns, ImportRow.Values values) {
        return columns.stream().map(column -> column.equals(values.keyField()) ? values.key() : text(values.fields().get(column))).toList();
    }

    private static String text(JsonNode value) {
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
    }

    static byte[] line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(line, CSV)) {
            printer.printRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder takes everything
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    void add(ImportRow.Values values) {
        content.writeBytes(line(cells(columns, values)));
        rows++;
    }

    int rows() {
        return rows;
    }

    byte[] content() {
        return content.toByteArray();
    }
}
