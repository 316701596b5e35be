package io.github.listward.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes what was measured into docs/benchmarks.md, between its two markers. */
final class BenchmarkPage {

    private static final Path PAGE = Path.of("docs/benchmarks.md");
    private static final String BEGIN = "<!-- measured: written by the benchmark, do not edit -->";
    private static final String END = "<!-- end of what was measured -->";

    private BenchmarkPage() {}

    static void write(JsonNode all) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        Files.writeString(PAGE, page.substring(0, begin) + "\n\n" + measured(all) + "\n" + page.substring(end));
    }

    private static String measured(JsonNode all) {
        List<JsonNode> sections = list(all.get("sections"));
        StringBuilder text = new StringBuilder();
        text.append("Machine: ").append(all.get("machine").asText()).append(".\n\n### What was to be reached\n\n").append(targets(sections));
        sections.forEach(section -> text.append("\n### ").append(section.get("title").asText()).append("\n\n")
                .append("Measured on %s in %d s, in a process of %d MiB of heap.\n".formatted(
                        section.get("measuredOn").asText(), section.get("tookSeconds").asLong(), section.get("heapMiB").asLong()))
                .append(list(section.get("tables")).stream().map(BenchmarkPage::table).collect(Collectors.joining())));
        return text.toString();
    }

    static String targets(List<JsonNode> sections) {
        return "| figure | to be reached | measured | |\n|---|---|---|---|\n" + sections.stream()
                .flatMap(section -> list(section.get("targets")).stream())
                .map(target -> row(List.of(target.get("what").asText(), target.get("wanted").asText(), target.get("measured").asText(),
                        target.get("met").asBoolean() ? "met" : "**missed**")))
                .collect(Collectors.joining());
    }

    private static String table(JsonNode table) {
        List<String> columns = texts(table.get("columns"));
        return "\n" + table.get("title").asText() + "\n\n" + row(columns) + columns.stream().map(column -> "---").collect(Collectors.joining("|", "|", "|\n"))
                + list(table.get("rows")).stream().map(each -> row(texts(each))).collect(Collectors.joining())
                + texts(table.get("notes")).stream().map(note -> "\n" + note + "\n").collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static List<String> texts(JsonNode array) {
        return list(array).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> list(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false).toList();
    }
}
