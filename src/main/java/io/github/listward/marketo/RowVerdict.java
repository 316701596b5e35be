package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * What became of one record of a call.
 *
 * @param id the lead's id; null where Marketo gives none, as for a skipped row of Sync Leads
 * @param code why it was skipped, or null
 * @param message what Marketo said, free of record values, or null
 * @param field the field Marketo spoke of, or null
 */
public record RowVerdict(Status status, Long id, String code, String message, String field) {

    /** {@code UNKNOWN} is a status Marketo does not document: the row is not to be trusted. */
    public enum Status {
        CREATED,
        UPDATED,
        ADDED,
        REMOVED,
        MEMBEROF,
        NOTMEMBEROF,
        SKIPPED,
        UNKNOWN
    }

    /** Reads a row of {@code result}. A row with reasons is skipped, whatever its status says. */
    public static RowVerdict of(JsonNode row) {
        List<MarketoError> reasons = MarketoError.allOf(row.has("reasons") ? row.path("reasons") : row.path("reason"));
        Long id = row.path("id").canConvertToLong() && row.path("id").isIntegralNumber() ? row.path("id").longValue() : null;
        return reasons.stream()
                .min(MarketoError.MOST_URGENT_FIRST)
                .map(reason -> new RowVerdict(Status.SKIPPED, id, reason.code(), reason.message(), reason.field()))
                .orElseGet(() -> new RowVerdict(status(row.path("status").asText()), id, null, null, null));
    }

    /** The verdict on the only record of a call that was refused as a whole. */
    public static RowVerdict of(MarketoRefusedException refusal) {
        return new RowVerdict(Status.SKIPPED, null, refusal.code(), refusal.marketoMessage(), null);
    }

    /** The verdict on a record for which no row came, or one of another call. */
    public static RowVerdict missing() {
        return new RowVerdict(Status.UNKNOWN, null, null, null, null);
    }

    /** What to do about it. A row skipped without a reason, or of a status Marketo does not document, is no outcome. */
    public Reaction reaction() {
        return switch (status) {
            case SKIPPED -> ErrorCodes.of(code == null ? ErrorCodes.NO_ROW : code).reaction();
            case UNKNOWN -> Reaction.UNKNOWN;
            default -> Reaction.DONE;
        };
    }

    private static Status status(String said) {
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "created" -> Status.CREATED;
            case "updated" -> Status.UPDATED;
            case "added" -> Status.ADDED;
            case "removed" -> Status.REMOVED;
            case "memberof" -> Status.MEMBEROF;
            case "notmemberof" -> Status.NOTMEMBEROF;
            case "skipped" -> Status.SKIPPED;
            default -> Status.UNKNOWN;
        };
    }
}
