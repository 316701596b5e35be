package io.github.listward.marketo;

/** What an error code asks for. Ordered by urgency: of several codes in one answer the most urgent one decides. */
public enum Reaction {
    /** Everything sent to the instance waits; nothing is wrong with the call. */
    THROTTLE,
    /** The access token is renewed and the call sent once more. */
    REFRESH_TOKEN,
    /** Sent again later, as it is; also the reaction to everything unknown, for waiting loses nothing. */
    UNAVAILABLE,
    /** Credentials, permission, partition, folder or field are not as configured: somebody has to act, the queue waits. */
    REFUSE_SETUP,
    /** The list cannot be served. */
    REFUSE_LIST,
    /** The call will never be accepted as it is. */
    REFUSE_CALL,
    /** The record will never be accepted as it is; said of a whole call, it holds for one of its records. */
    REFUSE_RECORD,
    /** The wanted state is there already, or there is nothing. */
    DONE;

    public boolean refuses() {
        return this == REFUSE_SETUP || this == REFUSE_LIST || this == REFUSE_CALL || this == REFUSE_RECORD;
    }
}
