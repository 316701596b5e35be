package io.github.listward.monitoring;

/** A receiver did not take a notice. The message names no address. */
class NoticeRefusedException extends RuntimeException {

    NoticeRefusedException(String message) {
        super(message);
    }
}
