package io.github.listward.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP request, read.
 *
 * @param path as it was sent, so that {@code //} is seen
 * @param parameters of the query and, if there is one, the form
 * @param contentType without its parameters, in lower case, empty if there is none
 * @param contentTypeHeader with its parameters, as it was sent
 * @param authorization the header, or null
 * @param range the header, or null
 */
record Incoming(
        String method, String path, int uriLength, Map<String, List<String>> parameters, String contentType, String contentTypeHeader, byte[] body, String authorization,
        String range) {

    static final String FORM = "application/x-www-form-urlencoded";

    /** @param maxBody what lies beyond it, but for one byte, is thrown away */
    static Incoming read(HttpExchange exchange, int maxBody) throws IOException {
        String uri = exchange.getRequestURI().toString();
        int query = uri.indexOf('?');
        String contentTypeHeader = header(exchange, "Content-Type") == null ? "" : header(exchange, "Content-Type");
        String contentType = contentTypeHeader.replaceFirst(";.*", "").trim().toLowerCase(Locale.ROOT);
        byte[] body = exchange.getRequestBody().readNBytes(maxBody + 1);
        // Otherwise the client of a larger body meets a reset connection before it has read the answer.
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query >= 0) {
            decode(uri.substring(query + 1), parameters);
        }
        if (contentType.equals(FORM)) {
            decode(new String(body, StandardCharsets.UTF_8), parameters);
        }
        return new Incoming(
                exchange.getRequestMethod(),
                query < 0 ? uri : uri.substring(0, query),
                uri.length(),
                parameters,
                contentType,
                contentTypeHeader,
                body,
                header(exchange, "Authorization"),
                header(exchange, "Range"));
    }

    /** A POST may say that it is meant as another method. Source: Marketo "Lead Database", {@code _method}. */
    String meantMethod() {
        String meant = parameters.getOrDefault("_method", List.of(method)).get(0);
        return method.equals("POST") && (meant.equals("GET") || meant.equals("DELETE")) ? meant : method;
    }

    boolean isForm() {
        return contentType.equals(FORM);
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static void decode(String pairs, Map<String, List<String>> into) {
        for (String pair : pairs.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                into.computeIfAbsent(decoded(name), none -> new ArrayList<>()).add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
