package io.github.listward.delivery;

import io.github.listward.delivery.PlanRequest.Turnout;
import io.github.listward.destination.Destination;
import java.util.List;

/**
 * How many calls a flush, a first sync and a day take: the table of docs/matching.md, up to 300 people a call, list calls per list.
 * Where an exact number would depend on what nobody knows beforehand, it is the most it can be.
 *
 * @param destination the kinds of calls follow from its sync type, person action and match keys
 * @param known share of the people who qualify whose lead is known
 * @param changing share of those who bring attributes other than last sent
 * @param leavingKnown share of the people who exit whose lead is known
 */
record CallEstimate(Destination destination, double known, double changing, double leavingKnown) {

    /** People one call may carry. Source: Marketo "Lead Database" and "List Membership". */
    private static final int PEOPLE_PER_CALL = 300;

    private static final int SECONDS_PER_DAY = 86_400;

    /** A flush rests no longer, while there is any budget. */
    static final int LONGEST_PAUSE_SECONDS = 60;

    /** Of an import, beside asking how far it is: the upload, and the files of failures and warnings. */
    private static final int CALLS_PER_IMPORT = 3;

    private static final int SHORTEST_POLL_SECONDS = 5;
    private static final int LONGEST_POLL_SECONDS = 30;

    /** What rounding leaves of a whole number is no further call. */
    private static final double ROUNDING = 1e-6;

    /** @param lists who came and went in each, in one flush */
    double callsOfFlush(List<Turnout> lists) {
        double unknown = sum(lists, true) * (1 - known);
        double due = sum(lists, true) * known * changing;
        double leaving = destination.syncType().lists() ? sum(lists, false) * (1 - leavingKnown) : 0;
        int keys = destination.matchKeys().size();
        boolean profiles = destination.syncType().profiles();
        boolean lookedUp = !profiles || destination.creates() && keys > 1;
        double calls = keys * calls(leaving + (lookedUp ? unknown : 0));
        if (profiles) {
            calls += (destination.creates() ? 1 : keys) * calls(unknown) + calls(due);
        }
        if (destination.syncType().lists()) {
            calls += lists.stream().mapToDouble(list -> calls(list.qualified()) + calls(list.exited())).sum();
        }
        return calls;
    }

    /** On average less than one person a flush means less than one call a flush: no flush has a call without anybody in it. */
    private static double calls(double people) {
        return people < 1 ? people : Math.ceil(people / PEOPLE_PER_CALL - ROUNDING);
    }

    private static double sum(List<Turnout> lists, boolean qualified) {
        return lists.stream().mapToDouble(list -> qualified ? list.qualified() : list.exited()).sum();
    }

    /** Everybody in full flushes of all lists mixed, and what is left over in one more. A list costs a call to be created. */
    long callsOfFirstSync(List<Turnout> lists, int mostChanges) {
        double members = sum(lists, true);
        double full = Math.floor(members / mostChanges);
        double left = members - full * mostChanges;
        double calls = destination.syncType().lists() ? lists.size() : 0;
        if (full > 0) {
            calls += full * callsOfFlush(parts(lists, mostChanges / members));
        }
        if (left > 0) {
            calls += callsOfFlush(parts(lists, left / members));
        }
        return whole(calls);
    }

    private static List<Turnout> parts(List<Turnout> lists, double part) {
        return lists.stream().map(list -> list.times(part)).toList();
    }

    /**
     * Of importing this many people into one list, file after file.
     *
     * @param rowsPerSecond how fast Marketo imports
     */
    long callsOfImport(double people, int bytesPerRow, int rowsPerSecond) {
        double rowsPerFile = ImportFile.MOST_BYTES / bytesPerRow;
        double full = Math.floor(people / rowsPerFile);
        double left = people - full * rowsPerFile;
        return (long) full * (CALLS_PER_IMPORT + polls(rowsPerFile, rowsPerSecond))
                + (left > 0 ? CALLS_PER_IMPORT + polls(left, rowsPerSecond) : 0);
    }

    /**
     * One import after the other, whichever list it is for (docs/adr/0018-bulk-imports.md).
     */
    static long secondsOfImports(List<Double> people, int bytesPerRow, int rowsPerSecond) {
        return whole(people.stream()
                .mapToDouble(each -> each / rowsPerSecond + Math.ceil(each / (ImportFile.MOST_BYTES / bytesPerRow)) * LONGEST_POLL_SECONDS)
                .sum());
    }

    /** How often an import is asked for: when it could be done, and then after as long again as it has taken so far; 5 to 30 seconds apart. */
    private static long polls(double rows, int rowsPerSecond) {
        long asked = Math.min(LONGEST_POLL_SECONDS, SHORTEST_POLL_SECONDS + (long) rows / ImportCalls.MOST_ROWS_PER_SECOND);
        long polls = 1;
        while (asked < rows / rowsPerSecond) {
            asked += Math.min(LONGEST_POLL_SECONDS, asked);
            polls++;
        }
        return polls;
    }

    /** @param perDay who comes and goes in each list */
    long callsPerDay(List<Turnout> perDay, int flushSeconds) {
        double flushes = (double) SECONDS_PER_DAY / flushSeconds;
        return whole(flushes * callsOfFlush(parts(perDay, 1 / flushes)));
    }

    /** The shortest time from flush to flush that costs no more than the budget; the longest there is where none does. */
    int flushSeconds(List<Turnout> perDay, long dailyCalls) {
        for (int seconds = 1; seconds < LONGEST_PAUSE_SECONDS; seconds++) {
            if (callsPerDay(perDay, seconds) <= dailyCalls) {
                return seconds;
            }
        }
        return LONGEST_PAUSE_SECONDS;
    }

    /**
     * From midnight on, with a day's budget: whole days until the rest fits into one, and that at the pace of the rate limit.
     *
     * @param callsPerSecond what the rate limit allows
     */
    static long seconds(long calls, long dailyCalls, double callsPerSecond) {
        long days = calls == 0 ? 0 : (calls - 1) / dailyCalls;
        return days * SECONDS_PER_DAY + whole((calls - days * dailyCalls) / callsPerSecond);
    }

    private static long whole(double number) {
        return (long) Math.ceil(number - ROUNDING);
    }
}
