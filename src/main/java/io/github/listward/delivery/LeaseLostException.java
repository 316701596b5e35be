package io.github.listward.delivery;

/** This process may not speak to a Marketo instance now; another one may be doing so. */
class LeaseLostException extends RuntimeException {

    LeaseLostException(String instance, String why) {
        super("The lease of Marketo instance " + instance + " " + why + "; nothing more is sent to it from here until it is taken again.");
    }
}
