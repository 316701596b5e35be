package io.github.listward.activation;

import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.profile.ProfileEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.springframework.stereotype.Component;

/** Turns what a route has gathered into Kafka records, which the endpoint after it sends in one go. */
@Component("records")
class KafkaRecords {

    private final ChangeFormat format;
    private final RememberedMemberships remembered;
    private final Clock clock;

    KafkaRecords(ChangeFormat format, RememberedMemberships remembered, Clock clock) {
        this.format = format;
        this.remembered = remembered;
        this.clock = clock;
    }

    /** Changes, for the instance's change topic. */
    List<Message> ofChanges(List<MembershipEvent> events, @ExchangeProperty(Batch.PROPERTY) Batch batch, CamelContext context) {
        BatchFailedException.throwIfFailed(batch);
        List<Message> records = new ArrayList<>(events.size());
        for (MembershipEvent event : events) {
            MembershipChange change = event.toChange();
            String key = change.people().isEmpty() ? change.profile() : change.people().get(0).id();
            records.add(record(context, key, format.write(change)));
        }
        return records;
    }

    /**
     * Wanted memberships of profiles, activated or not, for the compacted topic.
     *
     * <p>Each record is made when it is asked for: a profile in many audiences is written as often.
     */
    Iterator<Message> ofMemberships(List<ProfileEvent> profiles, @ExchangeProperty(Batch.PROPERTY) Batch batch, CamelContext context) {
        BatchFailedException.throwIfFailed(batch);
        Instant latest = clock.instant().plus(Memberships.LEEWAY);
        return profiles.stream().flatMap(profile -> ofMemberships(profile, latest, context)).iterator();
    }

    private Stream<Message> ofMemberships(ProfileEvent profile, Instant latest, CamelContext context) {
        return profile.memberships().stream()
                .filter(membership -> membership.qualified() || membership.exited())
                .filter(membership -> !membership.at().isAfter(latest))
                .map(membership -> new RememberedMembership(profile, membership))
                .flatMap(each -> {
                    String key = remembered.key(each);
                    return key == null ? Stream.empty() : Stream.of(record(context, key, remembered.write(each)));
                });
    }

    /** Dead letters, for the dead-letter topic. */
    static List<Message> ofDeadLetters(Object body, CamelContext context) {
        List<Message> records = new ArrayList<>();
        for (Object each : DeadLetters.asList(body)) {
            FailedChange failed = (FailedChange) each;
            Message record = record(context, failed.letter().origin(), failed.content());
            failed.letter().headers().forEach(record::setHeader);
            records.add(record);
        }
        return records;
    }

    private static Message record(CamelContext context, String key, byte[] value) {
        Message record = new DefaultMessage(context);
        record.setHeader(KafkaConstants.KEY, key.getBytes(StandardCharsets.UTF_8));
        record.setBody(value);
        return record;
    }
}
