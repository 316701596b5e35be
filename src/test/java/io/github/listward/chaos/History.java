package io.github.listward.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether the moves of a lead in a list can be told as its profiles' wishes, each taken in order: wishes may be left out, since the next
 * one may have come before anything was sent, and a state may be sent again; but nothing goes back.
 */
public final class History {

    private History() {}

    /**
     * @param timelines for each profile, whether it wants the lead there, oldest wish first
     * @param moves true for each addition, false for each removal, oldest first
     * @return how many moves fit before the first that does not; all of them if nothing went back
     */
    public static int fitting(List<List<Boolean>> timelines, List<Boolean> moves) {
        // How far each profile may have come: the next wish, or 0 before the first.
        Set<List<Integer>> places = Set.of(timelines.stream().map(each -> 0).toList());
        for (int i = 0; i < moves.size(); i++) {
            Set<List<Integer>> next = new HashSet<>();
            for (List<Integer> place : places) {
                next.addAll(moves.get(i) ? wanting(timelines, place) : wantedByNobody(timelines, place));
            }
            if (next.isEmpty()) {
                return i;
            }
            places = next;
        }
        return moves.size();
    }

    /** The nearest places, at or after these, where somebody wants it. */
    private static Set<List<Integer>> wanting(List<List<Boolean>> timelines, List<Integer> place) {
        Set<List<Integer>> found = new HashSet<>();
        for (int profile = 0; profile < timelines.size(); profile++) {
            int next = next(timelines.get(profile), place.get(profile), true);
            if (next >= 0) {
                found.add(with(place, profile, next));
            }
        }
        return found.contains(place) ? Set.of(place) : found;
    }

    /** The nearest place, at or after this one, where nobody wants it. */
    private static Set<List<Integer>> wantedByNobody(List<List<Boolean>> timelines, List<Integer> place) {
        List<Integer> all = IntStream.range(0, timelines.size()).mapToObj(profile -> next(timelines.get(profile), place.get(profile), false)).toList();
        return all.contains(-1) ? Set.of() : Set.of(all);
    }

    /** @param place 0 before the first wish, 1 at the first @return the same or a later place where that is wanted, or -1 */
    private static int next(List<Boolean> timeline, int place, boolean wanted) {
        for (int i = place; i <= timeline.size(); i++) {
            boolean there = i > 0 && timeline.get(i - 1);
            if (there == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static List<Integer> with(List<Integer> place, int profile, int next) {
        return IntStream.range(0, place.size()).mapToObj(i -> i == profile ? next : place.get(i)).toList();
    }

    /** Moves that changed nothing: they said again what the one before had said. */
    public static long repeated(List<Boolean> moves) {
        return IntStream.range(1, moves.size()).filter(i -> moves.get(i).equals(moves.get(i - 1))).count();
    }
}
