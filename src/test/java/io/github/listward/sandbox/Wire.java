package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plain HTTP to a Marketo base URL, for the tests of the sandbox: it knows a token and nothing else of Marketo. */
final class Wire {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String baseUrl;
    private final String clientId;
    private final String clientSecret;
    private final ContractRecorder recorder = new ContractRecorder();
    private String token;

    Wire(String baseUrl, String clientId, String clientSecret) {
        this.baseUrl = baseUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    static Wire to(MarketoSandbox sandbox) {
        return new Wire(sandbox.baseUrl().toString(), "demo-client", "demo-secret");
    }

    JsonNode get(String pathAndQuery) {
        return json(send(request(pathAndQuery).GET()));
    }

    JsonNode delete(String pathAndQuery) {
        return json(send(request(pathAndQuery).DELETE()));
    }

    /** @param body JSON; apostrophes stand for quotation marks */
    JsonNode postJson(String pathAndQuery, String body) {
        return json(send(request(pathAndQuery).header("Content-Type", "application/json").POST(BodyPublishers.ofString(quoted(body)))));
    }

    /** @param pairs names and values, not yet encoded */
    JsonNode postForm(String pathAndQuery, String... pairs) {
        return json(send(request(pathAndQuery)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(pairs)))));
    }

    /** A multipart body with one file. */
    HttpRequest.Builder upload(String pathAndQuery, String csv) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.csv\"\r\nContent-Type: text/csv\r\n\r\n" + csv + "\r\n--b--\r\n";
        return request(pathAndQuery).header("Content-Type", "multipart/form-data; boundary=b").POST(BodyPublishers.ofString(body));
    }

    JsonNode token() {
        return json(credentials(clientId, clientSecret));
    }

    HttpResponse<String> credentials(String id, String secret) {
        return send(anonymous("/identity/oauth/token?" + form("grant_type", "client_credentials", "client_id", id, "client_secret", secret)));
    }

    /** A request with a token, which is asked for once. */
    HttpRequest.Builder request(String pathAndQuery) {
        if (token == null) {
            token = token().path("access_token").asText();
        }
        return anonymous(pathAndQuery).header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder anonymous(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(baseUrl + pathAndQuery)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpRequest sent = request.build();
            HttpResponse<String> response = http.send(sent, BodyHandlers.ofString());
            recorder.record(sent.method(), sent.uri().getPath(), response.statusCode(), response.body());
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void forgetToken() {
        token = null;
    }

    ContractRecorder recorder() {
        return recorder;
    }

    /** Each row's status, or the code it was skipped with. */
    static List<String> rows(JsonNode answer) {
        List<String> rows = new ArrayList<>();
        answer.path("result").forEach(row -> rows.add(row.path("reasons").isEmpty() ? row.path("status").asText() : row.at("/reasons/0/code").asText()));
        return rows;
    }

    /** The code the whole call was refused with, or "success". */
    static String verdict(JsonNode answer) {
        return answer.path("success").asBoolean() ? "success" : answer.at("/errors/0/code").asText();
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    static String form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(pairs[i]).append('=').append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }
}
