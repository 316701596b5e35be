package io.github.listward.profile;

/** There is no identity hash key to start with, or it is not the one the database was written with. */
class IdentityHashKeyException extends RuntimeException {

    private final String remedy;

    IdentityHashKeyException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
