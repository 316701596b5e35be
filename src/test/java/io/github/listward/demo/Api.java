package io.github.listward.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.demo.Sample.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Listward's REST API, asked as anybody would ask it. */
final class Api {

    /** @param reasons the excluded and failed by reason code */
    record Counts(Feed feed, long received, long activated, long excluded, long failed, long held, long inFlight, Map<String, Long> reasons) {

        boolean addUp() {
            return received == activated + excluded + failed + held + inFlight;
        }
    }

    /** Changes of all audiences together. */
    record Sums(long received, long ended) {}

    private static final int REASON_COLUMN = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    Api(String url) {
        this.url = url;
    }

    List<Counts> audiences() {
        List<Counts> all = new ArrayList<>();
        for (JsonNode each : read("/api/audiences").path("audiences")) {
            Map<String, Long> reasons = new TreeMap<>();
            each.path("reasons").properties().forEach(reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
            all.add(new Counts(new Feed(each.path("dataflow").asText(), each.path("audience").asText()), each.path("received").asLong(),
                    each.path("activated").asLong(), each.path("excluded").asLong(), each.path("failed").asLong(), each.path("held").asLong(), each.path("inFlight").asLong(), reasons));
        }
        return all;
    }

    Sums sums() {
        List<Counts> all = audiences();
        return new Sums(all.stream().mapToLong(Counts::received).sum(), all.stream().mapToLong(each -> each.received() - each.held() - each.inFlight()).sum());
    }

    /** Rows of the failure report, by reason code. */
    Map<String, Long> failures() {
        return get("/api/failures.csv").lines()
                .skip(1)
                .collect(Collectors.groupingBy(row -> row.split(",")[REASON_COLUMN], TreeMap::new, Collectors.counting()));
    }

    private JsonNode read(String path) {
        try {
            return json.readTree(get(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get(String path) {
        String login = Base64.getEncoder().encodeToString((Landscape.USER + ":" + Landscape.PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Basic " + login).build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("Listward answered GET %s with %d".formatted(path, answer.statusCode()));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was interrupted", e);
        }
    }
}
