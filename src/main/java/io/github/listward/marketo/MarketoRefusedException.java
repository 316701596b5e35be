package io.github.listward.marketo;

/** Marketo will never accept this call as it is. */
public class MarketoRefusedException extends RuntimeException {

    private final String code;
    private final String marketoMessage;
    private final String requestId;

    public MarketoRefusedException(String message, String code, String marketoMessage, String requestId) {
        super(message);
        this.code = code;
        this.marketoMessage = marketoMessage;
        this.requestId = requestId;
    }

    public String code() {
        return code;
    }

    /** Whether the set-up, the list, the call or one of its records is refused. */
    public Reaction reaction() {
        return ErrorCodes.of(code).reaction();
    }

    /** What Marketo said, free of record values. */
    public String marketoMessage() {
        return marketoMessage;
    }

    public String requestId() {
        return requestId;
    }
}
