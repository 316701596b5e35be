package io.github.listward.delivery;

import io.github.listward.batch.PartitionsMoved;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.MarketoRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * One process at a time speaks to a Marketo instance: the one that reads its change topic, and holds its lease. Kafka alone cannot say
 * so, since a process that was stopped for a while learns only afterwards that its topic has been given away.
 */
@Component("leases")
public class Leases {

    /** Marketo's longest time-out of what a flush sends, Sync Leads: a call of the last owner may take effect until then. Source: Marketo "Leads". */
    static final Duration LONGEST_CALL = Duration.ofSeconds(90);

    /** A call that passed the check is on its way by then, whatever the machine is busy with. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** The period of the throttle in call-marketo: the last owner may have used up the calls of one. */
    private static final Duration THROTTLE_PERIOD = Duration.ofMillis(2_500);

    private static final Duration PATIENCE = LeaseTable.LENGTH.plusSeconds(4);
    private static final Duration STEP = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    /**
     * Times of {@link System#nanoTime}, which goes on while the process is stopped.
     *
     * @param from when the last owner's calls no longer count for the throttle
     */
    private record Lease(long epoch, long from, long until) {

        boolean isValid() {
            return leaves(Duration.ZERO);
        }

        boolean leaves(Duration more) {
            long now = System.nanoTime();
            return now - from >= 0 && until - MARGIN.plus(more).toNanos() - now > 0;
        }

        Lease renewed(long now) {
            return new Lease(epoch, from, now + LeaseTable.LENGTH.toNanos());
        }
    }

    private final LeaseTable table;
    private final Clock clock;
    private final String changeTopics;
    private final String owner = UUID.randomUUID().toString();
    private final Instant startedAt;
    private final Map<String, Lease> held = new ConcurrentHashMap<>();
    private final Set<String> assigned = ConcurrentHashMap.newKeySet();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    Leases(LeaseTable table, Clock clock, @Value("${listward.topics.changes}.") String changeTopics) {
        this.table = table;
        this.clock = clock;
        this.changeTopics = changeTopics;
        this.startedAt = clock.instant();
    }

    /** Whether this process is the instance's only writer now. */
    public boolean holds(String instance) {
        Lease lease = held.get(instance);
        return lease != null && lease.isValid();
    }

    /**
     * How long nobody has spoken to the instance while this process was running; empty while somebody does. What was before says nothing:
     * after a long outage it takes some seconds until somebody has the lease.
     */
    public Optional<Duration> unheldFor(String instance) {
        Duration running = Duration.between(startedAt, clock.instant());
        return table.unheldFor(instance, running).map(unheld -> unheld.compareTo(running) < 0 ? unheld : running);
    }

    /**
     * Takes the lease, or renews it, and waits for it if another process has it yet. Only for who reads the instance's topic.
     *
     * @throws LeaseLostException if that one goes on renewing it
     */
    public void hold(@ExchangeProperty("instance") String instance) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isHeldForLong(instance)) {
            take(instance);
            if (holds(instance)) {
                return;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - end > 0) {
                throw new LeaseLostException(instance, "is held by another process");
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private boolean isHeldForLong(String instance) {
        Lease lease = held.get(instance);
        return lease != null && lease.leaves(LeaseTable.LENGTH.dividedBy(2));
    }

    /**
     * Before every call.
     *
     * @throws LeaseLostException if another process may be speaking to the instance by now: nothing of the batch is sent any more
     */
    public void check(@ExchangeProperty("marketoRequest") MarketoRequest request) {
        if (!holds(request.instance())) {
            throw new LeaseLostException(request.instance(), "was not renewed in time");
        }
    }

    /**
     * In the transaction that records outcomes.
     *
     * @throws LeaseLostException if they are another process's to record
     */
    void verify(String instance) {
        Lease lease = held.get(instance);
        if (lease == null || !table.lock(instance, owner, lease.epoch())) {
            throw new LeaseLostException(instance, "was taken over");
        }
    }

    /** For a timer: renews what is held, and takes what Kafka has given to this process. */
    public void renew() {
        Set<String> instances = new TreeSet<>(held.keySet());
        instances.addAll(assigned);
        for (String instance : instances) {
            try {
                renew(instance);
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("The lease of Marketo instance {} could not be renewed: {}", instance, e.getClass().getSimpleName());
            }
        }
    }

    private void renew(String instance) {
        synchronized (lockOf(instance)) {
            Lease lease = held.get(instance);
            if (!assigned.contains(instance)) {
                release(instance);
            } else if (lease == null) {
                take(instance);
            } else {
                renew(instance, lease, System.nanoTime());
            }
        }
    }

    private void renew(String instance, Lease lease, long now) {
        switch (table.renew(instance, owner, lease.epoch())) {
            case RENEWED -> held.put(instance, lease.renewed(now));
            case LOST -> {
                held.remove(instance);
                LOG.warn("The lease of Marketo instance {} was taken over by another process", instance);
            }
            case BUSY -> { /* most likely with outcomes of ours, which renew it, too */ }
        }
    }

    /** One thread at a time sees to an instance's lease, and none waits for another instance's. */
    private Object lockOf(String instance) {
        return locks.computeIfAbsent(instance, key -> new Object());
    }

    @EventListener
    void partitionsMoved(PartitionsMoved event) {
        if (event.topic().startsWith(changeTopics)) {
            String instance = event.topic().substring(changeTopics.length());
            if (event.assigned()) {
                assigned.add(instance);
            } else {
                assigned.remove(instance);
                release(instance);
            }
        }
    }

    private void take(String instance) {
        synchronized (lockOf(instance)) {
            long now = System.nanoTime();
            Lease before = held.get(instance);
            Instant today = clock.instant();
            table.take(instance, owner, today, today.plus(LONGEST_CALL)).ifPresent(taken -> {
                if (before != null && before.epoch() == taken.epoch()) {
                    held.put(instance, before.renewed(now));
                } else {
                    begin(instance, taken, now);
                }
            });
        }
    }

    private void begin(String instance, LeaseTable.Taken taken, long now) {
        Duration wait = THROTTLE_PERIOD.minus(taken.idle());
        long from = taken.same() || wait.isNegative() ? now : now + wait.toNanos();
        held.put(instance, new Lease(taken.epoch(), from, now + LeaseTable.LENGTH.toNanos()));
        LOG.info("This process speaks to Marketo instance {} from now on (epoch {}{})", instance, taken.epoch(), taken.clean() ? "" : ", taken over");
    }

    private void release(String instance) {
        try {
            synchronized (lockOf(instance)) {
                Lease lease = held.remove(instance);
                if (lease != null) {
                    table.release(instance, owner, lease.epoch());
                }
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The lease of Marketo instance {} could not be given back, and expires: {}", instance, e.getClass().getSimpleName());
        }
    }
}
