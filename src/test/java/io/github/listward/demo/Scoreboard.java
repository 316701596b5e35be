package io.github.listward.demo;

import io.github.listward.demo.Api.Counts;
import io.github.listward.demo.Sample.Feed;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What became of everything, held against the checked-in expectation. */
final class Scoreboard {

    private static final Duration LONGEST_REPORT = Duration.ofSeconds(15);
    private static final int SHOWN = 2;
    private static final String NOT_ACTIVATED = "not activated";
    private static final String UNREADABLE = "unreadable";

    private final Screen screen;
    private final MarketoSandbox marketo;
    private final Api api;
    private final int arrangedThrottles;
    private final List<String> wrong = new ArrayList<>();

    /** @param arrangedThrottles how many 606 the demo itself has arranged */
    Scoreboard(Screen screen, MarketoSandbox marketo, Api api, int arrangedThrottles) {
        this.screen = screen;
        this.marketo = marketo;
        this.api = api;
        this.arrangedThrottles = arrangedThrottles;
    }

    /**
     * Shows the table.
     *
     * @param expected changes received, per feed
     * @return whether all is as it must be
     */
    boolean show(Map<Feed, Long> expected) {
        Map<String, Counts> counts = new LinkedHashMap<>();
        api.audiences().forEach(each -> counts.put(name(each.feed()), each));
        audiences(counts, expected);
        lists();
        reasons(counts);
        calls();
        failureReport(counts);
        screen.blank();
        if (wrong.isEmpty()) {
            screen.line("Everything is as expected.");
        } else {
            wrong.forEach(each -> screen.line("WRONG: %s", each));
        }
        return wrong.isEmpty();
    }

    void wrong(String what) {
        wrong.add(what);
    }

    private void audiences(Map<String, Counts> counts, Map<Feed, Long> expected) {
        screen.line("%-20s %9s = %9s + %9s + %7s + %9s", "changes of", "received", "activated", "excluded", "failed", "in flight");
        expected.forEach((feed, changes) -> {
            String name = name(feed);
            Counts count = counts.getOrDefault(name, new Counts(feed, 0, 0, 0, 0, 0, 0, Map.of()));
            screen.line("%-20s %9s = %9s + %9s + %7s + %9s", name, Screen.number(count.received()), Screen.number(count.activated()),
                    Screen.number(count.excluded()), Screen.number(count.failed()), Screen.number(count.inFlight()));
            check(count.addUp(), "the changes of %s do not add up", name);
            check(count.inFlight() == 0, "%s changes of %s are still in flight", Screen.number(count.inFlight()), name);
            check(count.received() == changes, "%s changes of %s were sent, and %s received", Screen.number(changes), name, Screen.number(count.received()));
        });
    }

    private void lists() {
        screen.blank();
        screen.line("%-20s %-24s %9s | %10s", "members of", "static list", "expected", "in Marketo");
        for (Audience audience : Audience.ALL) {
            String list = audience.list().get(audience.list().size() - 1);
            Set<String> expected = Sample.expectedMembers(list);
            Long id = marketo.listNamed(list);
            check(id != null, "there is no static list \"%s\"", list);
            Set<String> actual = marketo.emailsIn(list).stream().map(email -> email.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
            int leads = id == null ? 0 : marketo.membersOf(id).size();
            boolean same = expected.equals(actual) && leads == actual.size();
            screen.line("%-20s %-24s %9s | %10s   %s", audience.name(), list, Screen.number(expected.size()), Screen.number(leads),
                    same ? "the same people" : "NOT the same people");
            check(same, "list \"%s\": %s", list, difference(expected, actual, leads));
        }
    }

    private static String difference(Set<String> expected, Set<String> actual, int leads) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        Set<String> extra = new TreeSet<>(actual);
        extra.removeAll(expected);
        return "%d missing %s, %d too many %s, %d doubled".formatted(missing.size(), some(missing), extra.size(), some(extra), leads - actual.size());
    }

