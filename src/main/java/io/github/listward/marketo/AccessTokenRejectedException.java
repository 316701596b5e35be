package io.github.listward.marketo;

/**
 * Marketo did not take the access token (601, 602). The call is sent once more with a new one; rejected again, it stays what
 * it is by type: refused.
 */
public class AccessTokenRejectedException extends MarketoRefusedException {

    public AccessTokenRejectedException(String message, String code, String marketoMessage, String requestId) {
        super(message, code, marketoMessage, requestId);
    }

    @Override
    public Reaction reaction() {
        return Reaction.REFUSE_SETUP;
    }
}
