package io.github.listward.activation;

import io.github.listward.destination.Definitions.Activation;

/** An audience as one dataflow activates it: what has terms, and is paused and settled. */
public record ActivatedAudience(String dataflow, String audience) {

    public static ActivatedAudience of(Activation activation) {
        return new ActivatedAudience(activation.dataflow().id(), activation.audience().id());
    }
}
