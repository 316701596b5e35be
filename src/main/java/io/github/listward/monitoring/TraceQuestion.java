package io.github.listward.monitoring;

/**
 * Who is asked about. Never stored, and never printed.
 *
 * @param namespace of the identity as AEP names it, e.g. {@code Email}, or the Marketo field of a match key
 * @param id the identity, in clear
 * @param audience only this one, or null for every one of which something is known
 * @param dataflow only this one, or null
 * @param askMarketo whether Marketo is asked, too, what it has now
 */
public record TraceQuestion(String namespace, String id, String audience, String dataflow, boolean askMarketo) {

    /** Without the identity, and without the namespace, into which an identity may have slipped. */
    @Override
    public String toString() {
        return "TraceQuestion[...]";
    }
}
