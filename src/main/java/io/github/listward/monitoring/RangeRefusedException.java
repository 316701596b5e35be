package io.github.listward.monitoring;

/** What is asked for is no range of time, or too much at once. The message names the parameter. */
public class RangeRefusedException extends RuntimeException {

    RangeRefusedException(String message) {
        super(message);
    }
}
