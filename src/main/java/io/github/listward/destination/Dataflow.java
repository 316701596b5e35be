package io.github.listward.destination;

import java.util.List;

/**
 * Audiences and a mapping activated to one destination.
 *
 * @param id immutable, kebab-case
 * @param destination id of the destination
 * @param identities which identities of a profile become people
 */
public record Dataflow(
        String id,
        String name,
        String destination,
        boolean enabled,
        Identities identities,
        List<Audience> audiences,
        List<MappingRow> mapping) {

    /** Which of several identities of a profile are activated: every one, the one marked primary, or the first. */
    public enum Identities { ALL, PRIMARY, FIRST }
}
