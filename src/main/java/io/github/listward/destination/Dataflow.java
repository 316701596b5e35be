package io.github.listward.destination;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Audiences and a mapping activated to one destination.
 *
 * @param id immutable, kebab-case.
 * @param name as people see it; the id when absent.
 * @param destination id of the destination.
 * @param enabled whether any of its audiences is activated.
 * @param identities which identities of a profile become people: all, primary or first.
 * @param audiences what is activated; each feeds one static list.
 * @param mapping what is told about a person; must feed every match key of the destination.
 */
public record Dataflow(
        String id,
        String name,
        String destination,
        @DefaultValue("true") boolean enabled,
        @DefaultValue("all") Identities identities,
        @DefaultValue List<Audience> audiences,
        @DefaultValue List<MappingRow> mapping) {

    public Dataflow {
        name = name == null ? id : name;
    }

    /** Which of several identities of a profile are activated: every one, the one marked primary, or the first. */
    public enum Identities { ALL, PRIMARY, FIRST }
}
