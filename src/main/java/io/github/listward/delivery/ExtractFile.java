package io.github.listward.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a Bulk Lead Extract part by part, each beginning where a row does. Columns go by their names, which are the REST names of the
 * fields; an empty field is written as {@code null}. Source: Marketo "Bulk Lead Extract", Retrieving Your Data.
 */
final class ExtractFile {

    static final String ID = "id";
    static final String PARTITION = "leadPartitionId";
    static final String ECIDS = "ecids";

    private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    private static final String EMPTY = "null";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * What was in a part.
     *
     * @param columns names of the file's columns, in order
     * @param rows without the one that names the columns
     * @param bytes taken by whole rows; what is left of the part belongs to the next
     */
    record Part(List<String> columns, long rows, long bytes) {}

    private ExtractFile() {}

    /**
     * @param columns names of the columns, or null at the beginning of the file
     * @param isLast whether the part ends with the file, so that its last row needs no line end
     * @param leads takes the leads of the part
     * @throws UnreadableExtractException if it is no such file
     */
    static Part read(byte[] content, List<String> columns, boolean isLast, Consumer<ExtractedLead> leads) {
        int length = isLast ? content.length : wholeRows(content);
        List<String> names = columns;
        long rows = 0;
        try (Reader text = new InputStreamReader(new ByteArrayInputStream(content, 0, length), StandardCharsets.UTF_8);
                CSVParser records = CSVParser.parse(text, CSV)) {
            for (CSVRecord row : records) {
                if (names == null) {
                    names = names(row);
                } else {
                    rows++;
                    lead(names, row, leads);
                }
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw new UnreadableExtractException("has a row that is no CSV"); // the cause quotes it
        }
        return new Part(names, rows, length);
    }

    /** Up to the last line end that is in no quotes. In UTF-8 neither is part of another character. */
    private static int wholeRows(byte[] content) {
        boolean quoted = false;
        int whole = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '"') {
                quoted = !quoted;
            } else if (content[i] == '\n' && !quoted) {
                whole = i + 1;
            }
        }
        return whole;
    }

    private static List<String> names(CSVRecord row) {
        List<String> names = new ArrayList<>();
        row.forEach(name -> names.add(name.replace(BYTE_ORDER_MARK, "").strip()));
        if (!names.contains(ID)) {
            throw new UnreadableExtractException("has no column " + ID);
        }
        return List.copyOf(names);
    }

    private static void lead(List<String> names, CSVRecord row, Consumer<ExtractedLead> leads) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < Math.min(names.size(), row.size()); i++) {
            String value = row.get(i).strip();
            if (!value.isEmpty() && !value.equals(EMPTY)) {
                fields.put(names.get(i), value);
            }
        }
        Long id = number(fields.remove(ID));
        if (row.size() != names.size() || id == null) {
            throw new UnreadableExtractException("has a row that does not fit its columns");
        }
        Long partition = number(fields.remove(PARTITION));
        String ecids = fields.remove(ECIDS);
        leads.accept(new ExtractedLead(id, partition, ecids == null ? List.of() : separated(ecids), fields));
    }

    private static Long number(String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Separated by commas. Source: AEP "Marketo Engage source", mapping of {@code ecids}. */
    private static List<String> separated(String ecids) {
        return Arrays.stream(ecids.split(",")).map(String::strip).filter(ecid -> !ecid.isEmpty()).toList();
    }
}
