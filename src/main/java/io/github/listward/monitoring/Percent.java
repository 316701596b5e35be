package io.github.listward.monitoring;

import java.util.Locale;

/** @param value of a hundred, above 0 and 100 at most */
record Percent(double value) {

    Percent {
        if (!(value > 0 && value <= 100)) {
            throw new IllegalArgumentException("must be above 0 % and 100 % at most");
        }
    }


    boolean isExceededBy(long part, long whole) {
        return 100.0 * part > value * whole;
    }

    @Override
    public String toString() {
        return text(value);
    }

    /** E.g. {@code 1.5 %}. */
    static String text(double value) {
        return (value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value)) + " %";
    }
}
