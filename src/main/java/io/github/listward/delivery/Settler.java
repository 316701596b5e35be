package io.github.listward.delivery;

import io.github.listward.activation.ActivatedAudience;
import io.github.listward.activation.MembershipEvent;
import io.github.listward.activation.RememberedMembership;
import io.github.listward.activation.RememberedMemberships;
import io.github.listward.activation.Requeue;
import io.github.listward.activation.Requeue.Kind;
import io.github.listward.activation.Terms;
import io.github.listward.activation.TermsTable;
import io.github.listward.batch.Backlogs;
import io.github.listward.batch.Parts;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.delivery.SettlingChunk.Found;
import io.github.listward.delivery.SettlingTable.Row;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads what is remembered of the audiences to be settled, a chunk at a time, and sends it through activation once more. Settlings of an
 * instance that begin together read the topic together.
 *
 * <p>It queues only while little waits, so that live changes wait for no more than one chunk. Killed after queueing, it queues the chunk
 * again, which changes nothing and is counted once.
 */
@Component("settler")
class Settler {

    /** In one chunk, four full calls; and as few must wait in the change topic for another one to be queued. */
    private static final int MOST_CHANGES = 1_200;

    /** In one chunk, of any audience, so that the others get their turn. */
    private static final int MOST_READ = 50_000;

    /** Longer than a change topic keeps their changes. */
    private static final Duration KEPT = Duration.ofDays(35);

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private record ScanKey(List<Long> settlings, int partition) {}

    private final SettlingTable table;
    private final Settlings settlings;
    private final TermsTable terms;
    private final Definitions definitions;
    private final Instances instances;
    private final Leases leases;
    private final CallBudget budget;
    private final Backlogs backlogs;
    private final RecordReader reader;
    private final RememberedMemberships format;
    private final String memberships;
    private final String changes;
    private final Clock clock;

    /** Of the partition that was read last. One at a time, since one may be large. */
    private ScanKey scanned;
    private MembershipScan scan;

    Settler(
            SettlingTable table,
            Settlings settlings,
            TermsTable terms,
            Definitions definitions,
            Instances instances,
            Leases leases,
            CallBudget budget,
            Backlogs backlogs,
            RecordReader reader,
            RememberedMemberships format,
            @Value("${listward.topics.memberships}") String memberships,
            @Value("${listward.topics.changes}") String changes,
            Clock clock) {
        this.table = table;
        this.settlings = settlings;
        this.terms = terms;
        this.definitions = definitions;
        this.instances = instances;
        this.leases = leases;
        this.budget = budget;
        this.backlogs = backlogs;
        this.reader = reader;
        this.format = format;
        this.memberships = memberships;
        this.changes = changes;
        this.clock = clock;
    }

    /** The munchkin ids of the instances that have something to settle, here. */
    List<String> due() {
        Instant now = clock.instant();
        return instances.all().stream()
                .map(Instance::munchkinId)
                .filter(leases::holds)
                .filter(instance -> table.isDue(instance, now))
                .toList();
    }

    /** What is to be queued next; nothing while enough waits to be delivered, or there are no calls to spare. */
    SettlingChunk next(@Body String instance) {
        if (backlogs.of(changes + "." + instance) >= MOST_CHANGES || !budget.sparesForJobs(instance)) {
            return SettlingChunk.NOTHING;
        }
        List<Row> running = table.running(instance);
        if (running.isEmpty()) {
            // What changed the terms is committed by now, so nobody it concerns is remembered only after these ends.
            List<Long> ends = List.copyOf(reader.endOffsets(memberships).values());
            table.start(instance, SettlingProgress.begin(ends), clock.instant());
            running = table.running(instance);
        }
        if (running.isEmpty()) {
            return SettlingChunk.NOTHING;
        }
        SettlingProgress progress = running.get(0).progress();
        return read(running.stream().filter(row -> row.progress().equals(progress)).toList());
    }

