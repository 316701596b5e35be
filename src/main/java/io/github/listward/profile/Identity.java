package io.github.listward.profile;

import java.util.Locale;
import java.util.Map;

/**
 * One identity of a profile.
 *
 * @param namespace canonical code, see {@link #canonicalNamespace}
 * @param value as sent, trimmed; never blank
 * @param primary whether the event marked it {@code primary}
 */
public record Identity(String namespace, String value, boolean primary) {

    /** Longer than any identity AEP has; the value goes into queries and list calls, where one giant would refuse its whole batch. */
    public static final int LONGEST = 1_000;

    /** Names under which AEP has known the ECID. Source: AEP "ECID in Identity Service". */
    private static final Map<String, String> ECID_ALIASES = Map.of(
            "adobe marketing cloud id", "ecid",
            "adobe experience cloud id", "ecid",
            "adobe experience platform id", "ecid");

    /** The canonical code of a namespace as an event or a mapping writes it. */
    public static String canonicalNamespace(String name) {
        String code = name.strip().toLowerCase(Locale.ROOT);
        return ECID_ALIASES.getOrDefault(code, code);
    }

    /** Without the value: an identity is personal data and must not reach a log by accident. */
    @Override
    public String toString() {
        return "Identity[" + namespace + "]";
    }
}
