package io.github.listward.monitoring;

/** Whom failures are about cannot be said now: Kafka, which has it, does not answer. */
public class PeopleUnknownException extends RuntimeException {

    PeopleUnknownException(Exception cause) {
        super("Kafka does not answer, and only the dead letters say whom failures are about. Ask with identities=hashed, or later.", cause);
    }
}
