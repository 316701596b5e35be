package io.github.listward.activation;

import java.util.List;

/**
 * One person of a profile: what Marketo is asked for to find the lead.
 *
 * @param id keyed hash of the first key; the only form in which the person is stored
 * @param keys match keys with their values, in the destination's order; at least one
 */
public record Person(String id, List<MatchKey> keys) {

    /**
     * @param field REST name of the Marketo field
     * @param value the identity, in clear
     */
    public record MatchKey(String field, String value) {

        @Override
        public String toString() {
            return field;
        }
    }

    /** Without the keys' values: they are personal data. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
