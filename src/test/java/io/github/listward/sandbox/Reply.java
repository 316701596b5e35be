package io.github.listward.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers beside those of the content
 */
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    Reply(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    static Reply json(int status, Object body) {
        return new Reply(status, "application/json;charset=UTF-8", Json.bytes(body));
    }

    static Reply html(int status, String page) {
        return new Reply(status, "text/html;charset=UTF-8", page.getBytes(StandardCharsets.UTF_8));
    }

    static Reply text(int status, String text) {
        return new Reply(status, "text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
