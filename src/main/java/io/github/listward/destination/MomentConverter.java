package io.github.listward.destination;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Lets a moment in the configuration be a date (its midnight), a date-time, both in UTC, or a date-time with offset. */
@Component
@ConfigurationPropertiesBinding
class MomentConverter implements Converter<String, Instant> {

    @Override
    public Instant convert(String text) {
        if (text.isBlank()) {
            return null;
        }
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text.strip()).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        Object moment = DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), Instant::from, LocalDateTime::from);
        return moment instanceof Instant instant ? instant : ((LocalDateTime) moment).toInstant(ZoneOffset.UTC);
    }
}
