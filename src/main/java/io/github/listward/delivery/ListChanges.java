package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.activation.Reason;
import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.delivery.ListMove.Result;
import io.github.listward.delivery.Outcome.Failed;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.RowVerdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Adds up to 300 leads to a list, or removes them, in one call.
 * Source: Marketo "List Membership". Adding a member again answers {@code added} again; rows carry the lead's id.
 */
@Component("listChanges")
class ListChanges {

    MarketoRequest addRequest(@Body List<ListMove> moves, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode input = body.putArray("input");
        moves.forEach(move -> input.addObject().put("id", move.place().lead()));
        return MarketoRequest.postJson(moves.get(0).instance(), "add-to-list", path(moves), body);
    }

    MarketoRequest removeRequest(@Body List<ListMove> moves, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        List<Map.Entry<String, String>> ids = moves.stream()
                .map(move -> Map.entry("id", Long.toString(move.place().lead())))
                .toList();
        return MarketoRequest.delete(moves.get(0).instance(), "remove-from-list", path(moves), ids);
    }

    private static String path(List<ListMove> moves) {
        return "/rest/v1/lists/" + moves.get(0).place().list() + "/leads.json";
    }

    /** As a GET: 300 ids of the longest kind take less than the 8 KB a URI may have. Source: Marketo "List Membership". */
    MarketoRequest memberRequest(@Body List<ListMove> moves, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        List<Map.Entry<String, String>> ids = moves.stream()
                .map(move -> Map.entry("id", Long.toString(move.place().lead())))
                .toList();
        return MarketoRequest.get(moves.get(0).instance(), "ask-members", "/rest/v1/lists/" + moves.get(0).place().list() + "/leads/ismember.json", ids);
    }

    void read(@Body MarketoAnswer answer, @ExchangeProperty("group") List<ListMove> moves) {
        Map<Long, RowVerdict> rows = new HashMap<>();
        for (JsonNode row : answer.rows()) {
            RowVerdict verdict = RowVerdict.of(row);
            rows.put(verdict.id(), verdict);
        }
        for (ListMove move : moves) {
            RowVerdict row = rows.get(move.place().lead());
            if (row == null) {
                throw new BatchFailedException("Marketo answered %d rows for %d leads, not for all of them (requestId %s)"
                        .formatted(rows.size(), moves.size(), answer.requestId()));
            }
            judge(move, row, answer.requestId());
        }
    }

    private static void judge(ListMove move, RowVerdict row, String requestId) {
        RowVerdicts.requireOutcome(row, requestId);
        switch (row.status()) {
            case ADDED, REMOVED -> move.ended(Result.CHANGED);
            case MEMBEROF -> move.ended(Result.MEMBER);
            case NOTMEMBEROF -> { /* is added next */ }
            default -> {
                switch (row.code()) {
                    case "1015" -> move.ended(Result.NOT_IN_LIST);
                    case "1004" -> move.ended(Result.GONE);
                    default -> move.failed(Failed.of(Reason.REFUSED, row.code(), requestId, "Marketo refused the lead in this list: " + row.message()));
                }
            }
        }
    }
}
