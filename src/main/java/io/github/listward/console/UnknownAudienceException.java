package io.github.listward.console;

/** No dataflow of this id activates an audience of that id. */
class UnknownAudienceException extends RuntimeException {

    UnknownAudienceException(String audience) {
        super("No dataflow activates an audience " + audience + ", and nothing was ever counted of it.");
    }

    UnknownAudienceException(String dataflow, String audience) {
        super("No dataflow " + dataflow + " activates an audience " + audience + ".");
    }
}
