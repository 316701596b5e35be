package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What Marketo answered, envelope taken off.
 *
 * @param requestId Marketo's id of the request; Adobe Support asks for it; null if it gave none
 * @param rows {@code result}, empty when absent
 * @param nextPageToken token of the next page, or null
 * @param refusal the code it was refused with, one that is tolerated (see {@link MarketoRequest#tolerated()}) or means that there
 *     is nothing; null on success
 */
public record MarketoAnswer(String requestId, List<JsonNode> rows, String nextPageToken, String refusal) {

    /** Whether Marketo refused with this code. */
    public boolean refusedWith(String code) {
        return code.equals(refusal);
    }

    /** Without the rows: they carry personal data. */
    @Override
    public String toString() {
        return rows.size() + " rows" + (refusal == null ? "" : ", refused with " + refusal) + " (requestId " + requestId + ")";
    }
}