    private SettlingChunk read(List<Row> settlings) {
        Map<String, List<Row>> byAudience = settlings.stream().collect(Collectors.groupingBy(row -> row.settling().audience()));
        Map<Long, List<Found>> found = new LinkedHashMap<>();
        SettlingProgress at = settlings.get(0).progress();
        int read = 0;
        int queued = 0;
        while (!at.isAtEnd() && read < MOST_READ && queued < MOST_CHANGES) {
            List<SourceRecord> records = at.offset() < at.end()
                    ? reader.readFrom(memberships, at.partition(), at.offset(), MembershipScan.READ)
                    : List.of();
            long end = at.end();
            records = records.stream().filter(record -> record.position().offset() < end).toList();
            if (records.isEmpty()) {
                at = at.nextPartition();
                continue;
            }
            MembershipScan newest = scan(settlings, byAudience.keySet(), at);
            for (Iterator<SourceRecord> each = records.iterator(); each.hasNext() && queued < MOST_CHANGES; read++) {
                SourceRecord record = each.next();
                at = at.to(record.position().offset() + 1);
                RememberedMembership membership = newest.newest(record);
                if (membership != null) {
                    Found wish = new Found(membership, at.number(record.position().offset()));
                    List<Row> concerned = byAudience.get(membership.audience());
                    concerned.forEach(row -> found.computeIfAbsent(row.settling().number(), number -> new ArrayList<>()).add(wish));
                    queued += concerned.size();
                }
            }
        }
        return new SettlingChunk(settlings, found, at);
    }

    private MembershipScan scan(List<Row> settlings, Set<String> audiences, SettlingProgress at) {
        ScanKey key = new ScanKey(settlings.stream().map(row -> row.settling().number()).toList(), at.partition());
        if (!key.equals(scanned)) {
            scan = null;
            scan = MembershipScan.of(reader, format, memberships, at.partition(), at.end(), audiences);
            scanned = key;
        }
        return scan;
    }

    /** The chunk's memberships on their way through activation, with the headers of {@code route-memberships}. */
    Iterator<Message> members(@ExchangeProperty("chunk") SettlingChunk chunk, CamelContext context) {
        Set<ActivatedAudience> paused = terms.paused();
        return chunk.settlings().stream().flatMap(row -> members(row.settling(), chunk, paused, context)).iterator();
    }

    private Stream<Message> members(Settling settling, SettlingChunk chunk, Set<ActivatedAudience> paused, CamelContext context) {
        Activation activation = definitions.activation(settling.dataflow(), settling.audience());
        if (activation == null || !activation.destination().instance().equals(settling.instance())) {
            return Stream.empty(); // since removed, or gone elsewhere
        }
        boolean ended = Terms.of(activation, paused.contains(ActivatedAudience.of(activation)), clock.instant()) == Terms.ENDED;
        return chunk.wishes().getOrDefault(settling.number(), List.of()).stream().map(found -> {
            RememberedMembership wish = ended ? found.membership().asExit() : found.membership();
            MembershipEvent event = wish.asEvent(activation, new Requeue(Kind.SETTLED, settling.number(), found.number()));
            return Parts.of(context, event, "status", wish.qualified() ? "qualified" : "exited", "audience", settling.audience(),
                    "dataflow", settling.dataflow(), "instance", settling.instance());
        });
    }

    /** Notes how far the settlings have come, when Kafka has the chunk. */
    @Transactional
    public void queued(@ExchangeProperty("chunk") SettlingChunk chunk) {
        Instant now = clock.instant();
        for (Row row : chunk.settlings()) {
            Settling settling = row.settling();
            long found = chunk.wishes().getOrDefault(settling.number(), List.of()).size();
            if (table.advance(row, chunk.after(), found) && chunk.after().isAtEnd()) {
                table.finish(settling, now);
                LOG.info("Audience {} of dataflow {} is settled: {} memberships were queued", settling.audience(), settling.dataflow(),
                        settling.memberships() + found);
            }
        }
        if (!chunk.settlings().isEmpty() && chunk.after().isAtEnd()) {
            scan = null;
            scanned = null;
            table.deleteFinishedBefore(now.minus(KEPT));
            settlings.endLossOfState(definitions.activations().map(ActivatedAudience::of).toList());
        }
    }
}
