package io.github.listward.destination;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** stub */
@Component
public class DestinationStates {
    public enum Status { UNCHECKED, UP, DOWN }
    public record State(Status status, List<Problem> problems) {}
    private final Map<String, State> states = new ConcurrentHashMap<>();
    public void up(String destination) { states.put(destination, new State(Status.UP, List.of())); }
    public void down(String destination, List<Problem> problems) { states.put(destination, new State(Status.DOWN, problems)); }
    public State of(String destination) { return states.getOrDefault(destination, new State(Status.UNCHECKED, List.of())); }
}
