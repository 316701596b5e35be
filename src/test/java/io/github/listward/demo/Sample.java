package io.github.listward.demo;

import io.github.listward.sandbox.MarketoSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** The checked-in sample: what AEP sends, what Marketo holds before, and what must be true afterwards. Its README says how it is made. */
final class Sample {

    /** @param value the event as sent, which need not be JSON */
    record Event(String key, String value) {}

    /** @param dataflow empty where no dataflow activates the audience */
    record Feed(String dataflow, String audience) {}

    private static final String MISSING = "Run the demo from the directory of pom.xml: there is no %s";

    private Sample() {}

    static List<Event> events() {
        Path file = file("events.tsv.gz");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> line.split("\t", 2)).map(cells -> new Event(cells[0], cells[1])).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the leads and lists of before into Marketo. */
    static void arrange(MarketoSandbox marketo) {
        Map<String, Long> lists = new LinkedHashMap<>();
        lists.put("Win back", marketo.hasList("Win back", "America"));
        lists.put("Newsletter Europe", marketo.hasList("Newsletter Europe", "Europe"));
        for (String[] row : rows("leads.tsv")) {
            long lead = marketo.hasLead(Map.of("email", row[0], "leadPartition", row[1], "firstName", row[2], "lastName", row[3]));
            if (!row[4].isEmpty()) {
                marketo.hasMember(lists.get(row[4]), lead);
            }
        }
    }

    /** Who must be in the list at the end, in lower case. */
    static Set<String> expectedMembers(String list) {
        Set<String> members = new TreeSet<>();
        for (String[] row : rows("expected-members.tsv")) {
            if (row[0].equals(list)) {
                members.add(row[1].toLowerCase(Locale.ROOT));
            }
        }
        return members;
    }

    /** How many changes must have been received; under no dataflow and no audience: events that cannot be read. */
    static Map<Feed, Long> expectedReceived() {
        Map<Feed, Long> received = new LinkedHashMap<>();
        rows("expected-received.tsv").forEach(row -> received.put(new Feed(row[0], row[1]), Long.valueOf(row[2])));
        return received;
    }

    private static List<String[]> rows(String name) {
        try {
            return Files.readAllLines(file(name)).stream().skip(1).map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String name) {
        Path file = Landscape.FILES.resolve(name);
        if (!Files.exists(file)) {
            throw new IllegalStateException(MISSING.formatted(file));
        }
        return file;
    }
}
