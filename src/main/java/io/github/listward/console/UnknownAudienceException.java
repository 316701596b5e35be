package io.github.listward.console;

/** No dataflow of this id activates an audience of that id. */
class UnknownAudienceException extends RuntimeException {

    UnknownAudienceException(String dataflow, String audience) {
        super("No dataflow " + dataflow + " activates an audience " + audience + ".");
    }
}
