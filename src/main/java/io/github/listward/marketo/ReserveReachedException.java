package io.github.listward.marketo;

/** What is left of an instance's calls of the day is kept for removals: this call is none, and is not sent. Others may be. */
class ReserveReachedException extends RuntimeException {

    ReserveReachedException(String instance) {
        super("What is left of the day's calls of Marketo instance " + instance + " is kept for removals from lists. Nothing was sent; additions"
                + " are held until midnight US Central.");
    }
}
