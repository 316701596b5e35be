package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.Outcome.Excluded;
import io.github.listward.delivery.Outcome.Held;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The calls of a flush, shared out over the feeds they were made for: a call carries people of several, so that a share is an estimate, and
 * the sum is exact. Calls of a batch that failed are in the budget of the instance, and in no feed's share: it is read again.
 */
final class SharedCalls {

    /** Judged before anybody was looked up. */
    private static final Set<Reason> WITHOUT_CALL =
            Set.of(Reason.STALE, Reason.SUPERSEDED, Reason.UNCHANGED, Reason.OUT_OF_SCHEDULE, Reason.MISSING_IDENTITY, Reason.NO_LIST);

    private static final Comparator<Feed> ORDER = Comparator.comparing(Feed::dataflow).thenComparing(Feed::audience);

    private SharedCalls() {}

    /**
     * By moves that took calls; where none did, since all calls only found out that nothing was to be done, by all moves.
     *
     * @return empty where there is nobody to share
     */
    static Map<Feed, Integer> of(int calls, Collection<Move> moves) {
        Map<Feed, Long> weights = weights(moves, SharedCalls::tookCalls);
        return byLargestRemainder(calls, weights.isEmpty() ? weights(moves, move -> true) : weights);
    }

    private static boolean tookCalls(Move move) {
        return !(move.outcome() instanceof Held) && !(move.outcome() instanceof Excluded excluded && WITHOUT_CALL.contains(excluded.reason()));
    }

    private static Map<Feed, Long> weights(Collection<Move> moves, Predicate<Move> counts) {
        return moves.stream().filter(counts).collect(Collectors.groupingBy(Move::feed, () -> new TreeMap<>(ORDER), Collectors.counting()));
    }

    /** Each its share rounded down, and what is left over one by one to those who lost most by that. */
    static <K> Map<K, Integer> byLargestRemainder(int calls, Map<K, Long> weights) {
        long all = weights.values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return Map.of();
        }
        Map<K, Integer> shares = weights.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> (int) (calls * each.getValue() / all)));
        int left = calls - shares.values().stream().mapToInt(Integer::intValue).sum();
        List<K> byRemainder = weights.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<K, Long> each) -> calls * each.getValue() % all).reversed())
                .map(Map.Entry::getKey)
                .toList();
        byRemainder.subList(0, left).forEach(key -> shares.merge(key, 1, Integer::sum));
        shares.values().removeIf(share -> share == 0);
        return shares;
    }
}
