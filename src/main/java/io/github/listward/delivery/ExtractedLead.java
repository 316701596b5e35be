package io.github.listward.delivery;

import java.util.List;
import java.util.Map;

/**
 * One row of a Bulk Lead Extract.
 *
 * @param id the lead's
 * @param partition id of its lead partition, or null where that was not extracted
 * @param ecids its Experience Cloud ids; empty where there are none, or they were not extracted
 * @param fields the others by their REST names, without those that are empty
 */
record ExtractedLead(long id, Long partition, List<String> ecids, Map<String, String> fields) {

    /** Without its values: they are personal data. */
    @Override
    public String toString() {
        return "ExtractedLead[" + id + "]";
    }
}
