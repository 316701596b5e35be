package io.github.listward.profile;

/**
 * One identity of a profile.
 *
 * @param namespace canonical namespace code: lower case, the aliases of ECID folded into {@code ecid}
 * @param value as sent, trimmed; never blank
 * @param primary whether the event marked it {@code primary}
 */
public record Identity(String namespace, String value, boolean primary) {

    /** Without the value: an identity is personal data and must not reach a log by accident. */
    @Override
    public String toString() {
        return "Identity[" + namespace + "]";
    }
}
