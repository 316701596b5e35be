package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.Problem;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.PassingTime;
import io.github.listward.monitoring.Standing.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two processes on one database, of which the first speaks to both instances. */
class StandingsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String INSTANCE = "123-ABC-456";
    private static final List<Problem> REFUSED = List.of(new Problem("listward.instances[0].client-secret", "is refused", "Copy it again"));

    private final PassingTime time = new PassingTime(NOON.toString());

    @Test
    void everyProcessSaysWhatTheOneSaysThatDelivers() {
        withTwo((owner, other) -> {
            states(owner).up("europe", NOON);
            states(owner).down("japan", REFUSED, NOON);
            look(owner, other);

            assertThat(standings(other).instances()).isEqualTo(standings(owner).instances());
            assertThat(standings(other).destinations()).isEqualTo(standings(owner).destinations());
            assertThat(instance(other).standing()).isEqualTo(new Standing(Status.UP, null, NOON));
            assertThat(standings(other).destination("japan").orElseThrow().standing()).isEqualTo(
                    new Standing(Status.DOWN, "listward.instances[0].client-secret is refused. Copy it again.", NOON));
        });
    }

    @Test
    void keepsSinceWhileTheStatusIsTheSame() {
        withTwo((owner, other) -> {
            states(owner).up("europe", NOON);
            look(owner, other);
            time.passes(Duration.ofMinutes(5));
            look(owner, other);
            assertThat(instance(other).standing().since()).isEqualTo(NOON);

            states(owner).down("europe", REFUSED, time.instant());
            look(owner, other);
            Instant down = NOON.plus(Duration.ofMinutes(5));
            assertThat(instance(other).standing()).extracting(Standing::status, Standing::since).containsExactly(Status.DOWN, down);

            time.passes(Duration.ofMinutes(5));
            states(owner).down("europe", List.of(new Problem("listward.destinations[europe].partition", "names none", "Use Default")), time.instant());
            look(owner, other);
            assertThat(instance(other).standing().since()).as("another cause").isEqualTo(down);
            assertThat(instance(other).standing().cause()).contains("partition");
        });
    }

    @Test
    void doesNotKnowWhatNobodyHasSaidForAMinute() {
        withTwo((owner, other) -> {
            states(owner).up("europe", NOON);
            look(owner, other);
            age(owner, 59);
            standings(other).look();
            assertThat(instance(other).standing().status()).isEqualTo(Status.UP);

            age(owner, 2);
            standings(other).look();
            assertThat(instance(other).standing().status()).isEqualTo(Status.UNKNOWN);
            assertThat(instance(other).standing().cause()).startsWith("No process speaks to instance 123-ABC-456 since ")
                    .contains("has its route poll-changes-123-ABC-456 started");
            assertThat(instance(other).delivering()).isFalse();
            assertThat(standings(other).destination("europe").orElseThrow().standing().status()).isEqualTo(Status.UNKNOWN);

            time.passes(Duration.ofHours(1));
            look(owner, other);
            assertThat(instance(other).standing()).as("it is up anew").isEqualTo(new Standing(Status.UP, null, NOON.plus(Duration.ofHours(1))));
        });
    }

    @Test
    void doesNotKnowWhatItCouldNotReadForAMinute() {
        withTwo((owner, other) -> {
            states(owner).up("europe", NOON);
            look(owner, other);
            time.passes(Duration.ofSeconds(61));

            assertThat(instance(other).standing()).isEqualTo(new Standing(Status.UNKNOWN,
                    "This process has not reached its database since 2026-11-23T12:00:00Z. See whether the database runs and can be reached.", NOON));
            standings(other).look();
            assertThat(instance(other).standing().status()).isEqualTo(Status.UP);
        });
    }

    @Test
    void isDegradedOnlyWhereSomethingIsHeld() {
        withTwo((owner, other) -> {
            states(owner).up("europe", NOON);
            states(owner).up("japan", NOON);
            hold(owner, "vip", "LIST_MISSING", "HELD");
            hold(owner, "news", "IMPORTING", "HELD");
            hold(owner, "sale", "LIST_TAKEN", "RELEASING");
            look(owner, other);

            Standing held = new Standing(Status.DEGRADED,
                    "Changes of one audience are held, first of vip of dataflow eu-nurture (LIST_MISSING). GET /api/holds says what would be right.",
                    Instant.parse("2026-11-23T11:00:00Z"));
            assertThat(instance(other).standing()).isEqualTo(held);
            assertThat(standings(other).destination("europe").orElseThrow().standing()).isEqualTo(held);
            assertThat(standings(other).destination("japan").orElseThrow().standing().status()).isEqualTo(Status.UP);
            assertThat(standings(other).dataflows()).containsEntry("eu-nurture", held).containsEntry("eu-winback", new Standing(Status.UP, null, NOON));
        });
    }

    @Test
    void writesWhatHasNotChangedEveryTwentySecondsOnly() {
        withTwo((owner, other) -> {
            states(owner).up("europe", NOON);
            look(owner, other);
            age(owner, 19);
            Instant judged = judgedAt(owner);
            standings(owner).look();
            assertThat(judgedAt(owner)).isEqualTo(judged);

            age(owner, 2);
            standings(owner).look();
            assertThat(judgedAt(owner)).isAfter(judged);

            age(owner, 5);
            Instant before = judgedAt(owner);
            owner.getBean(Alarms.class).ofRecord(INSTANCE, "add-to-list", "1999", null, "A row had code 1999.");
            standings(owner).look();
            assertThat(judgedAt(owner)).as("what has changed, at once").isAfter(before);
        });
    }

    private void withTwo(BiConsumer<ApplicationContext, ApplicationContext> test) {
        String database = "jdbc:h2:mem:" + UUID.randomUUID();
        with(database, Set.of(INSTANCE, "789-XYZ-012"), owner -> with(database, Set.of(), other -> test.accept(owner, other)));
    }

    private void with(String database, Set<String> owned, Consumer<ApplicationContext> test) {
        OneProcess.on(database, time, owned, test);
    }

    private static void look(ApplicationContext owner, ApplicationContext other) {
        standings(owner).look();
        standings(other).look();
    }

    private static Standings standings(ApplicationContext process) {
        return process.getBean(Standings.class);
    }

    private static InstanceStanding instance(ApplicationContext process) {
        return standings(process).instance(INSTANCE).orElseThrow();
    }

    private static DestinationStates states(ApplicationContext process) {
        return process.getBean(DestinationStates.class);
    }

    private static void age(ApplicationContext process, int seconds) {
        for (String table : List.of("instance_standing", "destination_standing")) {
            process.getBean(JdbcClient.class).sql("update " + table + " set judged_at = judged_at - interval '" + seconds + "' second").update();
        }
    }

    private static Instant judgedAt(ApplicationContext process) {
        return process.getBean(StandingTable.class).instances().get(INSTANCE).judgedAt();
    }

    private static void hold(ApplicationContext process, String audience, String reason, String state) {
        process.getBean(JdbcClient.class).sql("""
                        insert into hold (instance, dataflow, audience, reason, message, list_lost, since, from_offset, to_offset, next_offset, changes, released, state)
                        values ('123-ABC-456', 'eu-nurture', ?, ?, '', false, timestamp with time zone '2026-11-23 11:00:00+00:00', 0, 1, 0, 1, 0, ?)""")
                .params(audience, reason, state)
                .update();
    }
}
