package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.Hold.State;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Releases holds whose cause is gone; where only Marketo knows whether it is, Marketo is asked now and then. */
@Component("holdCauses")
class HoldCauses {

    private static final Logger LOG = LoggerFactory.getLogger(HoldCauses.class);

    /** A list comes back by somebody's hand, who can also release the hold: calls are better spent on changes. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMinutes(5);

    private final Holds holds;
    private final AudienceLists audienceLists;
    private final Definitions definitions;
    private final DestinationStates states;
    private final Leases leases;
    private final CallBudget budget;
    private final List<String> instances;
    private final Clock clock;
    private final Map<Long, Instant> lastAsked = new ConcurrentHashMap<>();

    HoldCauses(
            Holds holds,
            AudienceLists audienceLists,
            Definitions definitions,
            DestinationStates states,
            Leases leases,
            CallBudget budget,
            Instances instances,
            Clock clock) {
        this.holds = holds;
        this.audienceLists = audienceLists;
        this.definitions = definitions;
        this.states = states;
        this.leases = leases;
        this.budget = budget;
        this.instances = instances.all().stream().map(Instance::munchkinId).toList();
        this.clock = clock;
    }

    /**
     * Releases what needs no question.
     *
     * @return the holds whose list Marketo is to be asked for now
     */
    List<Hold> look() {
        Instant now = clock.instant();
        List<Hold> toAsk = new ArrayList<>();
        for (String instance : instances.stream().filter(leases::holds).toList()) {
            for (Hold hold : holds.of(instance, State.HELD)) {
                if (isGone(hold)) {
                    holds.release(hold.number());
                } else if (isAskedFor(hold) && !now.isBefore(lastAsked.getOrDefault(hold.number(), hold.since()).plus(BETWEEN_QUESTIONS))) {
                    lastAsked.put(hold.number(), now);
                    toAsk.add(hold);
                }
            }
        }
        Set<Long> held = holds.all().stream().map(Hold::number).collect(Collectors.toSet());
        lastAsked.keySet().retainAll(held);
        return toAsk;
    }

    private boolean isGone(Hold hold) {
        Activation activation = definitions.activation(hold.dataflow(), hold.audience());
        if (activation == null || !activation.destination().instance().equals(hold.instance())) {
            return true; // delivery then says that the definition is
        }
        if (hold.reason() == Reason.BUDGET_USED) {
            return budget.of(hold.instance()).takesAdditionsAgain();
        }
        if (hold.reason() != Reason.DESTINATION_DOWN && !activation.destination().syncType().lists()) {
            return true; // there is no list to wait for any more
        }
        return switch (hold.reason()) {
            case DESTINATION_DOWN -> isUp(activation.destination());
            case LIST_TAKEN -> isAnotherList(activation.audience(), hold) || !audienceLists.isFed(hold.instance(), hold.listId());
            default -> isAnotherList(activation.audience(), hold);
        };
    }

    private boolean isUp(Destination destination) {
        return states.of(destination.id()).status() == Status.UP;
    }

    /** The definition has come to name another list than the one that could not be served. */
    private static boolean isAnotherList(Audience audience, Hold hold) {
        boolean wasGiven = hold.listName() == null;
        boolean isGiven = audience.listId() != null;
        if (wasGiven || isGiven) {
            return wasGiven != isGiven || !audience.listId().equals(hold.listId());
        }
        return audience.listName() != null && !audience.listName().equalsIgnoreCase(hold.listName());
    }

    private boolean isAskedFor(Hold hold) {
        boolean byList = hold.reason() == Reason.LIST_MISSING || hold.reason() == Reason.LIST_REFUSED;
        return byList && isUp(definitions.activation(hold.dataflow(), hold.audience()).destination());
    }

    MarketoRequest listRequest(@ExchangeProperty("hold") Hold hold) {
        if (hold.listName() == null) {
            return ListSetup.findById(hold.instance(), hold.listId());
        }
        return ListSetup.findByName(hold.instance(), hold.listName(), definitions.activation(hold.dataflow(), hold.audience()).destination().workspace());
    }

    void answered(@Body MarketoAnswer answer, @ExchangeProperty("hold") Hold hold) {
        boolean there = answer.rows().stream()
                .anyMatch(row -> hold.listName() == null || row.path("name").asText().equalsIgnoreCase(hold.listName()));
        if (there) {
            holds.release(hold.number());
        }
    }

    /** Nothing is known, then: the next question will tell. */
    void unanswered(@ExchangeProperty("hold") Hold hold, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        LOG.info("Whether the list of hold {} is there again could not be asked; it is tried again in {} min: {}", hold.number(),
                BETWEEN_QUESTIONS.toMinutes(), failure.getMessage());
    }
}
