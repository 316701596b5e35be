package io.github.listward.destination;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a mapped value on its way into a Marketo field. */
public sealed interface FieldValue {

    /** @param value as Marketo accepts it */
    record Accepted(JsonNode value) implements FieldValue {

        /** Without the value, which is personal data. */
        @Override
        public String toString() {
            return "Accepted";
        }
    }

    /** @param reason why the field cannot take the value, as the rest of a sentence that begins with the value; does not quote it */
    record Refused(String reason) implements FieldValue {}
}
