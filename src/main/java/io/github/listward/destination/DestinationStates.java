package io.github.listward.destination;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Which destinations can be delivered to, as last seen by whoever asked Marketo. For any thread. */
@Component
public class DestinationStates {

    private final Map<String, DestinationState> byDestination = new ConcurrentHashMap<>();

    public DestinationState of(String destinationId) {
        return byDestination.getOrDefault(destinationId, DestinationState.UNCHECKED);
    }

    public void up(String destinationId, Instant at) {
        become(destinationId, new DestinationState(DestinationState.Status.UP, null, at));
    }

    /** What the destination is configured with is refused: it takes nothing until that is put right. */
    public void down(String destinationId, Problem problem, Instant at) {
        become(destinationId, new DestinationState(DestinationState.Status.DOWN, problem, at));
    }

    private void become(String destinationId, DestinationState next) {
        byDestination.merge(destinationId, next, DestinationState::followedBy);
    }
}
