package io.github.listward.console;

import io.github.listward.monitoring.IdentityView;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads the parameter {@code identities}, whose values are in lower case. */
@Component
class IdentitiesParameter implements Converter<String, IdentityView> {

    /** @throws IllegalArgumentException for anything else */
    @Override
    public IdentityView convert(String text) {
        return switch (text) {
            case "hashed" -> IdentityView.HASHED;
            case "masked" -> IdentityView.MASKED;
            case "clear" -> IdentityView.CLEAR;
            default -> throw new IllegalArgumentException("identities is hashed, masked or clear");
        };
    }
}
