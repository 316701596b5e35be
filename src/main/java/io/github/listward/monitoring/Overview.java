package io.github.listward.monitoring;

import java.time.Instant;
import java.util.List;

/**
 * How everything stands.
 *
 * @param at when this was so
 */
public record Overview(Instant at, List<InstanceStanding> instances, List<DestinationStanding> destinations, List<DataflowStanding> dataflows) {}
