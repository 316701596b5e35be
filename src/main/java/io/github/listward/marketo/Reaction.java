package io.github.listward.marketo;

/** What an error code asks for. Ordered by urgency: of several codes in one answer the most urgent one decides. */
public enum Reaction {
    /** Everything sent to the instance waits; nothing is wrong with the call. */
    THROTTLE,
    /** The access token is renewed and the call sent once more. */
    REFRESH_TOKEN,
    /** Sent again later, as it is. */
    UNAVAILABLE,
    /** Not documented. Sent again like what is unavailable, for waiting loses nothing; if it stays so, somebody is told. */
    UNKNOWN,
    /** Credentials, permission, partition, folder or field are not as configured: somebody has to act, the queue waits. */
    REFUSE_SETUP,
    /** The form of our requests is wrong, whatever they carry: a fault of Listward's, or of what stands between it and Marketo. */
    REFUSE_FORM,
    /** The list cannot be served. */
    REFUSE_LIST,
    /** The call will not be accepted as it is, for something it carries. */
    REFUSE_CALL,
    /** The record will never be accepted as it is; said of a whole call, it holds for one of its records. */
    REFUSE_RECORD,
    /** The wanted state is there already, or there is nothing. */
    DONE;

    /** Whether waiting may help: nothing is said of the call or its records. */
    public boolean isNotNow() {
        return this == THROTTLE || this == UNAVAILABLE;
    }
}
