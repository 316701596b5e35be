package io.github.listward.marketo;

/** Marketo takes no calls now, or its answer is not to be trusted. Send the whole call again later; list calls and upserts by key are harmless to repeat. */
public class MarketoUnavailableException extends RuntimeException {

    private final String code;
    private final String requestId;

    /**
     * @param code Marketo's code, an HTTP status such as {@code http-502}, {@code no-answer}, or null when no call was made
     */
    public MarketoUnavailableException(String message, String code, String requestId, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.requestId = requestId;
    }

    public String code() {
        return code;
    }

    public String requestId() {
        return requestId;
    }
}
