package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.DeadLetter;
import io.github.listward.activation.MembershipChange;
import io.github.listward.sandbox.MarketoSandbox;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is which lead, what is written about them, and what it costs. */
class ResolveLeadsRouteTest {

    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String FIND = "GET /rest/v1/leads.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    @ParameterizedTest
    @CsvSource({"300, 1", "301, 2", "900, 3"})
    void takesThreeHundredPeopleInOneCall(int people, int calls) {
        int syncs = marketo.calls(SYNC);
        int adds = marketo.calls(ADD);

        delivery.deliver(everyone(people));

        assertThat(marketo.calls(SYNC) - syncs).isEqualTo(calls);
        assertThat(marketo.calls(ADD) - adds).isEqualTo(calls);
        assertThat(marketo.emailsIn("VIP")).hasSize(people);
    }

    @Test
    void writesAPersonOnceWhateverItsAudiences() {
        delivery.deliver(
                        aChange().qualifying("vip").by("ada@example.com").build(),
                        aChange().qualifying("news").by("ada@example.com").build())
                .endedAs("activated created", "activated created")
                .withCalls(1 + 2 + 2);
    }

    @Test
    void deliversTheNewestAttributesOfAnOldMembership() {
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T11:00:00Z").with("firstName", "Ada").build());

        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T10:00:00Z").recordedAt("2026-11-23T11:30:00Z").with("firstName", "Augusta").build())
                .endedAs("activated updated").withCalls(1);

        assertThat(lead("ada@example.com")).containsEntry("firstName", "Augusta");
    }

    @Test
    void neverOverwritesAttributesWithOlderOnes() {
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T11:00:00Z").with("firstName", "Augusta").build());

        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T11:30:00Z").recordedAt("2026-11-23T10:00:00Z").with("firstName", "Ada").build())
                .endedAs("excluded UNCHANGED").withCalls(0);
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T10:00:00Z").with("firstName", "Ada").build())
                .endedAs("excluded STALE").withCalls(0);

        assertThat(lead("ada@example.com")).containsEntry("firstName", "Augusta");
    }

