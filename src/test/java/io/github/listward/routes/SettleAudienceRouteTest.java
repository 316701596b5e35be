package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.listward.ProfileEventBuilder;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue.Kind;
import io.github.listward.batch.StateCheck;
import io.github.listward.delivery.Settling;
import io.github.listward.delivery.Settling.State;
import io.github.listward.delivery.Settlings;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sequences through activation, settling and delivery, and what the list is in the end. */
class SettleAudienceRouteTest {

    private static final String ISMEMBER = "GET /rest/v1/lists/*/leads/ismember.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String REMOVE = "DELETE /rest/v1/lists/*/leads.json";

    private MarketoSandbox marketo;
    private EveryStage listward;
    private int minute;

    @BeforeEach
    void start() throws Exception {
        marketo = MarketoSandbox.builder().withoutLimits().start();
        listward = EveryStage.to(marketo, "definitions/settled.yaml").start();
        listward.tick(); // notes the terms each audience has
    }

    @AfterEach
    void stop() {
        listward.close();
        marketo.close();
    }

    @Test
    void givesEverybodyBackWhoCameDuringAPauseAndNobodyWhoLeft() {
        qualify("ada", "bob");
        listward.flow();

        listward.pause("vip");
        qualify("cleo", "dora");
        exit("dora", "bob");
        listward.flow();
        assertThat(members()).as("paused").isEqualTo(people("ada"));
        assertThat(listward.counts()).containsEntry("excluded PAUSED", 2L);
        assertThat(listward.tick()).as("queued while it is paused").isZero();

        listward.resume("vip");
        listward.settle();

        assertThat(members()).isEqualTo(people("ada", "cleo"));
        assertThat(movesOf("ada")).isEqualTo(1);
        assertThat(movesOf("bob")).as("in, out").isEqualTo(2);
        assertThat(movesOf("cleo")).isEqualTo(1);
        assertThat(movesOf("dora")).as("never in").isZero();
        assertThat(listward.settlings()).extracting(Settling::reason, Settling::state, Settling::memberships)
                .containsExactly(tuple("RESUMED", State.DONE, 4L));
        // Of what it queued, only what it changed is counted.
        assertThat(listward.addsUp().counts()).isEqualTo(Map.of("received", 7L, "activated created", 3L, "activated removed", 1L,
                "excluded PAUSED", 2L, "excluded NO_MATCH", 1L));
    }

    @Test
    void leavesOtherAudiencesAlone() {
        listward.pause("vip");
        listward.event("ada", at(anEvent().qualifying("vip").qualifying("news")).by("ada@example.com")).flow();
        listward.resume("vip");

        assertThat(listward.tick()).isEqualTo(1);
        assertThat(newest().audience()).isEqualTo("vip");
    }

    @Test
    void changesNothingWhenNothingHasChanged() {
        qualify("ada", "bob");
        listward.flow();
        exit("bob");
        listward.flow();
        Map<String, Long> counts = listward.counts();
        int calls = marketo.calls();

        listward.request("vip");
        listward.settle();
        listward.request("vip");
        listward.settle();

        assertThat(members()).isEqualTo(people("ada"));
        assertThat(marketo.calls()).isEqualTo(calls);
        assertThat(listward.counts()).isEqualTo(counts);
    }

    @Test
    void callsNobodyForThosePausingMadeNoDifferenceTo() {
        qualify("ada", "bob");
        exit("bob"); // is looked up, and unknown to Marketo
        listward.flow();
        listward.pause("vip");
        listward.jdbc().sql("delete from delivered").update();
        int calls = marketo.calls();

        listward.resume("vip");
        listward.settle();

        assertThat(listward.settlings().get(0).memberships()).isEqualTo(2);
        assertThat(marketo.calls()).isEqualTo(calls);
    }

    @Test
    void addsEverybodyToAListThatWasCreatedAnewAndLooksForNobodyWhoLeft() {
        qualify("ada", "bob", "cleo");
        listward.flow();
        exit("bob");
        listward.flow();
        marketo.removesList(marketo.listNamed("VIP"));
        listward.jdbc().sql("delete from audience_list").update();
        listward.jdbc().sql("delete from delivered").update();
        int removals = marketo.calls(REMOVE);

        listward.bean(Settlings.class).request("nurture", "vip", marketo.munchkinId(), Settlings.LIST_RECREATED);
        listward.settle();

        assertThat(members()).isEqualTo(people("ada", "cleo"));
        assertThat(marketo.calls(REMOVE)).isEqualTo(removals);
        assertThat(marketo.calls(ISMEMBER)).as("nobody is in a list just created").isZero();
        assertThat(listward.addsUp().counts()).containsEntry("activated added", 2L);
    }

    @Test
    void fillsAListAgainThatSomebodyDeletedInMarketo() {
        qualify("ada", "bob", "cleo");
        listward.flow();
        exit("bob");
        listward.flow();
        marketo.removesList(marketo.listNamed("VIP"));

        qualify("dora"); // and so it is found to be missing
        listward.flow();
        assertThat(members()).isEqualTo(people("dora"));
        listward.settle();

        assertThat(members()).isEqualTo(people("ada", "cleo", "dora"));
        assertThat(listward.settlings()).extracting(Settling::reason).containsExactly(Settlings.LIST_RECREATED);
        listward.addsUp();
    }

    @Test
    void clearsTheListAtTheEndAndFillsItAgainWhenTheEndIsMoved() throws Exception {
        listward.with("vip.end", "2026-11-23T13:00:00Z").with("vip.when-ended", "clear").restart();
        listward.tick();
        qualify("ada", "bob", "cleo");
        listward.flow();
        exit("cleo");
        listward.flow();

        listward.time().passes(Duration.ofHours(2));
        listward.settle();
        assertThat(members()).isEmpty();
        qualify("dora");
        listward.flow();
        assertThat(members()).as("after the end").isEmpty();
        assertThat(listward.addsUp().counts()).containsEntry("activated removed", 3L).containsEntry("excluded OUT_OF_SCHEDULE", 1L);

        listward.with("vip.end", "2026-12-31").restart();
        listward.settle();
        assertThat(members()).isEqualTo(people("ada", "bob", "dora"));
        listward.addsUp();
    }

    @Test
    void keepsTheMembersAtTheEndUnlessItIsToClear() throws Exception {
        listward.with("vip.end", "2026-11-23T13:00:00Z").restart();
        listward.tick();
        qualify("ada");
        listward.flow();

        listward.time().passes(Duration.ofHours(2));

        assertThat(listward.tick()).isZero();
        assertThat(listward.settlings()).isEmpty();
        assertThat(members()).isEqualTo(people("ada"));
    }

    @Test
    void takesNobodyInWhoseChangeWasQueuedBeforeTheEndAndSettlesOnceMoreForThoseWhoSlippedThrough() throws Exception {
        listward.with("vip.end", "2026-11-23T13:00:00Z").with("vip.when-ended", "clear").restart();
        listward.tick();
        qualify("ada");
        listward.activate(); // queued, not delivered

        listward.time().passes(Duration.ofHours(2));
        listward.tick();
        listward.deliverInPollsOf(1); // the change alone, before what the settling has queued
        assertThat(members()).isEmpty();
        assertThat(listward.addsUp().counts()).containsEntry("excluded OUT_OF_SCHEDULE", 1L);

        assertThat(listward.settlings()).extracting(Settling::state).containsExactly(State.WAITING, State.DONE);
        listward.time().passes(Duration.ofMinutes(10));
        listward.settle();
        assertThat(listward.settlings()).extracting(Settling::state).containsExactly(State.DONE, State.DONE);
    }

    @Test
    void givesBackWhomTheEndKeptOutAtDeliveryWhenItIsMovedAtOnce() throws Exception {
        listward.with("vip.end", "2026-11-23T13:00:00Z").with("vip.when-ended", "clear").restart();
        listward.tick();
        qualify("ada");
        listward.activate();
        listward.time().passes(Duration.ofHours(2));
        listward.compareTerms();
        listward.deliver();
        assertThat(listward.counts()).containsEntry("excluded OUT_OF_SCHEDULE", 1L);

        listward.with("vip.end", "2026-12-31").restart();
        listward.settle();

        assertThat(members()).isEqualTo(people("ada"));
    }

    @Test
    void beginsWithEverybodyWhoQualifiedBeforeTheStart() throws Exception {
        listward.with("vip.start", "2026-11-23T13:00:00Z").restart();
        listward.tick();
        qualify("ada", "bob");
        exit("bob");
        listward.flow();
        assertThat(listward.counts()).containsEntry("excluded OUT_OF_SCHEDULE", 2L);

        listward.time().passes(Duration.ofHours(2));
        listward.settle();

        assertThat(members()).isEqualTo(people("ada"));
        assertThat(listward.settlings()).extracting(Settling::reason).containsExactly("STARTED");
    }

    @Test
    void givesBackWhoCameWhileTheAudienceWasDisabled() throws Exception {
        listward.with("vip.enabled", false).restart();
        qualify("ada");
        listward.flow();
        assertThat(members()).isEmpty();

        listward.with("vip.enabled", true).restart();
        listward.settle();

        assertThat(members()).isEqualTo(people("ada"));
        assertThat(listward.settlings()).extracting(Settling::reason).containsExactly("ENABLED");
    }

    @Test
    void doesNotSettleANewAudience() {
        assertThat(listward.settlings()).isEmpty();
        assertThat(listward.tick()).isZero();
    }

    @Test
    void asksBeforeItAddsAnybodyOfWhomNothingIsKnown() {
        qualify("ada", "bob", "cleo");
        listward.flow();
        listward.jdbc().sql("delete from delivered").update();
        marketo.before(ADD, () -> {
            throw new AssertionError("everybody is a member");
        });
        int additions = marketo.calls(ADD);

        listward.request("vip");
        listward.settle();

        assertThat(marketo.calls(ISMEMBER)).isEqualTo(1);
        assertThat(marketo.calls(ADD)).isEqualTo(additions);
        assertThat(listward.jdbc().sql("select count(*) from delivered where member").query(Long.class).single()).as("confirmed").isEqualTo(3);
        assertThat(movesOf("ada")).isEqualTo(1);
    }

    @Test
    void addsOnlyThoseWhoAreMissing() {
        qualify("ada", "bob", "cleo");
        listward.flow();
        listward.jdbc().sql("delete from delivered").update();
        removeByHand("bob");

        listward.request("vip");
        listward.settle();

        assertThat(members()).isEqualTo(people("ada", "bob", "cleo"));
        assertThat(marketo.calls(ISMEMBER)).isEqualTo(1);
        assertThat(movesOf("ada")).isEqualTo(1);
        assertThat(movesOf("bob")).as("in, out by hand, in").isEqualTo(3);
        assertThat(listward.addsUp().counts()).containsEntry("activated added", 1L);
    }

    @Test
    void putsNobodyInFirstWhoHasLeftWhenAllStateIsLost() throws Exception {
        qualify("ada", "bob", "cleo", "dora");
        listward.flow();
        exit("bob", "dora");
        listward.flow();
        qualify("dora");
        listward.flow();
        listward.restartWithoutState();
        int removals = marketo.calls(REMOVE);

        listward.request("vip");
        listward.tick();
        listward.deliverInPollsOf(1);

        assertThat(members()).isEqualTo(people("ada", "cleo", "dora"));
        assertThat(movesOf("bob")).as("in, out").isEqualTo(2);
        assertThat(movesOf("dora")).as("in, out, in").isEqualTo(3);
        assertThat(marketo.calls(REMOVE) - removals).as("what is unknown is not known to be out").isEqualTo(1);
    }

    @Test
    void endsALossOfStateWhenEveryAudienceHasBeenSettled() throws Exception {
        qualify("ada");
        listward.flow();
        listward.restartWithoutState();
        listward.jdbc().sql("insert into setting (name, content) values (?, 'true')").param(StateCheck.STATE_LOST).update();

        listward.request("vip");
        listward.settle();
        assertThat(isStateLost()).as("news is not settled yet").isTrue();
        listward.request("news");
        listward.settle();

        assertThat(isStateLost()).isFalse();
        assertThat(members()).isEqualTo(people("ada"));
    }

    @Test
    void leavesOutWhomMarketoNoLongerKnows() {
        qualify("ada", "bob");
        listward.flow();
        listward.jdbc().sql("delete from delivered").update();
        marketo.removesLead(leadOf("bob"));

        listward.request("vip");
        listward.settle();

        assertThat(members()).isEqualTo(people("ada"));
        assertThat(listward.addsUp().counts()).isEqualTo(Map.of("received", 2L, "activated created", 2L));
    }

    @Test
    void asksAgainWhenMarketoDidNotAnswer() {
        qualify("ada", "bob");
        listward.flow();
        listward.jdbc().sql("delete from delivered").update();
        marketo.answersNextTo(ISMEMBER, "611", 1);
        int additions = marketo.calls(ADD);

        listward.request("vip");
        listward.settle();

        assertThat(marketo.calls(ISMEMBER)).isEqualTo(2);
        assertThat(marketo.calls(ADD)).isEqualTo(additions);
    }

    @Test
    void countsOnceWhatAKillHasQueuedTwice() {
        listward.pause("vip");
        qualify("ada", "bob");
        listward.flow();
        listward.resume("vip");

        assertThat(listward.tick()).isEqualTo(2);
        listward.jdbc().sql("update settling set state = 'running', partition_id = 0, next_offset = 0, memberships = 0").update(); // as when it was killed before it noted that
        assertThat(listward.tick()).isEqualTo(2);
        listward.deliverInPollsOf(1);

        assertThat(members()).isEqualTo(people("ada", "bob"));
        assertThat(movesOf("ada")).isEqualTo(1);
        assertThat(listward.addsUp().counts()).isEqualTo(Map.of("received", 4L, "excluded PAUSED", 2L, "activated created", 2L));
        assertThat(listward.settlings().get(0).memberships()).isEqualTo(2);
    }

    @Test
    void losesAgainstWhateverIsNewerWhereverItStandsInTheTopic() {
        listward.pause("vip");
        qualify("ada", "bob");
        listward.flow();
        listward.resume("vip");
        exit("bob");
        listward.activate(); // its exit is queued and remembered before the settling begins

        exit("ada");
        listward.tick();
        listward.activate(); // and ada's after it
        listward.deliver();

        assertThat(members()).isEmpty();
        assertThat(movesOf("bob")).isZero();
        assertThat(movesOf("ada")).isZero();
    }

    @Test
    void queuesAChunkOnlyWhenLittleElseWaits() {
        listward.pause("vip");
        IntStream.range(0, 2_300).forEach(number -> qualify("person-" + number));
        listward.flow();
        listward.resume("vip");

        assertThat(listward.tick()).isEqualTo(1_200);
        assertThat(listward.tick()).as("while a chunk waits").isZero();
        listward.deliver();
        assertThat(listward.tick()).isEqualTo(1_100);
        listward.settle();

        assertThat(members()).hasSize(2_300);
        assertThat(listward.settlings().get(0).memberships()).isEqualTo(2_300);
        assertThat(marketo.calls(ADD)).as("300 at a time").isEqualTo(4 + 4);
        assertThat(numbers()).isSorted();
        listward.addsUp();
    }

    @Test
    void settlesTwoAudiencesInOneReading() {
        listward.pause("vip");
        listward.pause("news");
        listward.event("ada", at(anEvent().qualifying("vip").qualifying("news")).by("ada@example.com"));
        listward.flow();
        listward.resume("vip");
        listward.resume("news");

        assertThat(listward.tick()).isEqualTo(2);
        listward.deliver();
        assertThat(members()).isEqualTo(people("ada"));
        assertThat(marketo.emailsIn("News")).isEqualTo(people("ada"));
    }

    @Test
    void takesOneRequestForManyUntilItBegins() {
        listward.request("vip");
        listward.request("vip");
        assertThat(listward.settlings()).hasSize(1);
        listward.tick();
        listward.request("vip");

        assertThat(listward.settlings()).extracting(Settling::state).containsExactly(State.WAITING, State.DONE);
        assertThat(listward.settlings().get(0).number()).isGreaterThan(listward.settlings().get(1).number());
    }

    @Test
    void judgesAPollAnewWhoseTermsHaveChanged() throws Exception {
        listward.pause("vip");
        qualify("ada", "bob");
        whenSomebodyQualifies(() -> listward.resume("vip"), 2); // ada was kept out by then

        assertThat(listward.activateOnce().getException()).hasMessageContaining("since the poll was judged");
        assertThat(listward.counts()).isEmpty();
        listward.settle(); // neither is remembered for the first time after this
        listward.activate().deliver();

        assertThat(members()).isEqualTo(people("ada", "bob"));
        assertThat(listward.addsUp().counts()).doesNotContainKey("excluded PAUSED");
    }

    @Test
    void keepsNobodyOutWhoCameBetweenTwoPausesShorterThanASecond() {
        listward.pause("vip");
        qualify("ada");
        listward.activate();
        listward.resume("vip");
        listward.pause("vip");
        listward.resume("vip");

        listward.settle();

        assertThat(members()).isEqualTo(people("ada"));
    }

    @Test
    void settlesWhatAReplicaKeptOutThatThoughtItPaused() {
        listward.jdbc().sql("insert into paused_audience (dataflow, audience, since) values ('nurture', 'vip', current_timestamp)").update();
        qualify("ada");
        listward.activate(); // kept out, while the owner takes it for open
        listward.jdbc().sql("delete from paused_audience").update();

        listward.settle();

        assertThat(members()).isEqualTo(people("ada"));
    }

    @Test
    void waitsForARecordItCannotRead() {
        listward.pause("vip");
        qualify("ada");
        listward.flow();
        listward.resume("vip");
        listward.overwriteMemberships(new byte[] {1});

        assertThat(listward.tickOnce()).hasMessageContaining("no membership");
        assertThat(listward.settlings().get(0).state()).isEqualTo(State.RUNNING);
        listward.overwriteMemberships(null);
        listward.settle();

        assertThat(listward.settlings().get(0).state()).isEqualTo(State.DONE);
    }

    @Test
    void forgetsWhomSomebodyHasDeletedBeforeKafkaDoes() {
        listward.pause("vip");
        qualify("ada");
        listward.flow();
        listward.overwriteMemberships(null);
        qualify("bob");
        listward.flow();
        listward.resume("vip");
        listward.settle();

        assertThat(members()).isEqualTo(people("bob"));
    }

    @Test
    void goesThroughTheOperatorsOwnSteps() throws Exception {
        listward.pause("vip");
        qualify("ada");
        listward.flow();
        Map<String, Long> counts = listward.counts();
        extend("before-send", "stop: {}");
        listward.resume("vip");
        listward.settle();

        assertThat(listward.changes()).isEmpty();
        assertThat(listward.counts()).as("it was counted when the event came").isEqualTo(counts);
    }

    @Test
    void takesTheOldPeopleOffOfAProfileThatLostAllItsIdentities() {
        qualify("ada");
        listward.flow();
        listward.event("ada", at(anEvent().qualifying("vip"))).flow();
        assertThat(members()).isEmpty();
        assertThat(listward.addsUp().counts()).containsEntry("activated removed", 1L);

        listward.event("nobody", at(anEvent().qualifying("vip"))).flow();
        assertThat(listward.addsUp().counts()).as("nobody is known of it").containsEntry("excluded MISSING_IDENTITY", 1L);

        qualify("ada");
        listward.flow();
        assertThat(members()).isEqualTo(people("ada"));
    }

    @Test
    void saysWhoseChangesItQueues() {
        listward.pause("vip");
        qualify("ada");
        listward.flow();
        listward.resume("vip");
        listward.tick();

        Settling settling = listward.settlings().get(0);
        assertThat(newest().settling()).isEqualTo(settling.number());
        assertThat(newest().requeue().kind()).isEqualTo(Kind.SETTLED);
        assertThat(newest().requeue().job()).isEqualTo(settling.number());
    }

    private void qualify(String... names) {
        for (String name : names) {
            listward.event(name, at(anEvent().qualifying("vip")).by(name + "@example.com"));
        }
    }

    private void exit(String... names) {
        for (String name : names) {
            listward.event(name, at(anEvent().exiting("vip")).by(name + "@example.com"));
        }
    }

    private ProfileEventBuilder at(ProfileEventBuilder event) {
        return event.at(Instant.parse("2026-11-20T10:00:00Z").plusSeconds(minute++));
    }

    private void whenSomebodyQualifies(Runnable what, int time) throws Exception {
        var calls = new Object() {
            private int made;

            @SuppressWarnings("unused")
            public void call() {
                made++;
                if (made == time) {
                    what.run();
                }
            }
        };
        listward.bean(CamelContext.class).getRegistry().bind("interruption", calls);
        extend("on-qualified", "bean: { ref: interruption, method: call }");
    }

    private void extend(String route, String step) throws Exception {
        String yaml = """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - %2$s
                """.formatted(route, step);
        PluginHelper.getRoutesLoader(listward.bean(CamelContext.class)).updateRoutes(ResourceHelper.fromString(route + ".camel.yaml", yaml));
    }

    private boolean isStateLost() {
        return listward.jdbc().sql("select count(*) from setting where name = ?").param(StateCheck.STATE_LOST).query(Long.class).single() > 0;
    }

    private void removeByHand(String name) {
        marketo.removesMember(marketo.listNamed("VIP"), leadOf(name));
    }

    private long leadOf(String name) {
        return (long) marketo.leadsWith("email", name + "@example.com").get(0).get("id");
    }

    private MembershipChange newest() {
        return listward.changes().get(listward.changes().size() - 1);
    }

    private List<Long> numbers() {
        return listward.changes().stream().filter(change -> change.requeue() != null).map(change -> change.requeue().number()).toList();
    }

    private Set<String> members() {
        return marketo.emailsIn("VIP");
    }

    private static Set<String> people(String... names) {
        return Set.of(names).stream().map(name -> name + "@example.com").collect(Collectors.toSet());
    }

    private int movesOf(String name) {
        return marketo.leadsWith("email", name + "@example.com").stream()
                .mapToInt(lead -> marketo.history(marketo.listNamed("VIP"), (long) lead.get("id")).size())
                .sum();
    }
}
