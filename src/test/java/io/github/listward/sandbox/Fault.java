package io.github.listward.sandbox;

/** A way in which Marketo, or what lies before it, can break. */
public enum Fault {
    /** HTTP 502 with a gateway's HTML page, for tokens too; nothing is carried out. */
    BAD_GATEWAY,
    /** The connection is closed without an answer, for tokens too; nothing is carried out. */
    RESETS_CONNECTION,
    /** No answer comes until the fault is over, when the connection is closed, for tokens too; nothing is carried out. */
    HANGS,
    /** "API temporarily unavailable" with HTTP 200; nothing is carried out. Source: Marketo "Error Codes", 608. */
    UNAVAILABLE_608,
    /** As if somebody else had used up the rate limit; nothing is carried out. Source: Marketo "Error Codes", 606. */
    THROTTLED_606,
    /** The call is carried out, half of the answer's JSON is sent. */
    TRUNCATES_JSON,
    /** The call is carried out, the connection is closed without an answer. */
    DROPS_AFTER_COMMIT
}
