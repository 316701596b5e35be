package io.github.listward.activation;

import io.github.listward.destination.Definitions.Activation;
import java.util.Comparator;

/** An audience as one dataflow activates it: what has terms, and is paused and settled. */
public record ActivatedAudience(String dataflow, String audience) implements Comparable<ActivatedAudience> {

    private static final Comparator<ActivatedAudience> ORDER =
            Comparator.comparing(ActivatedAudience::dataflow).thenComparing(ActivatedAudience::audience);

    public static ActivatedAudience of(Activation activation) {
        return new ActivatedAudience(activation.dataflow().id(), activation.audience().id());
    }

    @Override
    public int compareTo(ActivatedAudience other) {
        return ORDER.compare(this, other);
    }
}
