package io.github.listward.marketo;

import java.util.List;

/** A lead partition. Source: Marketo "Leads", Get Lead Partitions. */
public record Partition(long id, String name) {

    public static MarketoRequest request(String instance) {
        return MarketoRequest.get(instance, "partitions", "/rest/v1/leads/partitions.json", List.of());
    }

    public static List<Partition> allOf(MarketoAnswer answer) {
        return answer.rows().stream()
                .map(row -> new Partition(row.path("id").asLong(), row.path("name").asText()))
                .toList();
    }
}
