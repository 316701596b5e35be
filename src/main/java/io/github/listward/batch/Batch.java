package io.github.listward.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

/**
 * The records of one poll, and the groups opened on their behalf by aggregators.
 *
 * <p>A group is counted from its first member until its route has ended, so {@link #join()} returns
 * only when nothing of the batch is under way any more, whether that went well or not.
 */
public final class Batch {

    /** Exchange property under which every exchange of the batch carries it. */
    public static final String PROPERTY = "batch";

    /** Exchange property with its id, for correlation keys: no group of an abandoned batch can be joined by the next. */
    static final String ID_PROPERTY = "batchId";

    /** Less than the 10 minutes Kafka waits for the next poll before it gives the partitions away. */
    private static final Duration LONGEST = Duration.ofMinutes(9);

    /** So long groups may take to end once nothing of them is sent any more. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final String id = UUID.randomUUID().toString();
    private final List<SourceRecord> records;
    private final Tally tally;
    private final List<KafkaManualCommit> commits;
    private boolean committed;
    private final Queue<Runnable> beforeCounting = new ArrayDeque<>();
    private final Map<Class<?>, Object> kept = new ConcurrentHashMap<>();

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int openGroups;
    private int calls;
    private int callsBegun;
    private Throwable failure;

    /** @param commits one per partition, to call when all is done */
    public Batch(List<SourceRecord> records, Tally tally, List<KafkaManualCommit> commits) {
        this.records = records;
        this.tally = tally;
        this.commits = commits;
    }

    /** The batch this exchange belongs to, or null outside of one. */
    public static Batch of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Batch.class);
    }

    String id() {
        return id;
    }

    public List<SourceRecord> records() {
        return records;
    }

    Set<String> topics() {
        return records.stream().map(record -> record.position().topic()).collect(Collectors.toSet());
    }

    void commit() {
        commits.forEach(KafkaManualCommit::commit);
        committed = true;
    }

    boolean committed() {
        return committed;
    }

    public Tally tally() {
        return tally;
    }

    /** Has something done before the counts of the batch are recorded, when nothing of it is under way any more. A step may add another. */
    public void beforeCounting(Runnable step) {
        beforeCounting.add(step);
    }

    /** What is to be the same for all of the batch: made when it is first asked for. */
    public <T> T once(Class<T> type, Supplier<T> make) {
        return type.cast(kept.computeIfAbsent(type, key -> make.get()));
    }

    void closeCounts() {
        for (Runnable step = beforeCounting.poll(); step != null; step = beforeCounting.poll()) {
            step.run();
        }
    }

    void groupOpened() {
        lock.lock();
        try {
            openGroups++;
        } finally {
            lock.unlock();
        }
    }

    /** @param failure null if it went well */
    void groupEnded(Throwable failure) {
        lock.lock();
        try {
            openGroups--;
            fail(failure);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has the batch fail for this reason; nothing happens if there is none, or if another one was first. */
    public void fail(Throwable reason) {
        lock.lock();
        try {
            if (failure == null && reason != null) {
                failure = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A call is about to be sent.
     *
     * @throws BatchFailedException if the batch has failed: its result would be thrown away with the rest
     */
    void callBegins() {
        lock.lock();
        try {
            if (failure != null) {
                throw new BatchFailedException(failure);
            }
            calls++;
            callsBegun++;
        } finally {
            lock.unlock();
        }
    }

    /** Calls sent so far. */
    public int calls() {
        lock.lock();
        try {
            return callsBegun;
        } finally {
            lock.unlock();
        }
    }

    void callEnded() {
        lock.lock();
        try {
            calls--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether part of it has failed: the batch will be read again, so groups not yet sent need not be. */
    public boolean failed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every group has ended. One that will not end, since its route was stopped, is not waited for when the batch has failed
     * and none of its calls is under way: a call that ends after the batch was read again could undo what came later.
     *
     * @throws BatchFailedException if one failed, or anything else of the batch; all of it is to be read again
     */
    void join() throws InterruptedException {
        lock.lock();
        try {
            long left = LONGEST.toNanos();
            long leftAfterFailure = AFTER_FAILURE.toNanos();
            while (openGroups > 0 && leftAfterFailure > 0) {
                if (failure == null && left <= 0) {
                    fail(new BatchFailedException(openGroups + " groups have not ended after " + LONGEST));
                } else if (failure == null) {
                    left = changed.awaitNanos(left);
                } else if (calls > 0) {
                    changed.await();
                } else {
                    leftAfterFailure = changed.awaitNanos(leftAfterFailure);
                }
            }
            if (failure != null) {
                throw new BatchFailedException(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "Batch[" + records.size() + " records]";
    }
}
