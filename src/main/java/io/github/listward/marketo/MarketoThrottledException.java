package io.github.listward.marketo;

import java.time.Duration;

/** The instance's rate, concurrency or daily limit is reached: everything sent to this instance waits; nothing is wrong with the call. */
public class MarketoThrottledException extends RuntimeException {

    private final String code;
    private final Duration retryAfter;

    public MarketoThrottledException(String message, String code, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public String code() {
        return code;
    }

    /** How long the instance should be left alone. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
