package io.github.listward.delivery;

import io.github.listward.marketo.MarketoAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of an import that Marketo refused, or warns of: those of the file, with a last column that says why. Read by the names of the
 * columns, since those that are empty in all of its rows may be missing.
 * Source: Marketo "Bulk Lead Import"; on missing columns: blog.teknkl.com.
 */
record ImportReport(List<String> keys, Map<String, Long> reasons) {

    private static final String FAILURE = "import failure reason";
    private static final String WARNING = "import warning reason";

    private static final int LONGEST_REASON = 200;

    /** What may be a value: a quoted one after the word, an address, a long number. */
    private static final Pattern VALUE = Pattern.compile("(?<=[Vv]alue )'[^']*'|\\S+@\\S+|\\d{5,}");

    /** Marketo has no such file, or one that says nothing of use. */
    static final class UnreadableException extends RuntimeException {

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * @param rows how many there are by Marketo's own count
     * @throws UnreadableException if the file is none, lacks the key, or has another number of rows
     */
    static ImportReport of(MarketoAnswer answer, String keyField, long rows) {
        if (answer.file() == null) {
            throw new UnreadableException("Marketo has no such file" + (answer.refusal() == null ? "" : " (" + answer.refusal() + ")"));
        }
        List<String> keys = new ArrayList<>();
        Map<String, Long> reasons = new TreeMap<>();
        CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setIgnoreEmptyLines(true).get();
        try (Reader text = new InputStreamReader(new ByteArrayInputStream(answer.file()), StandardCharsets.UTF_8); CSVParser parser = format.parse(text)) {
            List<String> names = parser.getHeaderNames();
            int key = indexOf(names, keyField.toLowerCase(Locale.ROOT));
            int reason = Math.max(indexOf(names, FAILURE), indexOf(names, WARNING));
            if (key < 0) {
                throw new UnreadableException("the file has no column " + keyField);
            }
            for (CSVRecord row : parser) {
                if (row.size() <= key || row.get(key).isBlank()) {
                    throw new UnreadableException("a row of the file has no " + keyField);
                }
                keys.add(row.get(key));
                reasons.merge(reason < 0 || row.size() <= reason ? "" : redacted(row.get(reason)), 1L, Long::sum);
            }
        } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
            throw new UnreadableException("the file is no CSV"); // the parser's complaint quotes it
        }
        if (keys.size() != rows) {
            throw new UnreadableException("the file has %d rows, and Marketo counts %d".formatted(keys.size(), rows));
        }
        return new ImportReport(keys, reasons);
    }

    private static int indexOf(List<String> names, String name) {
        return names.stream().map(each -> each.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT)).toList().indexOf(name);
    }

    /** What Marketo says, without what may be a person's. */
    static String redacted(String said) {
        String free = VALUE.matcher(said).replaceAll("***");
        return free.length() <= LONGEST_REASON ? free : free.substring(0, LONGEST_REASON);
    }

    /** How often what was said, free of personal data. */
    String summary() {
        List<String> parts = new ArrayList<>();
        reasons.forEach((reason, amount) -> parts.add(amount + " × " + (reason.isEmpty() ? "no reason given" : reason)));
        return String.join("; ", parts);
    }

    /** Without the keys: they are personal data. */
    @Override
    public String toString() {
        return "ImportReport[" + keys.size() + " rows]";
    }
}
