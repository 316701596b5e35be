package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps what a contract test was answered, without tokens, e-mail addresses and queries, under {@code target/contract}. */
final class ContractRecorder {

    private static final Path DIRECTORY = Path.of("target", "contract");
    private static final Pattern CREDENTIAL = Pattern.compile("(\"(?:access_token|scope|userId)\"\\s*:\\s*\")[^\"]*");
    /** Possessive, and only from the start of a word: an answer may be a megabyte long. */
    private static final Pattern ADDRESS = Pattern.compile("(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]++@[\\p{L}\\p{N}.-]+");

    private final List<Exchange> exchanges = new ArrayList<>();

    private record Exchange(String request, int status, String body) {}

    void record(String method, String path, int status, String body) {
        exchanges.add(new Exchange(method + " " + path, status, body));
    }

    /** Writes what was recorded since the last time. */
    void save(String name) {
        ArrayNode saved = Json.array();
        exchanges.forEach(exchange -> saved.addObject()
                .put("request", exchange.request())
                .put("status", exchange.status())
                .set("answer", answer(redacted(exchange.body()))));
        exchanges.clear();
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(DIRECTORY.resolve(name + ".json"), Json.bytes(saved));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String redacted(String body) {
        return ADDRESS.matcher(CREDENTIAL.matcher(body).replaceAll("$1***")).replaceAll("***@***");
    }

    /** JSON as JSON, a gateway's page as text. */
    private static JsonNode answer(String body) {
        return body.startsWith("{") ? Json.read(body.getBytes(StandardCharsets.UTF_8)) : TextNode.valueOf(body);
    }
}
