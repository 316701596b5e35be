package io.github.listward.activation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Why a change failed: the headers of a record in the dead-letter topic. The record's value is the change itself, or the
 * event that could not be read.
 *
 * @param reason stable code, e.g. {@code INVALID_VALUE}
 * @param message what happened, in words, without personal data; null if there is nothing to add
 * @param marketoCode Marketo's error code, or null if Marketo was not the one to refuse
 * @param requestId Marketo's id of the request, or null
 * @param origin where the change came from, {@code topic-partition@offset}; null if unknown
 * @param dataflow null for an event that could not be read
 * @param audience null for an event that could not be read
 * @param identity keyed hash of the identity, or null
 * @param at when it failed; null if unknown
 * @param attempt 0 for the first time, n if it was the n-th time it had been sent again
 */
public record DeadLetter(
        String reason,
        String message,
        String marketoCode,
        String requestId,
        String origin,
        String dataflow,
        String audience,
        String identity,
        Instant at,
        int attempt) {

    private static final String REASON = "listward-reason";
    private static final String MESSAGE = "listward-message";
    private static final String MARKETO_CODE = "listward-marketo-code";
    private static final String REQUEST_ID = "listward-request-id";
    private static final String ORIGIN = "listward-origin";
    private static final String DATAFLOW = "listward-dataflow";
    private static final String AUDIENCE = "listward-audience";
    private static final String IDENTITY = "listward-identity";
    private static final String AT = "listward-at";
    private static final String ATTEMPT = "listward-attempt";

    /**
     * Reads the headers of a dead letter. Whatever is missing or unusable becomes null: the report of a failure must not fail.
     *
     * @param header the bytes of a header, or null if the record has none of that name
     */
    public static DeadLetter read(Function<String, byte[]> header) {
        Function<String, String> text = name -> {
            byte[] bytes = header.apply(name);
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        };
        return new DeadLetter(
                text.apply(REASON),
                text.apply(MESSAGE),
                text.apply(MARKETO_CODE),
                text.apply(REQUEST_ID),
                text.apply(ORIGIN),
                text.apply(DATAFLOW),
                text.apply(AUDIENCE),
                text.apply(IDENTITY),
                instant(text.apply(AT)),
                attempt(text.apply(ATTEMPT)));
    }

    /** The headers to write, absent ones left out. As bytes: Camel would write a string in the platform's charset. */
    public Map<String, byte[]> headers() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(REASON, reason);
        texts.put(MESSAGE, message);
        texts.put(MARKETO_CODE, marketoCode);
        texts.put(REQUEST_ID, requestId);
        texts.put(ORIGIN, origin);
        texts.put(DATAFLOW, dataflow);
        texts.put(AUDIENCE, audience);
        texts.put(IDENTITY, identity);
        texts.put(AT, at == null ? null : at.toString());
        texts.put(ATTEMPT, attempt == 0 ? null : Integer.toString(attempt));
        Map<String, byte[]> headers = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            if (text != null) {
                headers.put(name, text.getBytes(StandardCharsets.UTF_8));
            }
        });
        return headers;
    }

    private static int attempt(String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static Instant instant(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
