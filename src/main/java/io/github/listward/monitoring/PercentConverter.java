package io.github.listward.monitoring;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Lets a share in the configuration be {@code 1%}, {@code 0.5 %} or {@code 1}. */
@Component
@ConfigurationPropertiesBinding
class PercentConverter implements Converter<String, Percent> {

    @Override
    public Percent convert(String text) {
        String number = text.strip();
        number = number.endsWith("%") ? number.substring(0, number.length() - 1).strip() : number;
        try {
            return new Percent(Double.parseDouble(number));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a percentage, e.g. 1%", e);
        }
    }
}
