package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A dataflow run with its audiences, in the order of their ids. */
public record RunDetail(@JsonUnwrapped Run run, List<OfAudience> byAudience) {

    /** @param name of the audience or of its list; null where none is known */
    record OfAudience(String audience, String name, @JsonUnwrapped Sums sums) {}
}
