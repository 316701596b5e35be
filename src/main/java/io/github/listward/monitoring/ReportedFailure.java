package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A row of the failure report for people to read.
 *
 * @param person whom it is about, e.g. {@code email a…@e….com}; several match keys with a semicolon between them. Null where only the
 *     hash was asked for, where nobody is known, and where Kafka no longer keeps the dead letter
 */
public record ReportedFailure(@JsonUnwrapped Failure failure, String person) {

    /** Without the person, who may be in clear. */
    @Override
    public String toString() {
        return "ReportedFailure[" + failure.origin() + "]";
    }
}
