package io.github.listward.monitoring;

/** Nothing can be sent again now, whichever failures are asked for. */
public class ReplayRefusedException extends RuntimeException {

    ReplayRefusedException(String message) {
        super(message);
    }
}
