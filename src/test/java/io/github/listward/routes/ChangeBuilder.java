package io.github.listward.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.activation.Requeue;
import io.github.listward.profile.IdentityHash;
import io.github.listward.profile.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A membership change as activation queues it. Each one built is a later event of the source than the one before; it is of
 * Ada, who is known by her e-mail address, and goes to the destination {@code create}, unless said otherwise.
 */
public final class ChangeBuilder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final IdentityHash HASH = new IdentityHash(DeliveryRoutes.HASH_KEY.getBytes(StandardCharsets.UTF_8));
    private static final AtomicLong OFFSETS = new AtomicLong();

    private final List<Person> people = new ArrayList<>();
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private String dataflow = "create";
    private String destination;
    private String audience = "vip";
    private String audienceName;
    private boolean qualified = true;
    private Instant at = Instant.parse("2026-11-23T10:00:00Z");
    private Instant recordedAt;
    private String profile = "";
    private Position source;
    private long settling;
    private Requeue requeue;

    private ChangeBuilder() {}

    public static ChangeBuilder aChange() {
        return new ChangeBuilder().with("firstName", "Ada").with("lastName", "Lovelace");
    }

    public ChangeBuilder qualifying(String audience) {
        this.audience = audience;
        return this;
    }

    public ChangeBuilder exiting(String audience) {
        this.audience = audience;
        qualified = false;
        fields.clear();
        return this;
    }

    /** The dataflow, and the destination, which has its name in the definitions these tests use. */
    public ChangeBuilder in(String dataflow) {
        this.dataflow = dataflow;
        return this;
    }

    /** Another destination than the dataflow's own: that of a definition since changed. */
    ChangeBuilder to(String destination) {
        this.destination = destination;
        return this;
    }

    /** One person per e-mail address. */
    public ChangeBuilder by(String... emails) {
        Arrays.stream(emails).forEach(email -> person("email", email));
        return this;
    }

    /** One person known by several keys: field, value, field, value, in the order of the destination's match keys. */
    ChangeBuilder byKeys(String... fieldsAndValues) {
        return person(fieldsAndValues);
    }

    private ChangeBuilder person(String... fieldsAndValues) {
        List<MatchKey> keys = new ArrayList<>();
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            keys.add(new MatchKey(fieldsAndValues[i], fieldsAndValues[i + 1]));
        }
        people.add(new Person(HASH.of(fieldsAndValues[0], fieldsAndValues[1]), keys));
        return this;
    }

    ChangeBuilder ofProfile(String profile) {
        this.profile = HASH.of("profile", profile);
        return this;
    }

    /** Since when the membership holds, and, unless said otherwise, when it was recorded. */
    public ChangeBuilder at(String instant) {
        at = Instant.parse(instant);
        return this;
    }

    ChangeBuilder recordedAt(String instant) {
        recordedAt = Instant.parse(instant);
        return this;
    }

    public ChangeBuilder with(String field, Object value) {
        fields.put(field, JSON.valueToTree(value));
        return this;
    }

    /** As the event names the audience. */
    ChangeBuilder named(String audienceName) {
        this.audienceName = audienceName;
        return this;
    }

    /** Made of the same event. */
    ChangeBuilder from(MembershipChange other) {
        source = other.source();
        return this;
    }

    /** As a settling found it wanted. */
    ChangeBuilder settledBy(long settling, long number) {
        this.settling = settling;
        requeue = new Requeue(Requeue.Kind.SETTLED, settling, number);
        return this;
    }

    public MembershipChange build() {
        Position source = this.source != null ? this.source : new Position("profiles", 0, OFFSETS.getAndIncrement());
        return new MembershipChange(
                MembershipChange.VERSION, source, 0, "123-ABC-456", destination == null ? dataflow : destination, dataflow, audience, audienceName, qualified, at,
                recordedAt == null ? at : recordedAt, profile, List.copyOf(people), new LinkedHashMap<>(fields), settling, requeue);
    }
}