    @Test
    void writesTheNewestAttributesThoughTheirMembershipIsSuperseded() {
        delivery.deliver(
                        aChange().by("ada@example.com").at("2026-11-23T11:00:00Z").recordedAt("2026-11-23T11:00:00Z").with("firstName", "Ada").build(),
                        aChange().by("ada@example.com").at("2026-11-23T10:00:00Z").recordedAt("2026-11-23T11:30:00Z").with("firstName", "Augusta").build())
                .endedAs("excluded SUPERSEDED", "activated created");

        assertThat(lead("ada@example.com")).containsEntry("firstName", "Augusta");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            match,          activated added,          2
            match-oldest,   activated added,          1
            match-all,      activated added,          1 2
            match-rejecting, excluded AMBIGUOUS_MATCH, ''
            """)
    void choosesAmongSeveralLeadsByTheDestinationsPolicy(String dataflow, String end, String chosen) {
        List<Long> leads = List.of(marketo.hasLead("ada@example.com"), marketo.hasLead("ada@example.com"));

        delivery.deliver(aChange().in(dataflow).by("ada@example.com").build()).endedAs(end);

        List<Long> expected = chosen.isEmpty() ? List.of() : List.of(chosen.split(" ")).stream().map(n -> leads.get(Integer.parseInt(n) - 1)).toList();
        assertThat(members("vip", dataflow)).containsExactlyInAnyOrderElementsOf(expected);
        leads.forEach(lead -> assertThat("Ada".equals(marketo.lead(lead).get("firstName"))).isEqualTo(expected.contains(lead)));
    }

    @Test
    void prefersALeadOfTheDestinationsOwnPartition() {
        long own = marketo.hasLead(Map.of("email", "ada@example.com", "leadPartition", "Europe"));
        marketo.hasLead("ada@example.com");

        delivery.deliver(aChange().in("europe-match").by("ada@example.com").build()).endedAs("activated added");

        assertThat(members("vip", "europe-match")).containsExactly(own);
    }

    @Test
    void updatesALeadOfAnotherPartitionInsteadOfCreatingItAgain() {
        long elsewhere = marketo.hasLead(Map.of("email", "ada@example.com", "leadPartition", "Default"));

        delivery.deliver(aChange().in("europe").by("ada@example.com").build()).endedAs("activated added");

        assertThat(members("vip", "europe")).containsExactly(elsewhere);
        assertThat(marketo.lead(elsewhere)).containsEntry("firstName", "Ada");
        assertThat(marketo.leadsWith("email", "ada@example.com")).hasSize(1);
    }

    @Test
    void reportsALeadTheListsWorkspaceDoesNotSee() {
        marketo.hasLead(Map.of("email", "ada@example.com", "leadPartition", "Europe"));

        delivery.deliver(aChange().in("match").by("ada@example.com").build()).endedAs("failed ACCESS_DENIED");
    }

    @Test
    void takesWhoeverOnlyExitsOffWithEveryLeadItCanBeAndRemembersNone() {
        long list = marketo.hasList("Match VIP");
        List<Long> leads = List.of(marketo.hasLead("ada@example.com"), marketo.hasLead("ada@example.com"));
        leads.forEach(lead -> marketo.hasMember(list, lead));

        delivery.deliver(aChange().in("match").exiting("vip").by("ada@example.com").build()).endedAs("activated removed");

        assertThat(marketo.membersOf(list)).isEmpty();
        delivery.deliver(aChange().in("match").by("ada@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("activated added");
        assertThat(marketo.membersOf(list)).containsExactly(leads.get(1));
    }

    @Test
    void keepsALeadOnTheListWhenMarketoRefusesItsAttributes() {
        marketo.hasLead("ada@example.com");
        marketo.skipsRow("firstName", "Bad", "1003");

        DeliveryRoutes.Flushed flushed = delivery.deliver(
                        aChange().by("ada@example.com").with("firstName", "Bad").build(),
                        aChange().by("unknown@example.com").with("firstName", "Bad").build(),
                        aChange().by("eve@example.com").build())
                .endedAs("failed INVALID_VALUE", "failed INVALID_VALUE", "activated created");

        assertThat(marketo.emailsIn("VIP")).containsExactlyInAnyOrder("ada@example.com", "eve@example.com");
        assertThat(marketo.leadsWith("email", "unknown@example.com")).isEmpty();
        assertThat(flushed.deadLetters()).extracting(DeadLetter::marketoCode).containsExactly("1003", "1003");
        assertThat(flushed.deadLetters()).allSatisfy(letter -> assertThat(letter.requestId()).isNotBlank());
    }

    @Test
    void leavesAValueOutThatDoesNotFitItsField() {
        marketo.hasLead("ada@example.com");

        delivery.deliver(
                        aChange().by("ada@example.com").with("leadScore", "many").build(),
                        aChange().by("unknown@example.com").with("leadScore", "many").build())
                .endedAs("failed INVALID_VALUE", "failed INVALID_VALUE");

        assertThat(lead("ada@example.com")).containsEntry("firstName", "Ada").doesNotContainKey("leadScore");
        assertThat(marketo.emailsIn("VIP")).containsExactly("ada@example.com");
        assertThat(marketo.leadsWith("email", "unknown@example.com")).isEmpty();
        assertThat(delivery.deadLetters()).allSatisfy(letter -> assertThat(letter.message()).isEqualTo("The value of leadScore is not a whole number"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoë@example.com", "not an address", "ada@example"})
    void neverAsksMarketoForAnAddressThatCannotBeOne(String email) {
        delivery.deliver(aChange().by(email).build()).endedAs("failed INVALID_VALUE").withCalls(0);
        delivery.deliver(aChange().exiting("vip").by(email).at("2026-11-23T11:00:00Z").build()).endedAs("excluded NO_MATCH").withCalls(0);
    }

    @Test
    void doesNotLookUpAValueWithAComma() {
        marketo.hasLead(Map.of("customerNumber", "47,11"));
        long byEmail = marketo.hasLead("eve@example.com");

        delivery.deliver(
                        aChange().in("audience-only-by-two-keys").byKeys("customerNumber", "47,11").build(),
                        aChange().in("audience-only-by-two-keys").byKeys("customerNumber", "8,15", "email", "eve@example.com").build())
                .endedAs("failed INVALID_VALUE", "activated added");

        assertThat(members("vip", "audience-only-by-two-keys")).containsExactly(byEmail);
    }

    @Test
    void upsertsByAValueWithAComma() {
        long lead = marketo.hasLead(Map.of("customerNumber", "47,11"));

        delivery.deliver(aChange().in("match-by-number").byKeys("customerNumber", "47,11").build()).endedAs("activated added");

        assertThat(members("vip", "match-by-number")).containsExactly(lead);
    }

    @ParameterizedTest
    @CsvSource({"create, excluded NO_MATCH, 2", "recreate, activated created, 3"})
    void treatsALeadDeletedInMarketoAsTheDestinationSays(String dataflow, String end, int calls) {
        delivery.deliver(aChange().in(dataflow).by("ada@example.com").build());
        marketo.removesLead((Long) lead("ada@example.com").get("id"));
        String later = "2026-11-30T13:00:00Z";
        delivery.jdbc().sql("delete from delivered").update();

        delivery.deliver(aChange().in(dataflow).by("ada@example.com").at(later).build()).endedAs(end).withCalls(calls);

        assertThat(members("vip", dataflow)).hasSize(end.equals("activated created") ? 1 : 0);
    }

    @Test
    void movesTheWinnerOfAMerge() {
        delivery.deliver(aChange().by("ada@example.com").build());
        long loser = (Long) lead("ada@example.com").get("id");
        long winner = marketo.hasLead("ada@example.com");
        marketo.mergesLead(winner, loser);

        delivery.deliver(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("activated removed").withCalls(3);
        delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T11:30:00Z").build()).endedAs("activated added").withCalls(2);

        assertThat(marketo.membersOf(marketo.listNamed("VIP"))).containsExactly(winner);
        assertThat(marketo.lead(winner)).as("what was sent to the loser was not sent to the winner").containsEntry("firstName", "Ada");
    }

    @Test
    void createsOneLeadForTwoDestinationsOfAnInstance() {
        delivery.deliver(
                aChange().in("create").by("ada@example.com").build(),
                aChange().in("recreate").by("ada@example.com").build(),
                aChange().in("create-profile-only").by("ada@example.com").build());

        assertThat(marketo.leadsWith("email", "ada@example.com")).hasSize(1);
    }

    @Test
    void findsTheOneRecordMarketoRefusesAWholeCallFor() {
        marketo.hasLead("ada@example.com");
        marketo.answersNextTo(SYNC, "1003", 2);

        DeliveryRoutes.Flushed flushed = delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build());

        assertThat(flushed.counts()).containsEntry("failed INVALID_VALUE", 1L);
        assertThat(flushed.counts()).satisfiesAnyOf(
                counts -> assertThat(counts).containsEntry("activated created", 1L), counts -> assertThat(counts).containsEntry("activated added", 1L));
        assertThat(marketo.calls(SYNC)).isPositive();
    }

    @Test
    void halvesWhatIsTooLargeForOneCall() {
        String biography = "x".repeat(5_000);
        List<MembershipChange> changes = IntStream.range(0, 300)
                .mapToObj(i -> aChange().in("create-profile-only").by("person" + i + "@example.com").with("biography", biography).build())
                .toList();

        delivery.deliver(changes).withCalls(2); // Marketo does not count what its gateway refuses

        assertThat(marketo.answered("413")).isPositive();
        assertThat(marketo.leadsWith("email", "person299@example.com")).hasSize(1);
    }

    @Test
    void looksUpPageByPage() {
        long list = marketo.hasList("Match VIP");
        for (int i = 0; i < 350; i++) {
            marketo.hasMember(list, marketo.hasLead("ada@example.com"));
        }
        int finds = marketo.calls(FIND);

        delivery.deliver(aChange().in("match").exiting("vip").by("ada@example.com").build()).endedAs("activated removed");

        assertThat(marketo.calls(FIND) - finds).isEqualTo(2);
        assertThat(marketo.membersOf(list)).isEmpty();
    }

    private List<MembershipChange> everyone(int people) {
        return IntStream.range(0, people).mapToObj(i -> aChange().by("person" + i + "@example.com").build()).toList();
    }

    private Map<String, Object> lead(String email) {
        return marketo.leadsWith("email", email).get(0);
    }

    private List<Long> members(String audience, String dataflow) {
        return delivery.jdbc().sql("select list_id from audience_list where dataflow = ? and audience = ?").params(dataflow, audience)
                .query(Long.class).optional().map(list -> List.copyOf(marketo.membersOf(list))).orElse(List.of());
    }
}
