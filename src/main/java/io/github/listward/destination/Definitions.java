package io.github.listward.destination;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All destinations and dataflows in force, as one immutable whole. */
public class Definitions {

    /** An audience together with the dataflow that activates it. */
    public record Activation(Dataflow dataflow, Destination destination, Audience audience) {}

    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final Map<String, Dataflow> dataflows = new LinkedHashMap<>();
    private final Map<String, List<Activation>> activationsByAudience = new LinkedHashMap<>();

    public Definitions(Collection<Destination> destinations, Collection<Dataflow> dataflows) {
        destinations.forEach(destination -> this.destinations.put(destination.id(), destination));
        dataflows.forEach(dataflow -> {
            this.dataflows.put(dataflow.id(), dataflow);
            Destination destination = this.destinations.get(dataflow.destination());
            dataflow.audiences().forEach(audience -> activationsByAudience
                    .computeIfAbsent(audience.id(), id -> new java.util.ArrayList<>())
                    .add(new Activation(dataflow, destination, audience)));
        });
    }

    public Collection<Destination> destinations() {
        return destinations.values();
    }

    public Collection<Dataflow> dataflows() {
        return dataflows.values();
    }

    /** @return the destination, or null if there is none of this id (any more) */
    public Destination destination(String id) {
        return destinations.get(id);
    }

    /** @return the dataflow, or null if there is none of this id (any more) */
    public Dataflow dataflow(String id) {
        return dataflows.get(id);
    }

    /** Every audience of every dataflow. */
    public Stream<Activation> activations() {
        return activationsByAudience.values().stream().flatMap(List::stream);
    }

    /** Every dataflow that activates the audience; empty when nobody does. */
    public List<Activation> activationsOf(String audienceId) {
        return activationsByAudience.getOrDefault(audienceId, List.of());
    }

    /** @return the audience as this dataflow activates it, or null if it does not (any more) */
    public Activation activation(String dataflowId, String audienceId) {
        return activationsOf(audienceId).stream()
                .filter(activation -> activation.dataflow().id().equals(dataflowId))
                .findFirst()
                .orElse(null);
    }
}
