package io.github.listward.marketo;

/** Marketo itself gave up on the call (604), and may have carried it out. A smaller call may end in time. */
public class MarketoTimedOutException extends MarketoUnavailableException {

    public MarketoTimedOutException(String message, String code, String requestId) {
        super(message, code, requestId, null);
    }
}
