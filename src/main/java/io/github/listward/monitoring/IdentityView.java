package io.github.listward.monitoring;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** How the report shows whom a failure is about. */
public enum IdentityView {
    /** As the keyed hash alone: Kafka is not asked. */
    HASHED,
    /** With enough of the identity to recognise somebody one knows, and too little to find out whom one does not. */
    MASKED,
    /** As it came. */
    CLEAR;

    /** From the API's parameter, where they are in lower case. */
    @Component
    static class FromParameter implements Converter<String, IdentityView> {

        /** @throws IllegalArgumentException for anything else */
        @Override
        public IdentityView convert(String text) {
            return switch (text) {
                case "hashed" -> HASHED;
                case "masked" -> MASKED;
                case "clear" -> CLEAR;
                default -> throw new IllegalArgumentException("identities must be hashed, masked or clear");
            };
        }
    }
}
