package io.github.listward.activation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.profile.Identity;
import io.github.listward.profile.IdentityHash;
import io.github.listward.profile.Membership;
import io.github.listward.profile.ProfileEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final IdentityHash hash;
    private final ObjectMapper mapper;
    private final Clock clock;

    KafkaRecords(ChangeFormat format, IdentityHash hash, ObjectMapper mapper, Clock clock) {
        this.format = format;
        this.hash = hash;
        this.mapper = mapper;
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
     * Wanted memberships of profiles, activated or not, for the compacted topic. Keyed by audience and
     * profile; a profile that has no key of its own goes by its smallest identity.
     *
     * <p>Each record is made when it is asked for: a profile in many audiences is written as often.
     */
    Iterator<Message> ofMemberships(List<ProfileEvent> profiles, @ExchangeProperty(Batch.PROPERTY) Batch batch, CamelContext context) {
        BatchFailedException.throwIfFailed(batch);
        Instant latest = clock.instant().plus(Memberships.LEEWAY);
        return profiles.stream().flatMap(profile -> ofMemberships(profile, latest, context)).iterator();
    }

    private Stream<Message> ofMemberships(ProfileEvent profile, Instant latest, CamelContext context) {
        String owner = owner(profile);
        if (owner == null) {
            return Stream.empty(); // nobody can ever be found by it
        }
        return profile.memberships().stream()
                .filter(membership -> membership.qualified() || membership.exited())
                .filter(membership -> !membership.at().isAfter(latest))
                .map(membership -> record(
                        context, membership.namespace() + "/" + membership.audience() + "/" + owner, wanted(profile, membership)));
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

    private String owner(ProfileEvent profile) {
        if (!profile.profile().isEmpty()) {
            return profile.profile();
        }
        return profile.identities().stream()
                .min(Comparator.comparing(Identity::namespace).thenComparing(Identity::value))
                .map(identity -> hash.of(identity.namespace(), identity.value()))
                .orElse(null);
    }

    private byte[] wanted(ProfileEvent profile, Membership membership) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = mapper.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", MembershipChange.VERSION);
            json.writeStringField("source", profile.position().toString());
            json.writeStringField("recordedAt", profile.recordedAt().toString());
            json.writeStringField("profile", profile.profile());
            json.writeStringField("namespace", membership.namespace());
            json.writeStringField("audience", membership.audience());
            json.writeStringField("name", membership.name());
            json.writeStringField("status", membership.qualified() ? "realized" : "exited");
            json.writeStringField("at", membership.at().toString());
            json.writeArrayFieldStart("identities");
            for (Identity identity : profile.identities()) {
                json.writeStartObject();
                json.writeStringField("namespace", identity.namespace());
                json.writeStringField("id", identity.value());
                json.writeBooleanField("primary", identity.primary());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("attributes");
            json.writeTree(profile.attributes());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Message record(CamelContext context, String key, byte[] value) {
        Message record = new DefaultMessage(context);
        record.setHeader(KafkaConstants.KEY, key.getBytes(StandardCharsets.UTF_8));
        record.setBody(value);
        return record;
    }
}
