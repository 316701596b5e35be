package io.github.listward.monitoring;

/**
 * What became of a wish to have failed changes sent again.
 *
 * @param requested failures that will be sent again
 * @param refused failures that cannot be
 * @param refusal why the refused ones cannot be; null if there are none
 */
public record ReplayRequest(int requested, int refused, String refusal) {

    private static final String NEVER_QUEUED =
            "A failure without an identity failed before it was checked and queued. Have its producer send the event again.";

    static ReplayRequest of(int requested, int refused) {
        return new ReplayRequest(requested, refused, refused == 0 ? null : NEVER_QUEUED);
    }

    /** For whoever reads no JSON. */
    public String inWords() {
        return requested + " will be sent again" + (refused == 0 ? "" : ", " + refused + " cannot be: " + refusal);
    }
}
