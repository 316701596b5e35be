package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Asks which of up to 300 leads are in a list. Rows carry the lead's id.
 * Source: Marketo "List Membership", Is Member Of List.
 */
@Component("listMembers")
class ListMembers {

    private static final String ASK = "ask-members";

    /** Said of a list, which is then as good as one that was not found. */
    private static final String NO_DATA = "702";

    private final UnclearRows unclear;

    ListMembers(UnclearRows unclear) {
        this.unclear = unclear;
    }

    /** As a GET: 300 of the longest ids take less than the 8 KB a URI may have. */
    MarketoRequest request(@Body List<ListMove> moves, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        List<Map.Entry<String, String>> ids = moves.stream()
                .map(move -> Map.entry("id", Long.toString(move.place().lead())))
                .toList();
        String path = "/rest/v1/lists/" + moves.get(0).place().list() + "/leads/ismember.json";
        return MarketoRequest.get(moves.get(0).instance(), ASK, path, ids).tolerating(NO_DATA);
    }

    void read(@Body MarketoAnswer answer, @ExchangeProperty("group") List<ListMove> moves, @ExchangeProperty(Flush.PROPERTY) Flush flush) {
        if (answer.refusedWith(NO_DATA)) {
            moves.forEach(move -> move.refused(Failed.of(Reason.LIST_MISSING, NO_DATA, answer.requestId(), "Marketo no longer has the static list")));
            return;
        }
        Map<Long, RowVerdict> rows = new HashMap<>();
        for (JsonNode row : answer.rows()) {
            RowVerdict verdict = RowVerdict.of(row);
            rows.put(verdict.id(), verdict);
        }
        rows.keySet().retainAll(moves.stream().map(move -> move.place().lead()).toList());
        UnclearRows.requireAnyRow(rows.size(), moves, answer.requestId());
        flush.accepted(ASK);
        for (ListMove move : moves) {
            RowVerdict row = rows.getOrDefault(move.place().lead(), RowVerdict.missing());
            move.answeredBy(answer.requestId());
            if (row.status() == Status.MEMBEROF) {
                move.ended(Result.MEMBER);
            } else if (row.status() == Status.SKIPPED && !UnclearRows.isUnclear(row)) {
                move.skipped(row, answer.requestId());
            } else if (row.status() != Status.NOTMEMBEROF) { // such a one is added next
                unclear.judge(move, row, move.instance(), ASK, answer.requestId());
            }
        }
    }
}
