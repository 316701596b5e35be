package io.github.listward.delivery;

import io.github.listward.destination.DestinationState;

/** A destination cannot be served now; the changes of its instance wait in their topic. */
class DestinationDownException extends RuntimeException {

    DestinationDownException(String destination, DestinationState state) {
        super("Destination " + destination + " is " + (state.status() == DestinationState.Status.UNCHECKED ? "not checked yet" : "down: " + state.problems()));
    }
}
