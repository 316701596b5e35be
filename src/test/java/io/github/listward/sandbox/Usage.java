package io.github.listward.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

/** What was called and what was answered: for tests since the start, for Marketo's statistics by day. */
final class Usage {

    /** The quota starts anew at midnight Central Time. Source: Marketo "Error Codes", 607, and "Bulk Extract". */
    static final ZoneId CENTRAL = ZoneId.of("America/Chicago");

    private static final String OTHERS = "another@integration.example.com";

    private final Clock clock;
    private final Map<String, Integer> calls = new TreeMap<>();
    private final Map<String, Integer> answered = new TreeMap<>();
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final TreeMap<LocalDate, Day> days = new TreeMap<>();

    /** @param users calls by API user @param errors refused calls by code */
    record Day(Map<String, Integer> users, Map<String, Integer> errors) {

        int total() {
            return sum(users);
        }

        int totalErrors() {
            return sum(errors);
        }
    }

    Usage(Clock clock) {
        this.clock = clock;
    }

    synchronized void called(String operation) {
        calls.merge(operation, 1, Integer::sum);
    }

    synchronized void counted(Instant at, String user) {
        day(at).users().merge(user, 1, Integer::sum);
    }

    synchronized void countedOfOthers(int calls) {
        day(clock.instant()).users().merge(OTHERS, calls, Integer::sum);
    }

    synchronized void uncounted(Instant at, String user) {
        day(at).users().merge(user, -1, Integer::sum);
    }

    synchronized void answered(String code) {
        answered.merge(code, 1, Integer::sum);
        day(clock.instant()).errors().merge(code, 1, Integer::sum);
    }

    synchronized void skipped(String code) {
        skipped.merge(code, 1, Integer::sum);
    }

    synchronized int today() {
        return day(clock.instant()).total();
    }

    /** The days up to today, oldest first. */
    synchronized Map<LocalDate, Day> lastDays(int count) {
        LocalDate today = dateOf(clock.instant());
        day(clock.instant());
        Map<LocalDate, Day> copy = new TreeMap<>();
        days.tailMap(today.minusDays(count - 1L)).forEach((date, day) -> copy.put(date, new Day(Map.copyOf(day.users()), new TreeMap<>(day.errors()))));
        return copy;
    }

    synchronized Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    synchronized Map<String, Integer> answered() {
        return new TreeMap<>(answered);
    }

    synchronized Map<String, Integer> skipped() {
        return new TreeMap<>(skipped);
    }

    private Day day(Instant at) {
        return days.computeIfAbsent(dateOf(at), none -> new Day(new TreeMap<>(), new TreeMap<>()));
    }

    private static LocalDate dateOf(Instant at) {
        return LocalDate.ofInstant(at, CENTRAL);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
