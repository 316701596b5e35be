package io.github.listward.delivery;

import io.github.listward.delivery.DestinationFacts.Facts;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.MappingCheck;
import io.github.listward.destination.Problem;
import io.github.listward.marketo.Describe;
import io.github.listward.marketo.ErrorCodes;
import io.github.listward.marketo.Folder;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRefusedException;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.Partition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks the destinations of an instance against what Marketo says of itself: fields, partitions,
 * folders. What Marketo refuses keeps a destination down and its queue waiting; that Marketo cannot be
 * reached is no mistake of the configuration, and is tried again.
 */
@Component("checks")
class Checks {

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    /** Fields and folders change rarely. Source: Marketo "Integration Best Practices", which has describe cached for a day. */
    private static final Duration FRESH = Duration.ofHours(24);

    private static final Duration RETRY = Duration.ofSeconds(30);

    /** Only a flush can tell whether it was mended, and costs calls. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private static final String SYSTEM_FOLDER = "Group Lists";

    /** A folder lists are created in; no path means the one Marketo itself keeps for lists. */
    record FolderSearch(String workspace, String path) {

        String name() {
            return path == null ? SYSTEM_FOLDER : path.substring(path.lastIndexOf('/') + 1);
        }
    }

    private final Instances instances;
    private final Definitions definitions;
    private final DestinationStates states;
    private final DestinationFacts facts;
    private final AppHosts appHosts;
    private final Clock clock;
    private final Leases leases;
    private final RequestedChecks requested;
    private final Map<String, Instant> nextCheck = new ConcurrentHashMap<>();

    Checks(
            Instances instances,
            Definitions definitions,
            DestinationStates states,
            DestinationFacts facts,
            AppHosts appHosts,
            Clock clock,
            Leases leases,
            RequestedChecks requested) {
        this.instances = instances;
        this.definitions = definitions;
        this.states = states;
        this.facts = facts;
        this.appHosts = appHosts;
        this.clock = clock;
        this.leases = leases;
        this.requested = requested;
    }

    /** The instances whose destinations are to be checked now, of those this process speaks to. */
    List<String> due() {
        Instant now = clock.instant();
        return instances.all().stream()
                .map(Instance::munchkinId)
                .filter(leases::holds)
                .filter(instance -> requested.take(instance) || !now.isBefore(nextCheck.getOrDefault(instance, Instant.MIN)))
                .toList();
    }

    /** Whether this process has not been told by Marketo yet what the instance is like, as when it has just taken over. */
    boolean isUnchecked(@ExchangeProperty("instance") String instance) {
        return !nextCheck.containsKey(instance);
    }

    /**
     * While one destination is up, the changes of those that are down are held, lest they keep its own from it.
     *
     * @throws DestinationDownException if none of the instance's destinations can be served, or one has not been checked: the queue waits
     */
    void requireReady(@ExchangeProperty("instance") String instance) {
        boolean someUp = of(instance).stream().anyMatch(destination -> states.of(destination.id()).status() == DestinationState.Status.UP);
        for (Destination destination : of(instance)) {
            DestinationState state = states.of(destination.id());
            if (state.status() == DestinationState.Status.UNCHECKED || !someUp) {
                throw new DestinationDownException(destination.id(), state);
            }
        }
    }

    MarketoRequest describeRequest(@ExchangeProperty("instance") String instance) {
        return Describe.request(instance);
    }

    Describe described(@Body MarketoAnswer answer) {
        return Describe.of(answer);
    }

    MarketoRequest partitionsRequest(@ExchangeProperty("instance") String instance) {
        return Partition.request(instance);
    }

    List<Partition> partitions(@Body MarketoAnswer answer) {
        return Partition.allOf(answer);
    }

    /** The folders to look for, each once. */
    Set<FolderSearch> folders(@ExchangeProperty("instance") String instance, Exchange exchange) {
        exchange.setProperty("folders", new HashMap<String, Long>());
        Set<FolderSearch> searches = new LinkedHashSet<>();
        for (Dataflow dataflow : definitions.dataflows()) {
            Destination destination = definitions.destination(dataflow.destination());
            if (destination.instance().equals(instance) && destination.syncType().lists()) {
                dataflow.audiences().stream()
                        .filter(audience -> audience.listId() == null)
                        .forEach(audience -> searches.add(new FolderSearch(destination.workspace(), audience.folder())));
            }
        }
        return searches;
    }

    MarketoRequest folderRequest(@ExchangeProperty("folder") FolderSearch search, @ExchangeProperty("instance") String instance) {
        return Folder.requestByName(instance, search.name(), search.workspace());
    }

