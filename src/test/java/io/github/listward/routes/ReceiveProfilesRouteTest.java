package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.listward.batch.Batch;
import io.github.listward.batch.SourceRecord;
import io.github.listward.profile.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ActivationRouteTest
class ReceiveProfilesRouteTest {

    private static final String GOOD = anEvent().qualifying("newsletter").by("cleo@example.com").build();
    private static final String WITHOUT_IDENTITY = anEvent().qualifying("newsletter").build();
    private static final String UNKNOWN_STATUS = anEvent().membership("newsletter", "maybe").by("ada@example.com").build();
    private static final String UNREADABLE = "no JSON";

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @Test
    void goesOnBehindEveryBadRecord() {
        var poll = routes.poll(Stream.of(GOOD, UNREADABLE, GOOD, WITHOUT_IDENTITY, GOOD, UNKNOWN_STATUS, GOOD, null, GOOD)
                .map(event -> routes.record(null, event))
                .toArray(SourceRecord[]::new));

        assertThat(poll.getException()).isNull();
        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).hasSize(5);
        assertThat(kafka.sentTo("listward.dead-letters")).hasSize(3);
        assertThat(routes.counts()).containsExactly(
                entry("excluded MISSING_IDENTITY", 1L), entry("failed UNKNOWN_STATUS", 1L), entry("failed UNREADABLE", 2L), entry("received", 9L));
    }

    @Test
    void commitsEachPartitionUpToItsLastRecord() {
        routes.poll(record(0, 7, GOOD), record(2, 40, GOOD), record(0, 8, UNREADABLE), record(2, 41, WITHOUT_IDENTITY));

        assertThat(kafka.committed()).containsOnly(entry("profiles-0", 8L), entry("profiles-2", 41L));
    }

    @Test
    void commitsNothingOfAPollWhoseChangesKafkaDoesNotTake() {
        kafka.breakDown("listward.changes");

        var poll = routes.poll(record(0, 1, UNREADABLE), record(0, 2, GOOD), record(0, 3, GOOD));

        assertThat(poll.getException()).hasMessageContaining("Kafka takes nothing");
        assertThat(kafka.committed()).isEmpty();
        assertThat(routes.counts()).isEmpty();
    }

    @Test
    void commitsNothingOfAPollWhoseMembershipsKafkaDoesNotTake() {
        kafka.breakDown("listward.memberships");

        var poll = routes.poll(record(0, 1, GOOD));

        assertThat(poll.getException()).hasMessageContaining("Kafka takes nothing");
        assertThat(kafka.committed()).isEmpty();
    }

    @Test
    void countsAPollOnceHoweverOftenItIsRead() {
        kafka.breakDown("listward.changes");
        SourceRecord[] records = {record(0, 1, UNREADABLE), record(0, 2, GOOD), record(0, 3, WITHOUT_IDENTITY)};
        routes.poll(records);
        kafka.breakDown("nothing");

        routes.poll(records);
        routes.poll(records);

        assertThat(routes.counts()).containsExactly(
                entry("excluded MISSING_IDENTITY", 1L), entry("failed UNREADABLE", 1L), entry("received", 3L));
    }

    @Test
    void countsOnlyWhatIsNewOfAPollThatOverlapsTheLast() {
        routes.poll(record(0, 1, GOOD), record(0, 2, GOOD));

        routes.poll(record(0, 2, GOOD), record(0, 3, GOOD), record(1, 2, GOOD));

        assertThat(routes.counts()).isEqualTo(Map.of("received", 4L));
    }

    @Test
    void readsAgainWhatSomebodyElseCountedMeanwhile() throws Exception {
        jdbc.sql("insert into counted values ('profiles', 0, 1)").update();
        routes.extend("on-qualified", "bean: { ref: somebodyElse, method: countsUpTo(2) }");

        var poll = routes.poll(record(0, 2, GOOD));

        assertThat(poll.getException()).hasMessageContaining("counted by somebody else");
        assertThat(kafka.committed()).isEmpty();
        assertThat(routes.counts()).isEmpty();
    }

    @Test
    void leavesNothingOfAFailedPollBehind() {
        jdbc.sql("alter table counted rename to counted_away").update();
        var unopened = routes.poll(record(0, 1, GOOD));
        jdbc.sql("alter table counted_away rename to counted").update();
        kafka.breakDown("listward.dead-letters");

        var failed = routes.poll(record(0, 1, GOOD), record(0, 2, UNREADABLE));

        assertThat(unopened.getException()).isNotNull();
        assertThat(failed.getException()).isNotNull();
        assertThat(failed.getProperty(Batch.PROPERTY, Batch.class).failed()).isTrue();
        assertThat(routes.gathered()).isZero();
    }

    @Test
    void sendsAllChangesOfAnInstanceTogetherUpToAThousand() {
        routes.poll(IntStream.range(0, 2_500).mapToObj(number -> record(0, number, GOOD)).toArray(SourceRecord[]::new));

        assertThat(kafka.sizesOfSendsTo("listward.changes.123-ABC-456")).isEqualTo(List.of(1_000, 1_000, 500));
    }

    private static SourceRecord record(int partition, long offset, String event) {
        return new SourceRecord(new Position("profiles", partition, offset), ActivationRoutes.NOW, null, event.getBytes(StandardCharsets.UTF_8));
    }
}
