package io.github.listward.delivery;

import io.github.listward.delivery.WarmUp.State;
import io.github.listward.delivery.WarmUpTable.ReadLead;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.ExportBytes;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.MarketoThrottledException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carries warm-ups on, a step at a time (docs/adr/0019-lead-id-warm-up.md). What is read of Marketo's exports is kept apart until all is read, since
 * only then it is clear who is a single lead; those become known, unless something is known of them already.
 */
@Component("warmUpSteps")
class WarmUpSteps {

    /** Of one window; then somebody has to look. */
    private static final int MOST_TRIES = 3;

    private static final Duration AFTER_FAILED_TRY = Duration.ofMinutes(1);

    /** The queue of exports is full of others' jobs, which take minutes. */
    private static final Duration FOR_THE_QUEUE = Duration.ofMinutes(5);

    /** Too many exports, or too many bytes of them. Source: Marketo "Bulk Extract": "Too many jobs in queue", "Export daily quota exceeded". */
    private static final String EXPORT_LIMIT = "1029";

    /** Leads that become known in one transaction, during which no outcomes are recorded. */
    private static final int AT_A_TIME = 2_000;

    /** Transactions in one go, so that other instances get their turn. */
    private static final int MOST_AT_A_TIME = 20;

    private static final int LONGEST_MESSAGE = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(WarmUpSteps.class);

    private final WarmUpTable table;
    private final LeadTable leads;
    private final WarmUps warmUps;
    private final DestinationFacts facts;
    private final Instances instances;
    private final Leases leases;
    private final CallBudget budget;
    private final ExportBytes bytes;
    private final Clock clock;

    WarmUpSteps(
            WarmUpTable table,
            LeadTable leads,
            WarmUps warmUps,
            DestinationFacts facts,
            Instances instances,
            Leases leases,
            CallBudget budget,
            ExportBytes bytes,
            Clock clock) {
        this.table = table;
        this.leads = leads;
        this.warmUps = warmUps;
        this.facts = facts;
        this.instances = instances;
        this.leases = leases;
        this.budget = budget;
        this.bytes = bytes;
        this.clock = clock;
    }

    /** The warm-ups to be carried on now, a message each, with the header {@code step}: ask or remember. */
    List<Message> due(CamelContext context) {
        Instant now = clock.instant();
        List<Message> due = new ArrayList<>();
        for (Instance instance : instances.all()) {
            String id = instance.munchkinId();
            if (leases.holds(id) && facts.areKnown(id)) {
                warmUps.beginAsConfigured(instance);
                table.unfinished(id).filter(warmUp -> !now.isBefore(warmUp.notBefore()) && isAfforded(warmUp, instance)).ifPresent(warmUp -> {
                    Message message = new DefaultMessage(context);
                    message.setHeader("step", warmUp.state() == State.REMEMBER ? "remember" : "ask");
                    message.setBody(warmUp);
                    due.add(message);
                });
            }
        }
        return due;
    }

    private boolean isAfforded(WarmUp warmUp, Instance instance) {
        return warmUp.state() == State.REMEMBER
                || budget.sparesForJobs(instance.munchkinId()) && (warmUp.state() != State.CREATE || bytes.isSpare(instance));
    }

    /**
     * Notes how far it is.
     *
     * @throws LeaseLostException if it is another process's to carry on
     */
    @Transactional
    public void advance(@Body WarmUp next, @ExchangeProperty("warmUp") WarmUp before) {
        leases.verify(next.instance());
        if (before.state() == State.WAIT && next.state() == State.READ) {
            bytes.count(next.instance(), next.export().bytes());
        }
        table.save(next, clock.instant());
    }

    /** Marketo refuses the export, or has lost it, or its file is unreadable: it is made again, a few times. */
    @Transactional
    public void failed(@ExchangeProperty("warmUp") WarmUp warmUp, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        String message = failure instanceof UnreadableExtractException ? "The file " + failure.getMessage() : failure.getMessage();
        WarmUp again = warmUp.again(clock.instant().plus(AFTER_FAILED_TRY), shortened(message));
        boolean isOver = again.tries() >= MOST_TRIES;
        if (isOver) {
            table.removeAll(warmUp.number()); // before the lease is locked, since it may take long
            again = again.ended(State.FAILED, shortened(message));
        }
        leases.verify(warmUp.instance());
        table.save(again, clock.instant());
        LOG.warn("An export of Marketo instance {}, of leads created from {} to {}, failed and is {}: {}", warmUp.instance(), warmUp.windowFrom(),
                warmUp.windowEnd(), isOver ? "given up, and no lead ids are known in advance" : "made again", message);
    }