    private static List<String> some(Set<String> people) {
        return people.stream().limit(SHOWN).toList();
    }

    private void reasons(Map<String, Counts> counts) {
        Map<String, Map<String, Long>> byReason = new TreeMap<>();
        counts.forEach((name, count) -> count.reasons().forEach((reason, amount) ->
                byReason.computeIfAbsent(reason, key -> new TreeMap<>()).put(name, amount)));
        List<String> columns = new ArrayList<>(Audience.ALL.stream().map(Audience::name).toList());
        columns.addAll(List.of(NOT_ACTIVATED, UNREADABLE));
        screen.blank();
        screen.line("%-24s %s", "excluded or failed", columns.stream().map("%17s"::formatted).limit(3).collect(Collectors.joining(" ")) + "      other");
        byReason.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Map<String, Long>> each) -> -sum(each.getValue())))
                .forEach(each -> screen.line("%-24s %s %10s", each.getKey(), Audience.ALL.stream()
                        .map(audience -> "%17s".formatted(number(each.getValue().get(audience.name()))))
                        .collect(Collectors.joining(" ")), number(other(each.getValue()))));
    }

    private static Long other(Map<String, Long> amounts) {
        long other = amounts.getOrDefault(NOT_ACTIVATED, 0L) + amounts.getOrDefault(UNREADABLE, 0L);
        return other == 0 ? null : other;
    }

    private static long sum(Map<String, Long> amounts) {
        return amounts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String number(Long amount) {
        return amount == null ? "" : Screen.number(amount);
    }

    private void calls() {
        int throttled = marketo.answered("606") - arrangedThrottles;
        int crowded = marketo.answered("615");
        screen.blank();
        screen.line("%s calls: %s to find or write leads, %s to fill lists, %s to empty them", Screen.number(marketo.calls()),
                Screen.number(marketo.calls("POST /rest/v1/leads.json") + marketo.calls("GET /rest/v1/leads.json")),
                Screen.number(marketo.calls("POST /rest/v1/lists/*/leads.json")), Screen.number(marketo.calls("DELETE /rest/v1/lists/*/leads.json")));
        screen.line("Most calls in any 20 s: %d of our 50 (Marketo allows 100); at a time: %d of our 5 (Marketo allows 10)",
                marketo.maxCallsInWindow(), marketo.maxInFlight());
        screen.line("Limits hit: 606 received %d, 615 received %d (and %d that the demo arranged)", throttled, crowded, arrangedThrottles);
        check(throttled == 0 && crowded == 0, "Listward ran into Marketo's limits: %d x 606, %d x 615", throttled, crowded);
    }

    /** The report follows the counters by a moment; then each reason is there as often as it was counted. */
    private void failureReport(Map<String, Counts> counts) {
        long failed = counts.values().stream().mapToLong(Counts::failed).sum();
        boolean complete = Wait.until(LONGEST_REPORT, () -> sum(api.failures()) == failed);
        Map<String, Long> rows = api.failures();
        screen.line("Failure report: %s rows for %s failed changes", Screen.number(sum(rows)), Screen.number(failed));
        check(complete, "the failure report has %s rows for %s failed changes", Screen.number(sum(rows)), Screen.number(failed));
        rows.forEach((reason, amount) -> {
            long counted = counts.values().stream().mapToLong(each -> each.reasons().getOrDefault(reason, 0L)).sum();
            check(counted == amount, "%s changes failed with %s, and %s are in the failure report", Screen.number(counted), reason, Screen.number(amount));
        });
    }

    private void check(boolean right, String problem, Object... values) {
        if (!right) {
            wrong.add(problem.formatted(values));
        }
    }

    private static String name(Feed feed) {
        return Audience.ALL.stream()
                .filter(audience -> audience.id().equals(feed.audience()))
                .map(Audience::name)
                .findFirst()
                .orElse(feed.audience().isEmpty() ? UNREADABLE : NOT_ACTIVATED);
    }
}
