package io.github.listward.marketo;

import java.util.Set;

/**
 * What one code means, and what to do.
 *
 * @param code Marketo's code, {@code http-} and the HTTP status, or a name of ours for what has none
 * @param levels where it is documented, or has been seen
 * @param meaning in our words, for messages and reports
 * @param remedy what the operator should do about it
 */
public record ErrorCode(String code, Set<Level> levels, String meaning, Reaction reaction, String remedy) {

    /** Where in an answer a code can stand. */
    public enum Level {
        /** The HTTP status, or that there is none. */
        HTTP,
        /** {@code errors}: the whole call. */
        CALL,
        /** {@code reasons} of a row: one record. */
        ROW
    }
}
