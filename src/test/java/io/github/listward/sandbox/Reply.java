package io.github.listward.sandbox;

import java.nio.charset.StandardCharsets;

/** An HTTP answer. */
record Reply(int status, String contentType, byte[] body) {

    static Reply json(int status, Object body) {
        return new Reply(status, "application/json;charset=UTF-8", Json.bytes(body));
    }

    static Reply html(int status, String page) {
        return new Reply(status, "text/html;charset=UTF-8", page.getBytes(StandardCharsets.UTF_8));
    }
}
