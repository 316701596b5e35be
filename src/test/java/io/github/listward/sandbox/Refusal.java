package io.github.listward.sandbox;

/**
 * Marketo says no. Thrown while a call is carried out it refuses the whole call ({@code errors[]}, success false);
 * thrown while a row is carried out it skips that row ({@code reasons[]}).
 * Source: Marketo "Error Codes", Response-Level Errors and Record-Level Errors.
 */
final class Refusal extends RuntimeException {

    private final String code;

    Refusal(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
