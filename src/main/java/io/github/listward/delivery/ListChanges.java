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
import io.github.listward.marketo.RowVerdict.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Adds up to 300 leads to a list, or removes them, in one call.
 * Source: Marketo "List Membership". Adding a member again answers {@code added} again; rows carry the lead's id.
 */
@Component("listChanges")
class ListChanges {

    /** Said of a list, which is then as good as one that was not found. Source: Marketo "Error Codes", 702. */
    private static final String NO_DATA = "702";

    private static final String ADD = "add-to-list";
    private static final String REMOVE = "remove-from-list";

    private final UnclearRows unclear;

    ListChanges(UnclearRows unclear) {
        this.unclear = unclear;
    }

    MarketoRequest addRequest(@Body List<ListMove> moves, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode input = body.putArray("input");
        moves.forEach(move -> input.addObject().put("id", move.place().lead()));
        return MarketoRequest.postJson(moves.get(0).instance(), ADD, path(moves), body).tolerating(NO_DATA);
    }

    MarketoRequest removeRequest(@Body List<ListMove> moves, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        List<Map.Entry<String, String>> ids = moves.stream()
                .map(move -> Map.entry("id", Long.toString(move.place().lead())))
                .toList();
        return MarketoRequest.delete(moves.get(0).instance(), REMOVE, path(moves), ids).tolerating(NO_DATA);
    }

    private static String path(List<ListMove> moves) {
        return "/rest/v1/lists/" + moves.get(0).place().list() + "/leads.json";
    }

    void read(@Body MarketoAnswer answer, @ExchangeProperty("group") List<ListMove> moves, @ExchangeProperty(Flush.PROPERTY) Flush flush) {
        read(answer, moves, flush, moves.get(0).isAddition() ? ADD : REMOVE, (move, status) -> {
            boolean done = status == (move.isAddition() ? Status.ADDED : Status.REMOVED);
            if (done) {
                move.ended(Result.CHANGED);
            }
            return done;
        });
    }

    /** @param outcome takes a status it knows, and says whether it does */
    private void read(MarketoAnswer answer, List<ListMove> moves, Flush flush, String operation, BiPredicate<ListMove, Status> outcome) {
        if (answer.refusedWith(NO_DATA)) {
            moves.forEach(move -> move.refused(Failed.of(Reason.LIST_MISSING, NO_DATA, answer.requestId(), "Marketo no longer has the static list")));
            return;
        }
        Map<Long, RowVerdict> rows = new HashMap<>();
        for (JsonNode row : answer.rows()) {
            RowVerdict verdict = RowVerdict.of(row);
            rows.put(verdict.id(), verdict);
        }
        Set<Long> asked = moves.stream().map(move -> move.place().lead()).collect(Collectors.toSet());
        rows.keySet().retainAll(asked);
        UnclearRows.requireAnyRow(rows.size(), moves, answer.requestId());
        flush.accepted(operation);
        for (ListMove move : moves) {
            RowVerdict row = rows.getOrDefault(move.place().lead(), RowVerdict.missing());
            move.answeredBy(answer.requestId());
            if (row.status() == Status.SKIPPED && !UnclearRows.isUnclear(row)) {
                move.skipped(row, answer.requestId());
            } else if (row.status() == Status.SKIPPED || !outcome.test(move, row.status())) {
                unclear.judge(move, row, move.instance(), operation, answer.requestId());
            }
        }
    }
}
