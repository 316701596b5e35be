package io.github.listward.monitoring;

import io.github.listward.activation.MembershipChange;
import java.time.Instant;

/**
 * A failed change, as the failure report shows it.
 *
 * @param origin where the change came from, {@code topic-partition@offset} of the source topic
 * @param dataflow empty for an event that could not be read
 * @param audience empty for an event that could not be read
 * @param identity keyed hash of the identity; empty for what failed before it was queued
 * @param reason stable code, e.g. {@code INVALID_VALUE}
 * @param message what happened, in words, or null
 * @param marketoCode Marketo's error code, or null
 * @param requestId Marketo's id of the request, or null
 * @param occurredAt when it failed last
 * @param deadLetterPartition where in the dead-letter topic the whole change is kept
 * @param deadLetterOffset where in the partition it is kept
 * @param replayRequestedAt when somebody asked for it to be sent again, or null if nobody did or it has been sent
 * @param replayedAt when it was sent again last, or null
 * @param attempt which time is shown: 0 for the first, n for the n-th time it was sent again
 * @param replays how often it was sent again
 * @param state whether somebody may act
 * @param resolvedAt when it ended otherwise than failed, or null
 * @param resolvedAs {@code ACTIVATED}, or the reason it was excluded for; null if it is not resolved
 */
public record Failure(
        String origin,
        String dataflow,
        String audience,
        String identity,
        String reason,
        String message,
        String marketoCode,
        String requestId,
        Instant occurredAt,
        int deadLetterPartition,
        long deadLetterOffset,
        Instant replayRequestedAt,
        Instant replayedAt,
        int attempt,
        int replays,
        FailureState state,
        Instant resolvedAt,
        String resolvedAs) {

    /** Whether it is this change that failed. */
    boolean isOf(MembershipChange change) {
        return change.source().toString().equals(origin)
                && change.dataflow().equals(dataflow)
                && change.audience().equals(audience)
                && change.people().stream().anyMatch(person -> person.id().equals(identity));
    }
}
