package io.github.listward.destination;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One row of a mapping: where a value comes from and the Marketo field it goes to.
 *
 * @param source XDM path such as person.name.firstName, or identityMap.Email for a namespace.
 * @param field REST name of the Marketo field, in Describe's exact case.
 * @param mandatory whether a profile without it is excluded.
 */
public record MappingRow(String source, String field, @DefaultValue("false") boolean mandatory) {

    private static final String IDENTITY_PREFIX = "identityMap.";

    public boolean isIdentity() {
        return source.startsWith(IDENTITY_PREFIX);
    }

    /** The namespace of an identity row, as written. */
    public String namespace() {
        return source.substring(IDENTITY_PREFIX.length());
    }
}
