package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what a contract test was answered, without tokens, e-mail addresses and queries, under {@code target/contract}. */
final class ContractRecorder {

    private static final Path DIRECTORY = Path.of("target", "contract");

    private ArrayNode exchanges = Json.array();

    void record(String method, String path, int status, String body) {
        exchanges.addObject().put("request", method + " " + path).put("status", status).put("answer", redacted(body));
    }

    void save(String name) {
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(DIRECTORY.resolve(name + ".json"), Json.bytes(exchanges));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchanges = Json.array();
    }

    static String redacted(String body) {
        return body.replaceAll("(\"access_token\"\\s*:\\s*\")[^\"]*", "$1***")
                .replaceAll("(\"(?:scope|userId)\"\\s*:\\s*\")[^\"]*", "$1***")
                .replaceAll("[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}.-]+", "***@***");
    }
}
