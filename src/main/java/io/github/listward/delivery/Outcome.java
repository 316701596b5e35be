package io.github.listward.delivery;

import io.github.listward.activation.Reason;

/** How a move ended. */
sealed interface Outcome {

    /**
     * Delivered.
     *
     * @param requestId Marketo's id of the request that did it, or null where it was not one
     */
    record Activated(Effect effect, String requestId) implements Outcome {}

    /** A rule said no; nobody has to act. */
    record Excluded(Reason reason) implements Outcome {}

    /**
     * Somebody may act.
     *
     * @param code Marketo's code, or empty
     * @param requestId Marketo's request id, or empty
     * @param message what failed, free of personal data
     */
    record Failed(Reason reason, String code, String requestId, String message) implements Outcome {

        /** Found by Listward itself, before Marketo was asked. */
        static Failed of(Reason reason, String message) {
            return new Failed(reason, "", "", message);
        }

        /** @param code Marketo's code, or null; {@code requestId} likewise */
        static Failed of(Reason reason, String code, String requestId, String message) {
            return new Failed(reason, code == null ? "" : code, requestId == null ? "" : requestId, message);
        }
    }

    /** Not delivered now, and counted so until it is queued again. */
    record Held(Reason reason) implements Outcome {}

    /** What being activated changed in Marketo. */
    enum Effect { CREATED, UPDATED, ADDED, REMOVED, IMPORTED }
}
