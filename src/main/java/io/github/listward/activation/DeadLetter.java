package io.github.listward.activation;

import io.github.listward.profile.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A failed change, kept whole: the record of the dead-letter topic.
 *
 * @param origin where the profile event stands in the source topic
 * @param dataflow id, or empty for an event that could not be read
 * @param audience id, or empty
 * @param person keyed hash, or empty
 * @param marketoCode Marketo's code, or empty
 * @param requestId Marketo's request id, or empty
 * @param message what failed, free of personal data
 * @param content the {@link MembershipChange} as JSON, or the event as it was read (its first 64 KiB)
 */
public record DeadLetter(
        Position origin,
        String dataflow,
        String audience,
        String person,
        Reason reason,
        String marketoCode,
        String requestId,
        String message,
        Instant at,
        byte[] content) {

    public static final String ORIGIN = "listward-origin";
    public static final String DATAFLOW = "listward-dataflow";
    public static final String AUDIENCE = "listward-audience";
    public static final String PERSON = "listward-person";
    public static final String REASON = "listward-reason";
    public static final String MARKETO_CODE = "listward-marketo-code";
    public static final String REQUEST_ID = "listward-request-id";
    public static final String MESSAGE = "listward-message";
    public static final String AT = "listward-at";

    /** Everything but the content, as headers of the record. */
    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(ORIGIN, bytes(origin.toString()));
        headers.put(DATAFLOW, bytes(dataflow));
        headers.put(AUDIENCE, bytes(audience));
        headers.put(PERSON, bytes(person));
        headers.put(REASON, bytes(reason.name()));
        headers.put(MARKETO_CODE, bytes(marketoCode));
        headers.put(REQUEST_ID, bytes(requestId));
        headers.put(MESSAGE, bytes(message));
        headers.put(AT, bytes(at.toString()));
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DeadLetter[" + reason + " " + origin + "]";
    }
}
