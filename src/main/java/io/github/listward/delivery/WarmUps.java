package io.github.listward.delivery;

import io.github.listward.delivery.WarmUp.State;
import io.github.listward.destination.Definitions;
import io.github.listward.marketo.ExportBytes;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes requests to learn the lead ids of an instance in advance. Its owner carries them out, see {@link WarmUpSteps}. */
@Component
public class WarmUps {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUps.class);

    private final WarmUpTable table;
    private final Definitions definitions;
    private final Instances instances;
    private final ExportBytes bytes;
    private final Clock clock;
    private final Set<String> configured = ConcurrentHashMap.newKeySet();

    WarmUps(WarmUpTable table, Definitions definitions, Instances instances, ExportBytes bytes, Clock clock) {
        this.table = table;
        this.definitions = definitions;
        this.instances = instances;
        this.bytes = bytes;
        this.clock = clock;
    }

    /**
     * Has the leads of an instance extracted that were created since then. Its owner does so, within seconds.
     *
     * @throws WarmUpRefusedException if one is under way
     */
    @Transactional
    public WarmUpStatus request(String instance, Instant since) {
        Optional<WarmUp> underWay = table.latest(instance).filter(last -> !last.isOver());
        if (underWay.isPresent()) {
            throw new WarmUpRefusedException(instance, underWay.get());
        }
        return status(begin(instance, since));
    }

    /** Has the leads of those learnt who were imported into a list: an import does not say them. */
    void learnMembers(String instance, long list) {
        table.insert(WarmUp.ofList(instance, list, clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        LOG.info("The members of list {} of Marketo instance {} are extracted, to know the leads of those who were imported", list, instance);
    }

    private WarmUp begin(String instance, Instant since) {
        WarmUp warmUp = table.insert(WarmUp.begin(instance, since.truncatedTo(ChronoUnit.SECONDS), clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        LOG.info("The leads of Marketo instance {} created since {} are extracted, in {} exports, to know their ids in advance", instance, since, warmUp.windows());
        if (LeadExtract.destinations(definitions, instance).isEmpty()) {
            warmUp = warmUp.ended(State.FAILED, "No destination of the instance looks people up by a single match key; whose lead is whose cannot be told in advance");
            table.save(warmUp, clock.instant());
        }
        return warmUp;
    }

    /** The last one of the instance. */
    public Optional<WarmUpStatus> of(String instance) {
        return table.latest(instance).map(this::status);
    }

    /** The last one of every instance that had any. */
    public List<WarmUpStatus> all() {
        return instances.all().stream().map(Instance::munchkinId).map(this::of).flatMap(Optional::stream).toList();
    }

    private WarmUpStatus status(WarmUp warmUp) {
        Instance instance = instances.get(warmUp.instance());
        return WarmUpStatus.of(warmUp, bytes.today(warmUp.instance()), instance.warmUpBytesPerDay().toBytes());
    }

    /** Once for each date that is configured. */
    void beginAsConfigured(Instance instance) {
        String id = instance.munchkinId();
        if (instance.warmUpSince() != null && !configured.contains(id) && table.unfinished(id).isEmpty()) {
            if (!table.wasBegun(id, instance.warmUpSince().truncatedTo(ChronoUnit.SECONDS))) {
                begin(id, instance.warmUpSince());
            }
            configured.add(id);
        }
    }
}
