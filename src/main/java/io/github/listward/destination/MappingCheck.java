package io.github.listward.destination;

import io.github.listward.marketo.Describe;
import java.util.List;

/** stub */
public final class MappingCheck {
    public static List<Problem> of(Dataflow dataflow, Destination destination, Describe describe) { return List.of(); }
}
