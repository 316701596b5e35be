package io.github.listward.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds the state database against what Kafka knows of the consumer groups, before anything is read. */
public class StateCheck {

    /** Setting that is there while the database knows less than Kafka: replays wait until every audience has been settled. */
    public static final String STATE_LOST = "state-lost";

    /** Setting that is there once Kafka was asked: without it the database is a new one. */
    private static final String CHECKED = "state-checked";

    /** Members of a process that was killed are gone after their session of 6 s. */
    private static final Duration UNTIL_THE_DEAD_ARE_GONE = Duration.ofSeconds(10);

    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(StateCheck.class);

    private final KafkaCluster cluster;
    private final Collection<String> groups;
    private final StateId stateId;
    private final JdbcClient jdbc;
    private final Clock clock;

    StateCheck(KafkaCluster cluster, Collection<String> groups, StateId stateId, JdbcClient jdbc, Clock clock) {
        this.cluster = cluster;
        this.groups = List.copyOf(groups);
        this.stateId = stateId;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws StartRefusedException if a Listward with another database reads the same topics */
    public void check() {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            refuseForeigners(admin);
            if (!isSet(CHECKED) && hasCommitted(admin)) {
                set(STATE_LOST);
                LOG.warn("The state database is empty, and Kafka says that changes have been delivered before. Replays are refused until every audience"
                        + " has been settled: POST /api/settle. docs/operations.md, \"State lost\", says more");
            }
            set(CHECKED);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartRefusedException("Kafka at listward.kafka.bootstrap-servers does not say who reads " + groups + ".",
                    "Start it, or let Listward's user describe consumer groups.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isSet(String setting) {
        return jdbc.sql("select count(*) from setting where name = ?").param(setting).query(Long.class).single() > 0;
    }

    private void set(String setting) {
        jdbc.sql("insert into setting (name, content) values (?, 'true') on conflict do nothing").param(setting).update();
    }

    private void refuseForeigners(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Instant latest = clock.instant().plus(UNTIL_THE_DEAD_ARE_GONE);
        List<String> foreign = foreigners(admin);
        while (!foreign.isEmpty() && clock.instant().isBefore(latest)) {
            LockSupport.parkNanos(STEP.toNanos());
            foreign = foreigners(admin);
        }
        if (!foreign.isEmpty()) {
            throw new StartRefusedException("Another Listward, with another state database, reads the same topics, at " + String.join(", ", foreign) + ".",
                    "Let replicas share one PostgreSQL (spring.datasource.url), or give this Listward groups and topics of its own"
                            + " (listward.source.group-id, listward.topics).", null);
        }
    }

    private List<String> foreigners(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        return admin.describeConsumerGroups(groups).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).values().stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> stateId.isForeign(member.clientId()))
                .map(member -> member.host())
                .distinct()
                .toList();
    }

    private boolean hasCommitted(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        for (String group : groups) {
            if (!admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
