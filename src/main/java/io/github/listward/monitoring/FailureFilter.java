package io.github.listward.monitoring;

import java.time.Instant;

/**
 * Which failures are asked for; a null term asks for all.
 *
 * @param from first moment of interest
 * @param to first moment no longer of interest
 */
public record FailureFilter(String dataflow, String audience, String reason, Instant from, Instant to) {}
