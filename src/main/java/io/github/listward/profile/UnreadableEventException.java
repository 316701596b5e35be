package io.github.listward.profile;

/** An event that cannot be read at all. The message says why and never quotes the event. */
public class UnreadableEventException extends Exception {

    public UnreadableEventException(String reason) {
        super(reason);
    }

    public UnreadableEventException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
