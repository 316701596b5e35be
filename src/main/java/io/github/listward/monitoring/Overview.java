package io.github.listward.monitoring;

import java.time.Instant;
import java.util.List;

/**
 * How everything stands.
 *
 * @param at when this was so
 * @param openAlerts how many, whatever they are about
 */
public record Overview(
        Instant at, long openAlerts, List<InstanceStanding> instances, List<DestinationStanding> destinations, List<DataflowStanding> dataflows) {}
