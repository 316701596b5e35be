package io.github.listward.monitoring;

import io.github.listward.marketo.DayBudget;
import java.time.Instant;

/**
 * What an instance's calls of the day have come to.
 *
 * @param instance munchkin id
 * @param deliveredHere whether this process speaks to the instance; only that one knows what others have used, and whether it rests
 * @param dailyQuota calls Marketo takes from all users of the instance together
 * @param dailyCalls our share of them
 * @param share what can be had of it, for others leave less of the quota
 * @param removalsReserve the last calls of the share, for removals only
 * @param used our calls so far
 * @param othersUsed those of the instance's other users, as last read
 * @param othersReadAt when that was; null if it was not read today
 * @param left of the share
 * @param available in the bucket; below zero where more were used than there should have been by now
 * @param bucket what the bucket had at midnight
 * @param refillPerHour what flows into it
 * @param additionsHeld whether only the reserve is left
 * @param restingUntil until when changes gather for full calls, at the longest; null if none do
 * @param summary in words
 */
public record InstanceBudget(
        String instance,
        boolean deliveredHere,
        int dailyQuota,
        int dailyCalls,
        int share,
        int removalsReserve,
        int used,
        int othersUsed,
        Instant othersReadAt,
        int left,
        int available,
        int bucket,
        long refillPerHour,
        DayBudget.Level level,
        boolean additionsHeld,
        Instant restingUntil,
        String summary) {}
