package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.activation.Reason;
import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.destination.Destination;
import io.github.listward.destination.Destination.MultiMatch;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.RowVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Looks leads up by one of their keys, up to 300 in one call, page by page.
 * Source: Marketo "Leads", Get by filter type: every match comes back, none for a miss, in no order.
 */
@Component("leadSearch")
class LeadSearch {

    private static final String PATH = "/rest/v1/leads.json";

    /** The search of one group, over its pages. */
    static final class Search {
        private final List<LeadTask> tasks;
        private final Map<String, List<JsonNode>> found = new HashMap<>();
        private String nextPage = "";
        private String requestId;

        Search(List<LeadTask> tasks) {
            this.tasks = tasks;
        }
    }

    private static final String OPERATION = "find-leads";

    private final DestinationFacts facts;
    private final UnclearRows unclear;

    LeadSearch(DestinationFacts facts, UnclearRows unclear) {
        this.facts = facts;
        this.unclear = unclear;
    }

    Search open(@Body List<LeadTask> tasks) {
        return new Search(tasks);
    }

    /** Whether there is a page to ask for. */
    boolean isOpen(@ExchangeProperty("search") Search search) {
        return search.nextPage != null;
    }

    MarketoRequest request(@ExchangeProperty("search") Search search, @ExchangeProperty(Batch.PROPERTY) Batch batch) {
        BatchFailedException.throwIfFailed(batch);
        LeadTask first = search.tasks.get(0);
        List<Map.Entry<String, String>> form = new ArrayList<>();
        form.add(Map.entry("filterType", first.field()));
        form.add(Map.entry("filterValues", search.tasks.stream().map(task -> task.key().value()).distinct().collect(Collectors.joining(","))));
        form.add(Map.entry("fields", "id,updatedAt,leadPartitionId," + first.field()));
        form.add(Map.entry("batchSize", "300"));
        if (!search.nextPage.isEmpty()) {
            form.add(Map.entry("nextPageToken", search.nextPage));
        }
        return MarketoRequest.longGet(first.destination().instance(), OPERATION, PATH, form);
    }

    void read(@Body MarketoAnswer answer, @ExchangeProperty("search") Search search) {
        String field = search.tasks.get(0).field();
        for (JsonNode lead : answer.rows()) {
            search.found.computeIfAbsent(normal(lead.path(field).asText()), key -> new ArrayList<>()).add(lead);
        }
        search.requestId = answer.requestId();
        search.nextPage = answer.nextPageToken();
    }

    /** Gives every task its verdict. */
    void settle(@ExchangeProperty("search") Search search, @ExchangeProperty(Flush.PROPERTY) Flush flush) {
        flush.accepted(OPERATION);
        for (LeadTask task : search.tasks) {
            task.person().answered = true;
            List<JsonNode> matches = search.found.getOrDefault(normal(task.key().value()), List.of());
            if (matches.stream().allMatch(LeadSearch::hasId)) {
                choose(task, matches);
            } else {
                unclear.judge(task, RowVerdict.missing(), task.destination().instance(), OPERATION, search.requestId);
            }
        }
    }

    private static boolean hasId(JsonNode lead) {
        return lead.path("id").isIntegralNumber();
    }

    private void choose(LeadTask task, List<JsonNode> matches) {
        FlushedPerson person = task.person();
        List<JsonNode> candidates = inPartition(task.destination(), matches);
        if (candidates.isEmpty()) {
            person.key++;
            return;
        }
        if (candidates.size() > 1) {
            person.leaving = candidates.stream().map(LeadSearch::id).sorted().toList();
            if (task.destination().multiMatch() == MultiMatch.REJECT) {
                person.openMoves().filter(Move::qualified).toList().forEach(move -> move.excluded(Reason.AMBIGUOUS_MATCH));
                person.attributesDue = false;
            }
        }
        // Who only exits leaves with every lead it can be: which of them was once added is not known.
        MultiMatch policy = person.isWanted() ? task.destination().multiMatch() : MultiMatch.ALL;
        person.ambiguous = candidates.size() > 1 && policy != task.destination().multiMatch();
        Comparator<JsonNode> byUpdate = Comparator.comparing((JsonNode lead) -> lead.path("updatedAt").asText())
                .thenComparing(lead -> lead.path("id").asLong());
        person.leads = switch (policy) {
            case OLDEST -> List.of(id(candidates.stream().min(byUpdate).orElseThrow()));
            case ALL -> candidates.stream().map(LeadSearch::id).sorted().toList();
            case NEWEST, REJECT -> List.of(id(candidates.stream().max(byUpdate).orElseThrow()));
        };
        person.fresh = true;
    }

    /** Leads of the destination's own partition go before those of others. */
    private List<JsonNode> inPartition(Destination destination, List<JsonNode> matches) {
        if (matches.size() < 2) {
            return matches;
        }
        Long partition = facts.partition(destination);
        List<JsonNode> own = partition == null
                ? List.of()
                : matches.stream().filter(lead -> lead.path("leadPartitionId").asLong(-1) == partition).toList();
        return own.isEmpty() ? matches : own;
    }

    private static long id(JsonNode lead) {
        return lead.path("id").asLong();
    }

    private static String normal(String value) {
        return value.trim().toLowerCase(Locale.ROOT);
    }
}
