package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What Marketo wraps its answers in; always with HTTP status 200.
 * Source: Marketo "Error Codes" and the response models of Adobe's published swagger; recorded answers leave {@code errors} and
 * {@code warnings} out of a Lead Database success and {@code result} out of an Asset miss.
 */
final class Envelope {

    private Envelope() {}

    /** A Lead Database success. */
    static ObjectNode rows(ArrayNode rows) {
        ObjectNode answer = Json.object();
        answer.set("result", rows);
        return answer.put("success", true);
    }

    /** A page of a Lead Database success: {@code nextPageToken} only when there is more. Source: Marketo "Paging Tokens". */
    static ObjectNode page(ArrayNode rows, String nextPageToken) {
        ObjectNode answer = rows(rows);
        if (nextPageToken != null) {
            answer.put("nextPageToken", nextPageToken);
        }
        return answer;
    }

    /** An Asset success; without a hit it has a warning (a string, not an object) and no result. */
    static ObjectNode assets(ArrayNode assets) {
        ObjectNode answer = Json.object().put("success", true);
        answer.putArray("errors");
        ArrayNode warnings = answer.putArray("warnings");
        if (assets.isEmpty()) {
            warnings.add("No assets found for the given search criteria.");
        } else {
            answer.set("result", assets);
        }
        return answer;
    }

    static ObjectNode refusal(String code, String message) {
        ObjectNode answer = Json.object().put("success", false);
        answer.putArray("errors").addObject().put("code", code).put("message", message);
        return answer;
    }

    static ObjectNode row(long id, String status) {
        return Json.object().put("id", id).put("status", status);
    }

    /** A skipped row of a list call: it echoes the id. */
    static ObjectNode skipped(long id, Refusal reason) {
        ObjectNode row = row(id, "skipped");
        row.setAll(skipped(reason));
        return row;
    }

    /** A skipped row of Sync Leads: it has no id. */
    static ObjectNode skipped(Refusal reason) {
        ObjectNode row = Json.object().put("status", "skipped");
        row.putArray("reasons").addObject().put("code", reason.code()).put("message", reason.getMessage());
        return row;
    }
}
