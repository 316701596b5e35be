package io.github.listward.console;

/** There is no run of this id, or none any more. */
class UnknownRunException extends RuntimeException {

    UnknownRunException(String dataflow, String run) {
        super("There is no run " + run + " of dataflow " + dataflow + ". A run is named by its hour in UTC, as 2026-11-24T10, and kept for as long as listward.keep.runs says.");
    }
}
