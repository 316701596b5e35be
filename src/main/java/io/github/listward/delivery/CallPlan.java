package io.github.listward.delivery;

import java.util.List;

/**
 * What a dataflow will cost, before it runs.
 *
 * @param instance munchkin id of its Marketo instance
 * @param dailyCalls what the instance's budget has for it on a day, removals' reserve left out
 * @param firstSync from nobody to every member in the lists: by the sync lane, and by bulk import where that can be
 * @param operation from day to day, after the first sync
 * @param fits whether the budget affords the operation
 * @param remedies what would make it fit; empty if it does
 * @param assumptions what the numbers rest on
 */
public record CallPlan(
        String dataflow,
        String instance,
        int dailyCalls,
        List<FirstSync> firstSync,
        Operation operation,
        boolean fits,
        List<String> remedies,
        List<String> assumptions) {

    /** {@code SYNC}: calls of up to 300 people. {@code BULK_IMPORT}: files, and the sync lane for whom a file is not for. */
    public enum Lane { SYNC, BULK_IMPORT }

    /**
     * @param chosen whether it is the lane Listward takes by itself
     * @param calls at most
     * @param seconds from a full day's budget to the last call; whole days more where the budget of one does not do
     */
    public record FirstSync(Lane lane, boolean chosen, long calls, long seconds) {}

    /**
     * @param changesPerDay who qualifies and exits
     * @param flushSeconds time from flush to flush that the budget affords all day, or that was asked for
     * @param longestWaitSeconds of a change: that time, and the flush's own
     * @param callsPerDay at most, at that pace. What is left of the budget makes flushes more frequent while it lasts.
     * @param shareOfBudget those calls as part of {@code dailyCalls}; 1 is all of it
     */
    public record Operation(long changesPerDay, int flushSeconds, double longestWaitSeconds, long callsPerDay, double shareOfBudget) {}
}
