package io.github.listward.activation;

/**
 * A failed change, kept whole.
 *
 * @param letter why it failed
 * @param content the {@link MembershipChange} as JSON, or the event as it was read (its first 64 KiB)
 */
public record FailedChange(DeadLetter letter, byte[] content) {

    /** Without the content: it carries personal data. */
    @Override
    public String toString() {
        return "FailedChange[" + letter.reason() + " " + letter.origin() + "]";
    }
}
