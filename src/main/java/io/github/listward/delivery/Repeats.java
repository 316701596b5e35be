package io.github.listward.delivery;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.batch.Parts;
import io.github.listward.batch.Rests;
import io.github.listward.delivery.DeliveredTable.ListLead;
import io.github.listward.delivery.ListMove.Result;
import io.github.listward.marketo.CallBudget;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * After a process took an instance over from one that did not give it back, a call of the last owner may take effect after calls of
 * the new one. Marketo cannot be told not to. So whatever was moved until no such call can be left is sent once more, as Marketo last
 * confirmed it.
 */
@Component("repeats")
class Repeats {

    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);
    private static final String PROPERTY = "repeats";

    private final LeaseTable leaseTable;
    private final Leases leases;
    private final DeliveredTable delivered;
    private final ChangeFormat format;
    private final Clock clock;
    private final Rests rests;
    private final CallBudget budget;
    private final String changeTopics;

    Repeats(LeaseTable leaseTable, Leases leases, DeliveredTable delivered, ChangeFormat format, Clock clock, Rests rests, CallBudget budget,
            @Value("${listward.topics.changes}.") String changeTopics) {
        this.leaseTable = leaseTable;
        this.leases = leases;
        this.delivered = delivered;
        this.format = format;
        this.clock = clock;
        this.rests = rests;
        this.budget = budget;
        this.changeTopics = changeTopics;
    }

    /** The instances this process speaks to whose moves are to be repeated now. */
    List<Message> due(CamelContext context) {
        return leaseTable.dueRepeats(clock.instant()).stream()
                .filter(leases::holds)
                .filter(instance -> rests.of(changeTopics + instance).isEmpty() && !budget.of(instance).holdsAdditions()) // it is woken when it can do something
                .map(instance -> Parts.of(context, instance, "instance", instance))
                .toList();
    }

    byte[] wakeUp() {
        return format.wakeUp();
    }

    /** While only the reserve of the day's calls is left, additions cannot be repeated, and would keep removals from being delivered. */
    boolean isDue(@ExchangeProperty("instance") String instance) {
        return since(instance).isPresent() && !budget.of(instance).holdsAdditions();
    }

    private Optional<Instant> since(String instance) {
        return leaseTable.dueRepeat(instance, clock.instant());
    }

    /** The moves to send: all, or those of the last round of which nothing was said. */
    List<Message> plan(@ExchangeProperty("instance") String instance, @ExchangeProperty(PROPERTY) List<ListMove> begun, Exchange exchange) {
        List<ListMove> moves = begun != null ? begun : all(instance);
        exchange.setProperty(PROPERTY, moves);
        List<ListMove> open = moves.stream().filter(move -> move.result() == null || move.result() == Result.POSTPONED).toList();
        open.forEach(move -> move.ended(null));
        return open.stream()
                .map(move -> Parts.of(exchange.getContext(), move, "action", move.isAddition() ? "add" : "remove", "group", move.group()))
                .toList();
    }

    private List<ListMove> all(String instance) {
        Map<ListLead, Boolean> moved = since(instance).map(since -> delivered.since(instance, since)).orElse(Map.of());
        List<ListMove> moves = new ArrayList<>();
        moved.forEach((place, member) -> moves.add(ListMove.repeated(instance, place, member)));
        return moves;
    }

    @Transactional
    public void settle(@ExchangeProperty("instance") String instance, @ExchangeProperty(PROPERTY) List<ListMove> moves) {
        leases.verify(instance);
        if (moves.stream().anyMatch(move -> move.result() == Result.POSTPONED)) {
            return; // it stays due
        }
        Map<ListLead, Boolean> confirmed = new LinkedHashMap<>();
        for (ListMove move : moves) {
            if (move.result() == Result.CHANGED || move.result() == Result.NOT_IN_LIST) {
                confirmed.put(move.place(), move.isAddition());
            }
        }
        delivered.forget(instance, moves.stream().map(ListMove::place).toList());
        delivered.put(instance, confirmed, clock.instant());
        leaseTable.repeated(instance);
        LOG.info("Repeated {} moves in lists of Marketo instance {}, which was taken over; {} of them were confirmed", moves.size(), instance, confirmed.size());
    }
}
