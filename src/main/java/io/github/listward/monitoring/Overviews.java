package io.github.listward.monitoring;

import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How everything stands, in one look: three queries, and nothing asked of Kafka or Marketo. */
@Component
public class Overviews {

    /** Hawtio asks for an MBean's attributes one by one. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    private record Taken(long nanos, Map<String, DataflowStanding> dataflows) {}

    private final Standings standings;
    private final Audiences audiences;
    private final Alerts alerts;
    private final Definitions definitions;
    private final Clock clock;
    private volatile Taken last;

    Overviews(Standings standings, Audiences audiences, Alerts alerts, Definitions definitions, Clock clock) {
        this.standings = standings;
        this.audiences = audiences;
        this.alerts = alerts;
        this.definitions = definitions;
        this.clock = clock;
    }

    public Overview now() {
        return new Overview(clock.instant(), alerts.countOpen(), standings.instances(), standings.destinations(), dataflows());
    }

    /** As of a second ago at most; empty if there is no such dataflow. */
    public Optional<DataflowStanding> dataflow(String id) {
        Taken taken = last;
        if (taken == null || System.nanoTime() - taken.nanos() > RECENT.toNanos()) {
            taken = new Taken(System.nanoTime(), dataflows().stream().collect(Collectors.toMap(DataflowStanding::dataflow, Function.identity())));
            last = taken;
        }
        return Optional.ofNullable(taken.dataflows().get(id));
    }

    private List<DataflowStanding> dataflows() {
        Map<String, List<AudienceCounts>> counts = audiences.counts().stream().collect(Collectors.groupingBy(AudienceCounts::dataflow));
        Map<String, InstanceStanding> instances = standings.instances().stream().collect(Collectors.toMap(InstanceStanding::instance, Function.identity()));
        Map<String, Standing> standing = standings.dataflows();
        return definitions.dataflows().stream()
                .map(dataflow -> dataflow(dataflow, standing.get(dataflow.id()), counts.getOrDefault(dataflow.id(), List.of()), instances))
                .toList();
    }

    private DataflowStanding dataflow(Dataflow dataflow, Standing standing, List<AudienceCounts> counts, Map<String, InstanceStanding> instances) {
        InstanceStanding instance = instances.get(definitions.destination(dataflow.destination()).instance());
        long inFlight = counts.stream().mapToLong(AudienceCounts::inFlight).sum();
        Instant oldest = inFlight > 0 ? instance.oldestUndelivered() : null;
        return new DataflowStanding(
                dataflow.id(),
                dataflow.destination(),
                instance.instance(),
                standing,
                dataflow.audiences().size(),
                (int) counts.stream().filter(AudienceCounts::paused).count(),
                counts.stream().mapToLong(AudienceCounts::received).sum(),
                counts.stream().mapToLong(AudienceCounts::activated).sum(),
                counts.stream().mapToLong(AudienceCounts::excluded).sum(),
                counts.stream().mapToLong(AudienceCounts::failed).sum(),
                counts.stream().mapToLong(AudienceCounts::held).sum(),
                inFlight,
                oldest);
    }
}