    /** A limit of Marketo is reached. With too many bytes of exports, ours and others', it is over at midnight US Central. */
    @Transactional
    public void limited(@ExchangeProperty("warmUp") WarmUp warmUp, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) MarketoThrottledException limit) {
        Duration wait = limit.retryAfter();
        if (limit.code().equals(EXPORT_LIMIT)) {
            wait = limit.getMessage().toLowerCase(Locale.ROOT).contains("quota") ? bytes.untilTomorrow() : FOR_THE_QUEUE;
        }
        leases.verify(warmUp.instance());
        table.save(warmUp.waiting(clock.instant().plus(wait), shortened(limit.getMessage())), clock.instant());
        LOG.info("The export of leads of Marketo instance {} waits for {} s: {}", warmUp.instance(), wait.toSeconds(), limit.getMessage());
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }

    /** Whether there is more to remember, and it is still this one's turn. */
    boolean isRemembering(@ExchangeProperty("warmUp") WarmUp warmUp, @ExchangeProperty(Exchange.LOOP_INDEX) Integer index) {
        return (index == null || index < MOST_AT_A_TIME)
                && table.unfinished(warmUp.instance()).filter(now -> now.number() == warmUp.number()).isPresent();
    }

    /**
     * The next people become known: each who is a single lead, in the destination's own partition as far as is known, and of whom nothing
     * is known yet. Outcomes are recorded under the same lock, so none of these people is learnt of meanwhile.
     */
    @Transactional
    public void remember(@ExchangeProperty("warmUp") WarmUp begun) {
        leases.verify(begun.instance());
        WarmUp warmUp = table.unfinished(begun.instance()).orElseThrow();
        List<ReadLead> next = table.first(warmUp.number(), AT_A_TIME);
        if (next.isEmpty()) {
            table.save(warmUp.ended(State.DONE, null), clock.instant());
            LOG.info("Of {} leads of Marketo instance {}, {} are known by their ids in advance; {} people are several leads", warmUp.leads(), warmUp.instance(),
                    warmUp.remembered(), warmUp.ambiguous());
            return;
        }
        Map<String, Map<String, List<ReadLead>>> people = new LinkedHashMap<>();
        next.forEach(lead -> people.computeIfAbsent(lead.destination(), key -> new LinkedHashMap<>())
                .computeIfAbsent(lead.person(), key -> new ArrayList<>())
                .add(lead));
        if (next.size() == AT_A_TIME) {
            dropCutOff(next.get(next.size() - 1), people);
        }
        long ambiguous = 0;
        long remembered = 0;
        for (Map.Entry<String, Map<String, List<ReadLead>>> each : people.entrySet()) {
            Map<String, Long> single = new LinkedHashMap<>();
            String last = null;
            for (List<ReadLead> found : each.getValue().values()) {
                last = found.get(0).person();
                if (found.size() > 1) {
                    ambiguous++;
                } else if (found.get(0).own()) {
                    single.put(last, found.get(0).lead());
                }
            }
            remembered += warmUp.list() == null ? leads.add(each.getKey(), single) : leads.addToImported(each.getKey(), single);
            table.removeUpTo(warmUp.number(), each.getKey(), last);
        }
        table.save(warmUp.remembered(remembered, ambiguous), clock.instant());
    }

    /** The last person may have more leads than fit; alone, it has several. */
    private static void dropCutOff(ReadLead last, Map<String, Map<String, List<ReadLead>>> people) {
        boolean isAlone = people.size() == 1 && people.get(last.destination()).size() == 1;
        if (!isAlone) {
            Map<String, List<ReadLead>> cutOff = people.get(last.destination());
            cutOff.remove(last.person());
            if (cutOff.isEmpty()) {
                people.remove(last.destination());
            }
        }
    }
}
