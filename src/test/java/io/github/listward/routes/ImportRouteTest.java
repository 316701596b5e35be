package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Reason;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.ListImport;
import io.github.listward.sandbox.Fault;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many new people at a time are imported in bulk; whatever goes wrong with that, each of them has an end of its own. */
class ImportRouteTest {

    private static final String SUBMIT = "POST /bulk/v1/leads.json";
    private static final String ASK = "GET /bulk/v1/leads/batch/*.json";
    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String ADD = "POST /rest/v1/lists/*/leads.json";

    private static ImportLandscape landscape;

    private final MarketoSandbox marketo = landscape.marketo;
    private final DeliveryRoutes delivery = landscape.delivery;

    @BeforeAll
    static void start() {
        landscape = new ImportLandscape();
    }

    @AfterAll
    static void stop() {
        landscape.close();
    }

    @BeforeEach
    void startAfresh() {
        landscape.startAfresh();
    }

    @Test
    void importsManyNewPeopleIntoTheirListWithAHandfulOfCalls() {
        int before = marketo.calls();

        delivery.deliver(people(10)).endedAs("held", "held", "held", "held", "held", "held", "held", "held", "held", "held");
        landscape.importAll();

        assertThat(marketo.emailsIn("VIP")).hasSize(10);
        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 10L));
        assertThat(delivery.jdbc().sql("select outcome || ' ' || reason, count(*) from last_outcome group by 1").query((row, n) -> row.getString(1) + " " + row.getInt(2)).list())
                .as("held no more").containsExactly("activated imported 10");
        assertThat(marketo.calls() - before).as("create-list, import-leads, ask-import").isEqualTo(3);
        assertThat(delivery.queueReleased()).as("nothing is left to be queued again").isEmpty();
        assertThat(delivery.holds().all()).isEmpty();
        assertThat(landscape.onlyImport()).satisfies(each -> {
            assertThat(each.state()).isEqualTo(ListImport.State.DONE);
            assertThat(each.people()).isEqualTo(10);
            assertThat(each.fields()).containsExactly("email", "firstName", "lastName");
        });
        assertThat(delivery.rows("import_row")).isZero();
    }

    @Test
    void fewerAreDeliveredAtOnce() {
        delivery.deliver(people(ImportLandscape.THRESHOLD - 1)).endedAs("activated created", "activated created", "activated created");
    }

    @Test
    void aHoldIsReleasedByHandThoughThereAreNoCallsToImport() {
        delivery.deliver(people(5));
        delivery.hasUsed(950_000);

        delivery.holds().release(delivery.holds().all().get(0).number());
        landscape.tick();

        assertThat(delivery.holds().all()).extracting(Hold::state).containsExactly(Hold.State.RELEASING);
        delivery.hasUsed(0);
    }

    @Test
    void otherAudiencesGoOnMeanwhile() {
        delivery.deliver(Stream.concat(people(5).stream(), Stream.of(aChange().qualifying("news").by("eve@example.com").build())).toList());

        assertThat(marketo.emailsIn("News")).containsExactly("eve@example.com");
        assertThat(onlyHold().reason()).isEqualTo(Reason.IMPORTING);
        landscape.importAll();
        assertThat(marketo.emailsIn("VIP")).hasSize(5);
    }

    @Test
    void whoCannotBeInAFileIsDeliveredAfterwardsInOrder() {
        delivery.deliver(aChange().by("known@example.com").build());
        delivery.deliver(Stream.concat(people(5).stream(), Stream.of(
                aChange().by("known@example.com").at("2026-11-23T11:00:00Z").build(),
                aChange().by("misfit@example.com").with("leadScore", "many").build(),
                aChange().by("empty@example.com").with("lastName", "").build(),
                aChange().by("repeated@example.com").build(),
                aChange().exiting("vip").by("repeated@example.com").at("2026-11-23T11:00:00Z").build(),
                aChange().exiting("vip").by("stranger@example.com").build())).toList());

        landscape.importAll();
        assertThat(marketo.emailsIn("VIP")).hasSize(6);
        landscape.deliverReleased();

        assertThat(marketo.emailsIn("VIP")).contains("known@example.com", "empty@example.com", "person0@example.com")
                .doesNotContain("misfit@example.com", "repeated@example.com").hasSize(7);
        assertThat(landscape.counts()).isEqualTo(Map.of("activated created", 2L, "activated imported", 5L, "excluded UNCHANGED", 1L, "failed INVALID_VALUE", 1L,
                "excluded SUPERSEDED", 1L, "excluded NO_MATCH", 2L));
    }

    @Test
    void valuesArriveAsTheyAre() {
        String odd = "=\"O'Neill\", Zoë\r\n+1 @ -\t🦊";
        delivery.deliver(Stream.concat(people(4).stream(), Stream.of(aChange().by("odd@example.com").with("lastName", odd).build())).toList());

        landscape.importAll();

        assertThat(marketo.leadsWith("email", "odd@example.com").get(0)).containsEntry("lastName", odd);
    }

    @Test
    void peopleOfOneSetOfFieldsAreInOneFile() {
        delivery.deliver(Stream.concat(people(5).stream(), IntStream.range(0, 6)
                .mapToObj(i -> aChange().by("scored" + i + "@example.com").with("leadScore", i).build())).toList());

        landscape.importAll();

        assertThat(marketo.imports()).extracting(MarketoSandbox.Import::rows).endsWith(6, 5);
        assertThat(marketo.emailsIn("VIP")).hasSize(11);
        assertThat(delivery.imports().newest(10)).extracting(each -> String.join(",", each.fields()))
                .containsExactly("email,firstName,lastName", "email,firstName,lastName,leadScore");
    }

    /** 400 people of some 30 kB each: the row that would pass 10 MB begins the next file. */
    @Test
    void aFileIsLessThanTenMegabytes() {
        String biography = "Ünd, \"so\" on\n".repeat(2_000);
        delivery.deliver(IntStream.range(0, 400).mapToObj(i -> aChange().by("author" + i + "@example.com").with("biography", biography).build()).toList());
        int before = marketo.imports().size();

        landscape.importAll();

        List<MarketoSandbox.Import> files = marketo.imports().subList(before, marketo.imports().size());
        assertThat(files).hasSize(2);
        assertThat(files.get(0).bytes()).isBetween(9_950_000, 9_999_999);
        assertThat(marketo.emailsIn("VIP")).hasSize(400);
        assertThat(marketo.leadsWith("email", "author399@example.com").get(0)).containsEntry("biography", biography);
    }

    @Test
    void aRowThatMarketoRefusesEndsLikeAnyOther() {
        long first = marketo.hasLead(Map.of("email", "twice@example.com"));
        marketo.hasLead(Map.of("email", "twice@example.com"));
        delivery.deliver(Stream.concat(people(5).stream(), Stream.of(aChange().by("twice@example.com").build())).toList());

        landscape.importAll();
        assertThat(landscape.onlyImport().failed()).isOne();
        assertThat(landscape.onlyImport().message()).isEqualTo("Refused: 1 × Multiple lead match lookup criteria. ");
        landscape.deliverReleased();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 5L, "activated added", 1L));
        assertThat(marketo.emailsIn("VIP")).hasSize(6);
        assertThat(marketo.membersOf(marketo.listNamed("VIP"))).doesNotContain(first);
    }

    @Test
    void anImportThatMarketoFailsWholeIsDeliveredOneByOne() {
        marketo.failsNextImport("Something went wrong with ada@example.com");

        delivery.deliver(people(5));
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.FAILED);
        assertThat(landscape.onlyImport().message()).isEqualTo("Marketo failed the import: Something went wrong with ***");
        assertThat(landscape.counts()).isEqualTo(Map.of("activated created", 5L));
        assertThat(marketo.emailsIn("VIP")).hasSize(5);
    }

    @Test
    void aBatchThatMarketoNoLongerKnowsIsSentOnceMoreAndThenGivenUp() {
        marketo.after(SUBMIT, marketo::losesImports);

        delivery.deliver(people(5));
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.onlyImport()).satisfies(each -> {
            assertThat(each.state()).isEqualTo(ListImport.State.FAILED);
            assertThat(each.uploads()).isEqualTo(2);
            assertThat(each.message()).contains("1003");
        });
        assertThat(landscape.counts()).isEqualTo(Map.of("activated created", 5L));
    }

    @Test
    void withoutTheFileOfFailuresEverybodyIsDeliveredOneByOne() {
        marketo.hasLead(Map.of("email", "person0@example.com"));
        marketo.hasLead(Map.of("email", "person0@example.com"));
        marketo.hasNoImportFiles(true);

        delivery.deliver(people(5));
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.onlyImport().message()).contains("could not be read").contains("404");
        assertThat(landscape.counts()).isEqualTo(Map.of("activated added", 5L));
        assertThat(marketo.emailsIn("VIP")).hasSize(5);
    }

    @Test
    void aFileOfFailuresThatIsAnEnvelopeIsAskedForAgain() {
        marketo.hasLead(Map.of("email", "person0@example.com"));
        marketo.hasLead(Map.of("email", "person0@example.com"));
        marketo.refusesImportFiles(true);
        delivery.deliver(people(5));
        landscape.tick();
        landscape.tick();
        assertThat(landscape.onlyImport().message()).contains("is asked again").contains("1003");

        marketo.refusesImportFiles(false);
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 4L, "activated added", 1L));
    }

    @Test
    void warnsOfPeopleWhoAreImportedAllTheSame() {
        marketo.rewritesAnswersTo(ASK, answer -> {
            ((ObjectNode) answer.path("result").get(0)).put("numOfRowsWithWarning", 1); // the sandbox warns of nobody whose address passes here
            return answer;
        });

        delivery.deliver(people(5));
        landscape.importAll();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 5L));
        assertThat(landscape.onlyImport().message()).isEqualTo("Warnings could not be read. ");
    }

    @Test
    void anUploadWhoseAnswerNeverCameIsSentAgainUntilItIsAnswered() {
        delivery.deliver(people(5));
        marketo.breaks(Fault.DROPS_AFTER_COMMIT);
        landscape.tick();
        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.SUBMITTING);
        assertThat(landscape.onlyImport().message()).startsWith("Tried again at 2026-");

        marketo.heals();
        landscape.importAll();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 5L));
        assertThat(marketo.emailsIn("VIP")).hasSize(5);
        assertThat(IntStream.range(0, 5).mapToObj(i -> marketo.leadsWith("email", "person" + i + "@example.com").size())).containsOnly(1);
    }

    @Test
    void waitsWhileTenImportsAreQueued() {
        marketo.hasForeignImports(10);
        delivery.deliver(people(5));
        landscape.tick();
        landscape.tick();
        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.SUBMITTING);
        assertThat(landscape.onlyImport().message()).contains("1016");
        delivery.deliver(aChange().qualifying("news").by("eve@example.com").build()).endedAs("activated created");

        marketo.hasForeignImports(0);
        landscape.importAll();

        assertThat(landscape.counts()).containsEntry("activated imported", 5L);
    }

    @Test
    void waitsBehindTheImportsOfOthers() {
        marketo.hasForeignImports(2);
        delivery.deliver(people(5));
        IntStream.range(0, 5).forEach(i -> landscape.tick());
        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.RUNNING);

        marketo.hasForeignImports(0);
        landscape.importAll();

        assertThat(marketo.emailsIn("VIP")).hasSize(5);
    }

    @Test
    void whenItsListIsGoneTheListIsCreatedAgain() {
        delivery.deliver(aChange().by("ada@example.com").build());
        marketo.removesList(marketo.listNamed("VIP"));

        delivery.deliver(people(5));
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(marketo.emailsIn("VIP")).hasSize(5);
        assertThat(landscape.onlyImport().message()).contains("1013");
    }

    @Test
    void aListThatCannotBeCreatedIsTheReasonOfTheHold() {
        marketo.answersNextTo("POST /rest/asset/v1/staticLists.json", "701", 1);

        delivery.deliver(people(5));

        assertThat(onlyHold().reason()).isEqualTo(Reason.LIST_REFUSED);
    }

    @Test
    void aFileThatIsTooLargeForMarketoIsHalved() {
        delivery.deliver(people(9));
        marketo.isHiddenBehind(413, "<html>Request Entity Too Large</html>");
        delivery.watchImports();
        marketo.heals();

        landscape.importAll();
        landscape.deliverReleased();

        assertThat(marketo.emailsIn("VIP")).hasSize(9);
        assertThat(delivery.imports().newest(10)).extracting(ListImport::people).containsExactly(5L, 4L);
    }

    @Test
    void aFileThatMarketoRefusesIsDeliveredOneByOne() {
        delivery.deliver(people(5));
        marketo.answersNextTo(SUBMIT, "1006", 1);

        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated created", 5L));
        assertThat(landscape.onlyImport().message()).contains("1006");
    }

    @Test
    void aCallThatIsNotTakenAtOnceIsSentAgainAtOnce() {
        delivery.deliver(people(5));
        int submitted = marketo.calls(SUBMIT);
        marketo.answersNextTo(SUBMIT, "713", 2);

        delivery.watchImports();

        assertThat(marketo.calls(SUBMIT) - submitted).isEqualTo(3);
        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.RUNNING);
    }

    @Test
    void credentialsThatAreRefusedAreWaitedFor() {
        delivery.deliver(people(5));
        marketo.answersNextTo(SUBMIT, "603", 1);
        landscape.tick();
        assertThat(landscape.onlyImport().message()).startsWith("Tried again at").contains("603");

        landscape.importAll();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 5L));
    }

    @Test
    void anOutageIsWaitedFor() {
        delivery.deliver(people(5));
        marketo.breaks(Fault.BAD_GATEWAY);
        landscape.tick();
        landscape.tick();
        marketo.heals();
        landscape.tick();
        marketo.breaks(Fault.TRUNCATES_JSON);
        landscape.tick();
        landscape.tick();
        marketo.heals();

        landscape.importAll();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 5L));
    }

    @Test
    void whoeverReleasesItWaitsForTheImportThatIsUnderWay() {
        marketo.hasForeignImports(2);
        delivery.deliver(people(5));
        landscape.tick();
        delivery.deliver(aChange().exiting("vip").by("person0@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("held");

        delivery.holds().release(onlyHold().number());
        landscape.tick();
        assertThat(onlyHold().state()).isEqualTo(Hold.State.HELD);
        marketo.hasForeignImports(0);
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.historyOf("VIP", "person0@example.com")).containsExactly("added", "removed");
        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 5L, "activated removed", 1L));
    }

    @Test
    void releasedBeforeAnythingWasSentNothingIsImported() {
        delivery.deliver(people(5));
        int submitted = marketo.calls(SUBMIT);

        delivery.holds().release(onlyHold().number());
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(marketo.calls(SUBMIT)).isEqualTo(submitted);
        assertThat(landscape.counts()).isEqualTo(Map.of("activated created", 5L));
    }

    @Test
    void whoIsImportedIsLookedUpOnceAndKnownFromThen() {
        delivery.deliver(people(5));
        landscape.importAll();
        landscape.deliverReleased();
        int syncs = marketo.calls(SYNC);

        delivery.deliver(aChange().by("person0@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("activated added");
        delivery.deliver(aChange().by("person0@example.com").at("2026-11-23T12:00:00Z").build()).endedAs("excluded UNCHANGED").withCalls(0);

        assertThat(marketo.calls(SYNC) - syncs).isOne();
    }

    @Test
    void attributesOlderThanThoseImportedAreNotSent() {
        delivery.deliver(people(5));
        landscape.importAll();
        landscape.deliverReleased();

        delivery.deliver(aChange().by("person0@example.com").with("lastName", "Old").at("2026-11-23T09:00:00Z").build()).endedAs("excluded STALE");
        delivery.deliver(aChange().qualifying("news").by("person1@example.com").with("lastName", "Old").at("2026-11-23T09:00:00Z").build())
                .endedAs("activated added");

        assertThat(marketo.leadsWith("email", "person0@example.com").get(0)).containsEntry("lastName", "Lovelace");
        assertThat(marketo.leadsWith("email", "person1@example.com").get(0)).containsEntry("lastName", "Lovelace");
    }

    @Test
    void anotherAudienceOfTheSamePeopleIsImportedAfterTheFirst() {
        List<MembershipChange> both = Stream.concat(people(5).stream(),
                IntStream.range(0, 5).mapToObj(i -> aChange().qualifying("news").by("person" + i + "@example.com").build())).toList();
        delivery.deliver(both);

        landscape.importAll();
        landscape.deliverReleased();

        assertThat(marketo.emailsIn("VIP")).hasSize(5);
        assertThat(marketo.emailsIn("News")).hasSize(5);
        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 10L));
    }

    /** A flush that was under way when the file was made has learnt a lead since. */
    @Test
    void peopleWhoseLeadsWereLearntMeanwhileAreDeliveredWithThose() {
        marketo.hasForeignImports(2);
        delivery.deliver(people(5));
        landscape.tick();
        long lead = marketo.hasLead("person0@example.com");
        delivery.jdbc().sql("""
                insert into lead (destination, person, lead_id)
                select 'create', person, ? from import_row where record_offset = (select min(record_offset) from import_row)""").param(lead).update();
        marketo.hasForeignImports(0);

        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 4L, "activated added", 1L));
        assertThat(delivery.jdbc().sql("select count(*) from lead where lead_id = ?").param(lead).query(Long.class).single()).isOne();
    }

    /** Marketo would make two leads of one that is created in two ways at a time. */
    @Test
    void whoIsBeingImportedIsNotCreatedForAnotherAudience() {
        marketo.hasForeignImports(2);
        delivery.deliver(people(5));
        landscape.tick();
        int before = marketo.calls("POST /rest/v1/leads.json");
        delivery.deliver(aChange().qualifying("news").by("person0@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("held");
        assertThat(marketo.calls("POST /rest/v1/leads.json")).isEqualTo(before);
        marketo.hasForeignImports(0);

        landscape.importAll();
        landscape.deliverReleased();

        assertThat(marketo.leadsWith("email", "person0@example.com")).hasSize(1);
        assertThat(marketo.emailsIn("VIP")).hasSize(5);
        assertThat(marketo.emailsIn("News")).containsExactly("person0@example.com");
    }

    @Test
    void manyWhoComeWhileAnImportRunsAreTheNextFile() {
        delivery.deliver(people(5));
        landscape.tick();
        delivery.deliver(IntStream.range(5, 12).mapToObj(ImportRouteTest::person).toList());

        landscape.importAll();

        assertThat(delivery.imports().newest(10)).extracting(ListImport::people).containsExactly(7L, 5L);
        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", 12L));
        assertThat(delivery.queueReleased()).isEmpty();
    }

    @Test
    void waitsForMoreWhileManyWait() {
        delivery.deliver(IntStream.range(0, 1_100).mapToObj(i -> aChange().exiting("news").by("stranger" + i + "@example.com").build()).toList());
        delivery.deliver(people(5));
        delivery.jdbc().sql("update counted set record_offset = record_offset - 1100").update();

        delivery.watchImports();
        assertThat(delivery.imports().newest(1)).isEmpty();
        landscape.passes(Duration.ofMinutes(2));
        delivery.watchImports();
        assertThat(delivery.imports().newest(1)).hasSize(1);
    }

    private Hold onlyHold() {
        assertThat(delivery.holds().all()).hasSize(1);
        return delivery.holds().all().get(0);
    }

    static List<MembershipChange> people(int amount) {
        return IntStream.range(0, amount).mapToObj(ImportRouteTest::person).toList();
    }

    private static MembershipChange person(int number) {
        return aChange().by("person" + number + "@example.com").build();
    }
}
