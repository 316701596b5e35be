package io.github.listward.marketo;

import java.time.LocalDate;
import java.util.List;

/**
 * Calls of all users of an instance on one of its days. Source: Marketo "Usage".
 *
 * @param total calls that count against the daily quota
 */
public record DailyUsage(LocalDate day, int total) {

    private static final int DATE_LENGTH = 10;

    public static MarketoRequest request(String instance) {
        return MarketoRequest.get(instance, "usage", "/rest/v1/stats/usage.json", List.of());
    }

    /** Usually one, of today. */
    public static List<DailyUsage> allOf(MarketoAnswer answer) {
        return answer.rows().stream()
                .filter(row -> row.path("date").asText().length() >= DATE_LENGTH)
                // A date, though described as a date with time.
                .map(row -> new DailyUsage(LocalDate.parse(row.path("date").asText().substring(0, DATE_LENGTH)), row.path("total").asInt()))
                .toList();
    }
}
