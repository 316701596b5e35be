package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Marketo says of an import. Source: Marketo "Bulk Lead Import", Polling Job Status.
 *
 * @param text {@code Queued}, {@code Importing}, {@code Complete} or {@code Failed}; counters are absent at first
 */
record ImportStatus(String text, long processed, long failed, long warned, String message) {

    static ImportStatus of(JsonNode row) {
        return new ImportStatus(row.path("status").asText(), row.path("numOfLeadsProcessed").asLong(), row.path("numOfRowsFailed").asLong(),
                row.path("numOfRowsWithWarning").asLong(), ImportReport.redacted(row.path("message").asText()));
    }

    /** It can still have refused rows. */
    boolean isComplete() {
        return text.equals("Complete");
    }

    /** As a whole. */
    boolean isFailed() {
        return text.equals("Failed");
    }
}
