package io.github.listward.delivery;

import io.github.listward.destination.DestinationStates;

/** A destination cannot be served now; the changes of its instance wait in their topic. */
class DestinationDownException extends RuntimeException {

    DestinationDownException(String destination, DestinationStates.State state) {
        super("Destination " + destination + " is " + (state.status() == DestinationStates.Status.UNCHECKED ? "not checked yet" : "down: " + state.problems()));
    }
}
