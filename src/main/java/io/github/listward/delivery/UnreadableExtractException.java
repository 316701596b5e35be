package io.github.listward.delivery;

/** The file of an extract is not what it should be; the message goes on from "The file" and holds nothing of it. */
class UnreadableExtractException extends RuntimeException {

    UnreadableExtractException(String message) {
        super(message);
    }
}
