package io.github.listward.batch;

/** Listward does not start as it is, so that nothing is lost; somebody has to act. */
class StartRefusedException extends RuntimeException {

    private final String remedy;

    /** @param remedy what to do */
    StartRefusedException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
