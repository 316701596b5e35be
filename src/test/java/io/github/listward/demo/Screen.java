package io.github.listward.demo;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The console, 100 columns wide, in ASCII: not every terminal has more. */
final class Screen {

    private static final int WIDTH = 100;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintStream out;

    Screen(PrintStream out) {
        this.out = out;
    }

    void section(String title) {
        out.println();
        out.println("-- " + title + " " + "-".repeat(Math.max(2, WIDTH - title.length() - 4)));
        out.println();
    }

    void line(String format, Object... values) {
        out.println("   " + format.formatted(values).stripTrailing());
    }

    /** A line with the time of day in front. */
    void event(String who, String format, Object... values) {
        line("%s  %-9s %s", LocalTime.now().format(CLOCK), who, format.formatted(values));
    }

    void blank() {
        out.println();
    }

    /** Thousands separated the same everywhere. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
