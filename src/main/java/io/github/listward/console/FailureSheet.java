package io.github.listward.console;

import io.github.listward.monitoring.Failure;
import io.github.listward.monitoring.ReportedFailure;
import java.io.IOException;
import java.io.Writer;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The failure report as CSV, for people with spreadsheets. They take a cell that begins with {@code =}, {@code +}, {@code -} or
 * {@code @} for a formula, quoted or not, so a text like that gets an apostrophe in front; JSON Lines has it as it is.
 * Source: OWASP "CSV Injection".
 */
final class FailureSheet {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder()
            .setHeader("origin", "dataflow", "audience", "identity", "reason", "message", "marketoCode", "requestId", "occurredAt",
                    "deadLetterPartition", "deadLetterOffset", "replayRequestedAt", "replayedAt", "attempt", "replays", "state", "resolvedAt",
                    "resolvedAs", "person", "deadLetterKept")
            .get();

    /** Tab, line feed and carriage return are passed over by spreadsheets that look for a formula. */
    private static final String STARTS_OF_FORMULAS = "=+-@\t\n\r";

    private final CSVPrinter lines;

    /** Begins it, with the line of names. */
    FailureSheet(Writer writer) throws IOException {
        lines = FORMAT.print(writer);
    }

    void add(ReportedFailure row) throws IOException {
        Failure failure = row.failure();
        lines.printRecord(Stream.of(
                failure.origin(),
                failure.dataflow(),
                failure.audience(),
                failure.identity(),
                failure.reason(),
                failure.message(),
                failure.marketoCode(),
                failure.requestId(),
                failure.occurredAt(),
                failure.deadLetterPartition(),
                failure.deadLetterOffset(),
                failure.replayRequestedAt(),
                failure.replayedAt(),
                failure.attempt(),
                failure.replays(),
                failure.state(),
                failure.resolvedAt(),
                failure.resolvedAs(),
                row.person(),
                row.deadLetterKept())
                .map(cell -> cell instanceof String text ? harmless(text) : cell));
    }

    private static String harmless(String text) {
        return text.isEmpty() || STARTS_OF_FORMULAS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
