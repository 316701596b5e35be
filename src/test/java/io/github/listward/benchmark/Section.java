package io.github.listward.benchmark;

import java.util.ArrayList;
import java.util.List;

/** A part of the benchmark. It runs in a process of its own. */
interface Section {

    /**
     * A table of the page.
     *
     * @param notes what has to be known to read it, a paragraph each
     */
    record Table(String title, List<String> columns, List<List<String>> rows, List<String> notes) {}

    /**
     * A figure that is to be reached.
     *
     * @param wanted as the page says it, e.g. {@code <= 3.4 calls}
     */
    record Target(String what, String wanted, String measured, boolean met) {}

    record Result(String title, List<Table> tables, List<Target> targets) {

        static Result of(String title, List<Table> tables, List<Target> targets) {
            return new Result(title, List.copyOf(tables), new ArrayList<>(targets));
        }
    }

    /** MiB of heap. 512 wherever the process is what is deployed, with broker and sandbox apart. */
    int heap();

    Result run() throws Exception;

    static Target atMost(String what, double wanted, double measured, String unit) {
        return new Target(what, "≤ " + number(wanted) + unit, number(measured) + unit, measured <= wanted);
    }

    static Target atLeast(String what, double wanted, double measured, String unit) {
        return new Target(what, "≥ " + number(wanted) + unit, number(measured) + unit, measured >= wanted);
    }

    static String number(double value) {
        return value == Math.rint(value) || value >= 1_000 ? "%,.0f".formatted(value) : value >= 100 ? "%.0f".formatted(value) : "%.2f".formatted(value);
    }
}
