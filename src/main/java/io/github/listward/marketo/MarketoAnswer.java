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
 * @param file content of a file that was asked for with {@link MarketoRequest#download}; null otherwise
 */
public record MarketoAnswer(String requestId, List<JsonNode> rows, String nextPageToken, String refusal, byte[] file) {

    static MarketoAnswer of(String requestId, List<JsonNode> rows, String nextPageToken) {
        return new MarketoAnswer(requestId, rows, nextPageToken, null, null);
    }

    static MarketoAnswer refused(String requestId, String code) {
        return new MarketoAnswer(requestId, List.of(), null, code, null);
    }

    static MarketoAnswer file(byte[] content) {
        return new MarketoAnswer(null, List.of(), null, null, content);
    }

    /** Whether Marketo refused with this code. */
    public boolean refusedWith(String code) {
        return code.equals(refusal);
    }

    /** Without the rows: they carry personal data. */
    @Override
    public String toString() {
        return (file == null ? rows.size() + " rows" : file.length + " bytes of a file") + (refusal == null ? "" : ", refused with " + refusal) + " (requestId " + requestId + ")";
    }
}
