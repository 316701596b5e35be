package io.github.listward.monitoring;

import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.InvalidDefinitionsException;
import io.github.listward.destination.Problem;
import io.github.listward.monitoring.AlertProperties.Overrides;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The thresholds of each dataflow, and who is told. */
@Component
class AlertSettings {

    /** Target of notices by mail. */
    static final String MAIL = "mail";

    /** Begins the target of notices to a webhook; its name follows. */
    static final String WEBHOOK = "webhook:";

    /** As {@link AlertProperties} has them, of one dataflow. */
    record Thresholds(
            Percent excludedRate, Percent failedRate, Percent removalsRate, int leastChanges, Duration window, Duration delay, Duration held, Duration repeat) {}

    private final AlertProperties properties;
    private final Definitions definitions;

    /** @throws InvalidDefinitionsException if there are thresholds of a dataflow that is not there */
    AlertSettings(AlertProperties properties, Definitions definitions) {
        this.properties = properties;
        this.definitions = definitions;
        List<Problem> problems = properties.dataflows().keySet().stream()
                .filter(id -> definitions.dataflow(id) == null)
                .map(id -> new Problem("listward.alerts.dataflows." + id, "names no dataflow", "Use one of "
                        + definitions.dataflows().stream().map(Dataflow::id).collect(Collectors.joining(", "))))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionsException(problems);
        }
    }

    /** @param dataflow its id; null, or of one that is not there (any more): the common ones */
    Thresholds of(String dataflow) {
        Overrides own = dataflow == null ? null : properties.dataflows().get(dataflow);
        if (own == null) {
            return new Thresholds(properties.excludedRate(), properties.failedRate(), properties.removalsRate(), properties.leastChanges(), properties.window(),
                    properties.delay(), properties.held(), properties.repeat());
        }
        return new Thresholds(
                or(own.excludedRate(), properties.excludedRate()),
                or(own.failedRate(), properties.failedRate()),
                or(own.removalsRate(), properties.removalsRate()),
                or(own.leastChanges(), properties.leastChanges()),
                or(own.window(), properties.window()),
                or(own.delay(), properties.delay()),
                or(own.held(), properties.held()),
                or(own.repeat(), properties.repeat()));
    }

    private static <T> T or(T own, T common) {
        return own == null ? common : own;
    }

    /** An instance's dataflows share its queue: the shortest of theirs. */
    Duration delay(String instance) {
        return definitions.dataflows().stream()
                .filter(dataflow -> definitions.destination(dataflow.destination()).instance().equals(instance))
                .map(dataflow -> of(dataflow.id()).delay())
                .min(Comparator.naturalOrder())
                .orElse(properties.delay());
    }

    Duration down() {
        return properties.down();
    }

    Duration resolveAfter() {
        return properties.resolveAfter();
    }

    /** Each gets its own notice of every alert. The log is none of them: it is written at once. */
    List<String> targets() {
        List<String> targets = new ArrayList<>();
        properties.webhooks().keySet().forEach(name -> targets.add(WEBHOOK + name));
        if (properties.mail() != null) {
            targets.add(MAIL);
        }
        return targets;
    }
}
