package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How a destination stands.
 *
 * @param destination its id
 * @param name as people see it
 * @param instance munchkin id of its Marketo instance
 */
public record DestinationStanding(String destination, String name, String instance, @JsonUnwrapped Standing standing) {}
