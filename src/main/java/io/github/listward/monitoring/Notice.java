package io.github.listward.monitoring;

import java.time.Instant;

/**
 * Something to tell a receiver of an alert.
 *
 * @param id of its row
 * @param notice the same in every try
 * @param target {@code webhook:} and its name, or {@code mail}
 * @param alert what it is about, with message and value as they were when the notice came to be
 * @param createdAt when that was
 * @param tries this one counted
 */
record Notice(long id, String notice, Kind kind, String target, Alert alert, Instant createdAt, int tries) {

    enum Kind { OPENED, REPEATED, RESOLVED }

    /** In a line, for people. */
    String text() {
        return switch (kind) {
            case OPENED -> "Listward: %s (%s). %s".formatted(alert.rule().title(), alert.subject(), alert.message());
            case REPEATED -> "Listward, still: %s (%s), since %s. %s".formatted(alert.rule().title(), alert.subject(), alert.since(), alert.message());
            case RESOLVED -> "Listward, resolved: %s (%s), %s to %s. It was: %s".formatted(alert.rule().title(), alert.subject(), alert.since(),
                    alert.resolvedAt(), alert.message());
        };
    }
}
