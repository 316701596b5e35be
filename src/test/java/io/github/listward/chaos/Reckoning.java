package io.github.listward.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.sandbox.MarketoSandbox;
import io.github.listward.sandbox.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what is in Marketo, and what Listward says of itself, against what must be true. */
final class Reckoning {

    private static final int SHOWN = 20;

    private final List<String> wrong = new ArrayList<>();
    private long lost;
    private long againstTheOrder;
    private long moves;
    private long repeated;

    /** @param refused addresses Marketo does not take */
    void lists(Expectation expectation, List<Feed> feeds, Map<String, MarketoSandbox> instances, Set<String> refused) {
        for (Feed feed : feeds) {
            MarketoSandbox marketo = instances.get(feed.instance());
            Long list = marketo.listNamed(feed.list());
            if (list == null) {
                wrong.add("there is no list " + feed.list());
                continue;
            }
            Set<String> wanted = expectation.wanted(feed);
            wanted.removeAll(refused);
            Set<String> members = marketo.emailsIn(list).stream().map(email -> email.toLowerCase(Locale.ROOT)).collect(Collectors.toCollection(TreeSet::new));
            for (String email : expectation.mentioned(feed)) {
                if (wanted.contains(email) != members.remove(email)) {
                    lost++;
                    wrong.add("%s in %s: %s".formatted(email, feed.list(), wanted.contains(email) ? "missing" : "not wanted there"));
                }
                history(marketo, list, feed, email, expectation.timelines(feed, email));
            }
            members.forEach(email -> wrong.add(email + " in " + feed.list() + ": nobody ever said so"));
        }
    }

    private void history(MarketoSandbox marketo, long list, Feed feed, String email, List<List<Boolean>> timelines) {
        List<Map<String, Object>> leads = marketo.leadsWith("email", email);
        if (leads.size() > 1) {
            wrong.add(email + " is " + leads.size() + " leads");
        }
        for (Map<String, Object> lead : leads) {
            List<Boolean> history = marketo.history(list, ((Number) lead.get("id")).longValue()).stream().map(Move::action).map("added"::equals).toList();
            moves += history.size();
            repeated += History.repeated(history);
            int fitting = History.fitting(timelines, history);
            if (fitting < history.size()) {
                againstTheOrder++;
                wrong.add("%s in %s: move %d of %s goes back in %s".formatted(email, feed.list(), fitting + 1, signs(history), timelines.stream().map(Reckoning::signs).toList()));
            }
        }
    }

    private static String signs(List<Boolean> states) {
        return states.stream().map(state -> state ? "+" : "-").collect(Collectors.joining(" "));
    }

    /** @param audiences as {@code GET /api/audiences} answers */
    void counts(Expectation expectation, JsonNode audiences) {
        Map<List<String>, Long> counted = new LinkedHashMap<>();
        for (JsonNode each : audiences.path("audiences")) {
            List<String> feed = List.of(each.path("dataflow").asText(), each.path("audience").asText());
            long received = each.path("received").asLong();
            long ended = each.path("activated").asLong() + each.path("excluded").asLong() + each.path("failed").asLong() + each.path("held").asLong();
            counted.put(feed, received);
            if (received != ended) {
                wrong.add("%s: %d changes received, %d ended: %s".formatted(feed, received, ended, each));
            }
        }
        expectation.received().forEach((feed, changes) -> {
            if (!changes.equals(counted.getOrDefault(feed, 0L))) {
                wrong.add("%s: %d changes were sent, %d are counted".formatted(feed, changes, counted.getOrDefault(feed, 0L)));
            }
        });
    }

    /**
     * The runs of a dataflow, when nothing is in flight any more.
     *
     * @param runs as {@code GET /api/dataflows/{dataflow}/runs} answers: all of them
     */
    void runs(JsonNode runs, JsonNode audiences) {
        long later = 0;
        Map<String, Long> sums = new LinkedHashMap<>();
        for (JsonNode run : runs.path("runs")) {
            long before = run.path("carriedOver").asLong() + run.path("received").asLong();
            long after = Stream.of("activated", "excluded", "failed", "heldChange", "inFlight").mapToLong(each -> run.path(each).asLong()).sum();
            check(before == after && run.path("inFlight").asLong() == later, "no balance: " + run);
            later = run.path("carriedOver").asLong();
            List.of("received", "activated", "excluded", "failed").forEach(each -> sums.merge(each, run.path(each).asLong(), Long::sum));
        }
        check(later == 0, "in flight before the first run: " + later);
        for (JsonNode each : audiences.path("audiences")) {
            if (each.path("dataflow").equals(runs.path("dataflow"))) {
                sums.replaceAll((outcome, sum) -> sum - each.path(outcome).asLong());
            }
        }
        check(sums.values().stream().allMatch(difference -> difference == 0), "%s: runs less audiences are %s".formatted(runs.path("dataflow"), sums));
    }

    void check(boolean holds, String what) {
        if (!holds) {
            wrong.add(what);
        }
    }

    /** What was found wrong, the first of it; empty if nothing. */
    String wrong() {
        return wrong.isEmpty() ? "" : wrong.size() + " wrong:\n" + wrong.stream().limit(SHOWN).collect(Collectors.joining("\n"));
    }

    long lost() {
        return lost;
    }

    long againstTheOrder() {
        return againstTheOrder;
    }

    long moves() {
        return moves;
    }

    long repeated() {
        return repeated;
    }
}
