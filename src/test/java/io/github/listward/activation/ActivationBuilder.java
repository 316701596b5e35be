package io.github.listward.activation;

import io.github.listward.ProfileEventBuilder;
import io.github.listward.batch.Batch;
import io.github.listward.batch.Counts;
import io.github.listward.batch.SourceRecord;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Audience.WhenEnded;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Dataflow.Identities;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.destination.Destination.DeletedLeads;
import io.github.listward.destination.Destination.MultiMatch;
import io.github.listward.destination.Destination.PersonAction;
import io.github.listward.destination.Destination.SyncType;
import io.github.listward.destination.MappingRow;
import io.github.listward.profile.IdentityHash;
import io.github.listward.profile.Position;
import io.github.listward.profile.ProfileEvent;
import io.github.listward.profile.ProfileEvents;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The audience "vip" in a dataflow that knows people by their e-mail address, unless said otherwise; and events as it sees them. */
final class ActivationBuilder {

    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final IdentityHash HASH = new IdentityHash("a key of tests".getBytes(StandardCharsets.UTF_8));
    static final CamelContext CAMEL = new DefaultCamelContext();

    private static final JdbcTemplate DATABASE = Database.emptyForTemplate();
    private static final Position POSITION = new Position("profiles", 3, 42);

    private final List<MappingRow> mapping = new ArrayList<>();
    private List<String> matchKeys = List.of("email");
    private Identities identities = Identities.ALL;
    private boolean dataflowEnabled = true;
    private boolean audienceEnabled = true;
    private WhenEnded whenEnded = WhenEnded.KEEP;
    private Instant start;
    private Instant end;

    private ActivationBuilder() {}

    static ActivationBuilder anActivation() {
        return new ActivationBuilder();
    }

    /** Whom they keep out is recorded when the counts of the batch are, which no batch of these tests comes to. */
    static Exclusions exclusions() {
        return new Exclusions(new KeptOut(new LastOutcomes(DATABASE, new JdbcTransactionManager(DATABASE.getDataSource()), Clock.fixed(NOW, ZoneOffset.UTC)), new Matching(HASH)));
    }

    ActivationBuilder by(String... matchKeys) {
        this.matchKeys = List.of(matchKeys);
        return this;
    }

    ActivationBuilder choosing(Identities identities) {
        this.identities = identities;
        return this;
    }

    ActivationBuilder mapping(String source, String field) {
        mapping.add(new MappingRow(source, field, false));
        return this;
    }

    ActivationBuilder requiring(String source, String field) {
        mapping.add(new MappingRow(source, field, true));
        return this;
    }

    ActivationBuilder withDataflowOff() {
        dataflowEnabled = false;
        return this;
    }

    ActivationBuilder withAudienceOff() {
        audienceEnabled = false;
        return this;
    }

    /** @param start ISO-8601, or null; {@code end} likewise */
    ActivationBuilder between(String start, String end) {
        this.start = start == null ? null : Instant.parse(start);
        this.end = end == null ? null : Instant.parse(end);
        return this;
    }

    ActivationBuilder clearing() {
        whenEnded = WhenEnded.CLEAR;
        return this;
    }

    Definitions.Activation build() {
        return definitions("eu-nurture").activationsOf("vip").get(0);
    }

    /** The same in each of these dataflows. */
    Definitions definitions(String... dataflows) {
        var destination = new Destination("europe", null, null, "123-ABC-456", "Default", "Default", PersonAction.MATCH_EXISTING,
                SyncType.AUDIENCE_AND_PROFILE, matchKeys, MultiMatch.NEWEST, DeletedLeads.EXCLUDE);
        var audience = new Audience("vip", "VIP", audienceEnabled, start, end, whenEnded, null, null, null, Audience.WhenListMissing.RECREATE);
        List<MappingRow> rows = mapping.isEmpty() ? List.of(new MappingRow("identityMap.Email", "email", false)) : mapping;
        return new Definitions(List.of(destination), Arrays.stream(dataflows)
                .map(id -> new Dataflow(id, null, "europe", dataflowEnabled, identities, List.of(audience), rows))
                .toList());
    }

    /** The event as this activation sees its first membership. */
    MembershipEvent sees(ProfileEventBuilder event) {
        ProfileEvent profile = read(event);
        return new MembershipEvent(profile, profile.memberships().get(0), build(), 0);
    }

    /** As read from {@code profiles-3@42}, of a record without key. */
    static ProfileEvent read(ProfileEventBuilder event) {
        return read(event, null);
    }

    static ProfileEvent read(ProfileEventBuilder event, String key) {
        return ProfileEvents.read(event, key, HASH, POSITION, NOW);
    }

    /** On its way in a batch of that one record. */
    static Exchange exchange() {
        Exchange exchange = new DefaultExchange(CAMEL);
        exchange.setProperty(Batch.PROPERTY, Counts.batchOf(new SourceRecord(POSITION, NOW, null, null)));
        return exchange;
    }
}
