package io.github.listward.monitoring;

import java.time.Instant;

/**
 * One time a change failed.
 *
 * @param origin with dataflow, audience and identity the change, as in {@link Failure}
 * @param attempt 0 for the first time, n for the n-th time it was sent again
 */
public record FailureAttempt(
        String origin,
        String dataflow,
        String audience,
        String identity,
        int attempt,
        String reason,
        String message,
        String marketoCode,
        String requestId,
        Instant occurredAt,
        int deadLetterPartition,
        long deadLetterOffset) {}
