package io.github.listward.marketo;

import com.fasterxml.jackson.annotation.JsonIgnoreType;

/** A credential: never printed, never blank. Public, because Spring binds it from a plain string only then. */
@JsonIgnoreType
public record Secret(String value) {

    public Secret {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("must not be blank");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
