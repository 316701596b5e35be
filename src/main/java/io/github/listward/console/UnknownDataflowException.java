package io.github.listward.console;

/** There is no dataflow of this id. */
class UnknownDataflowException extends RuntimeException {

    UnknownDataflowException(String dataflow) {
        super("There is no dataflow " + dataflow + ".");
    }
}