    /** Of several folders of a name the one at the path; without a path the outermost, which is Marketo's own. */
    void folder(
            @Body MarketoAnswer answer,
            @ExchangeProperty("folder") FolderSearch search,
            @ExchangeProperty("folders") Map<String, Long> found,
            @ExchangeProperty("instance") String instance) {
        answer.rows().forEach(row -> appHosts.learn(instance, row.path("url").asText()));
        Optional<Folder> folder = Folder.allOf(answer).stream()
                .filter(each -> search.workspace() == null || search.workspace().equals(each.workspace()))
                .filter(each -> search.path() == null || search.path().equals(each.path()))
                .min(Comparator.comparingInt(each -> each.path().length()));
        folder.ifPresent(each -> found.put(DestinationFacts.folderKey(search.workspace(), search.path()), each.id()));
    }

    void conclude(
            @ExchangeProperty("instance") String instance,
            @ExchangeProperty("describe") Describe describe,
            @ExchangeProperty("partitions") List<Partition> partitions,
            @ExchangeProperty("folders") Map<String, Long> folders) {
        Map<String, Long> partitionIds = new HashMap<>();
        partitions.forEach(partition -> partitionIds.put(partition.name(), partition.id()));
        Facts learnt = new Facts(describe, partitionIds, Map.copyOf(folders));
        facts.learn(instance, learnt);
        boolean allUp = true;
        for (Destination destination : of(instance)) {
            List<Problem> problems = problems(destination, learnt);
            if (problems.isEmpty()) {
                states.up(destination.id(), clock.instant());
            } else {
                allUp = false;
                problems.forEach(problem -> LOG.warn("Destination {} is down: {} {}. {}", destination.id(), problem.property(), problem.problem(), problem.remedy()));
                states.down(destination.id(), problems, clock.instant());
            }
        }
        nextCheck.put(instance, clock.instant().plus(allUp ? FRESH : RETRY));
    }

    private List<Problem> problems(Destination destination, Facts learnt) {
        List<Problem> problems = new ArrayList<>();
        if (destination.partition() != null && !learnt.partitions().containsKey(destination.partition())) {
            problems.add(new Problem("listward.destinations[" + destination.id() + "].partition", "names no lead partition the API user sees",
                    "Use one of " + learnt.partitions().keySet().stream().sorted().collect(Collectors.joining(", "))));
        }
        for (Dataflow dataflow : definitions.dataflows()) {
            if (!dataflow.destination().equals(destination.id())) {
                continue;
            }
            problems.addAll(MappingCheck.check(dataflow, destination, learnt.describe()));
            if (destination.syncType().lists()) {
                for (Audience audience : dataflow.audiences()) {
                    folderProblem(dataflow, audience, destination, learnt).ifPresent(problems::add);
                }
            }
        }
        return problems;
    }

    private static Optional<Problem> folderProblem(Dataflow dataflow, Audience audience, Destination destination, Facts learnt) {
        if (audience.listId() != null || learnt.folders().containsKey(DestinationFacts.folderKey(destination.workspace(), audience.folder()))) {
            return Optional.empty();
        }
        String path = audience.folder() == null ? SYSTEM_FOLDER : audience.folder();
        return Optional.of(new Problem("listward.dataflows[" + dataflow.id() + "].audiences[" + audience.id() + "].folder",
                "names folder " + path + ", which workspace " + destination.workspace() + " does not have, or the API user does not see",
                "Create it in Marketo, correct the path, or correct the destination's workspace"));
    }

    /** The check could not be made, or a flush was refused for its setup. Only a refusal says something about the configuration. */
    void failed(@ExchangeProperty("instance") String instance, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        nextCheck.put(instance, clock.instant().plus(RETRY));
        if (failure instanceof MarketoRefusedException refusal) {
            Problem problem = new Problem("listward.instances[" + instance + "]", "is refused by Marketo: " + refusal.getMessage(),
                    "Check client-id, client-secret and base-url, and in Marketo the role of the API user (Read-Write Person, Read-Write Assets)");
            of(instance).forEach(destination -> states.down(destination.id(), List.of(problem), clock.instant()));
            LOG.warn("Instance {} is down: {} {}", instance, problem.problem(), problem.remedy());
        } else {
            LOG.warn("Instance {} could not be checked and is tried again in {} s: {}", instance, RETRY.toSeconds(), failure.getMessage());
        }
    }

    /** A flush was refused for what one destination is configured with, though a check finds nothing wrong: the others are delivered to. */
    void refused(Destination destination, MarketoRefusedException refusal) {
        nextCheck.put(destination.instance(), clock.instant().plus(AFTER_REFUSAL));
        Problem problem = new Problem("listward.destinations[" + destination.id() + "]", "is refused by Marketo: " + refusal.getMessage(),
                ErrorCodes.of(refusal.code()).remedy());
        states.down(destination.id(), List.of(problem), clock.instant());
        LOG.warn("Destination {} is down, and tried again in {} s: {} {}", destination.id(), AFTER_REFUSAL.toSeconds(), problem.problem(), problem.remedy());
    }

    private List<Destination> of(String instance) {
        return definitions.destinations().stream().filter(destination -> destination.instance().equals(instance)).toList();
    }
}
