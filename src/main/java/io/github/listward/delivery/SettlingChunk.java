package io.github.listward.delivery;

import io.github.listward.activation.RememberedMembership;
import io.github.listward.delivery.SettlingTable.Row;
import java.util.List;
import java.util.Map;

/**
 * What is queued in one go of settlings that read the memberships topic together.
 *
 * @param settlings all of them as far as they have come
 * @param wishes what each of them has found, by its number
 * @param after how far they have come when this is queued
 */
record SettlingChunk(List<Row> settlings, Map<Long, List<Found>> wishes, SettlingProgress after) {

    /** @param number rises with the place in the topic */
    record Found(RememberedMembership membership, long number) {}

    static final SettlingChunk NOTHING = new SettlingChunk(List.of(), Map.of(), null);

    @Override
    public String toString() {
        return "SettlingChunk[" + settlings.size() + " settlings]";
    }
}
