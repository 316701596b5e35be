package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A row of the failure report for people to read.
 *
 * @param person whom it is about, e.g. {@code email a…@e….com}; several match keys with a semicolon between them. Null where only the
 *     hash was asked for, where nobody is known, and where Kafka no longer keeps the dead letter
 * @param deadLetterKept whether Kafka still does, so that it can be replayed; null where the dead letter was not looked for
 */
public record ReportedFailure(@JsonUnwrapped Failure failure, String person, Boolean deadLetterKept) {

    /** Without the person, who may be in clear. */
    @Override
    public String toString() {
        return "ReportedFailure[" + failure.origin() + "]";
    }
}
