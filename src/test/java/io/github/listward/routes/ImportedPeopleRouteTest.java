package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.delivery.ListImport;
import io.github.listward.sandbox.Fault;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever was imported leaves the list as anybody else does, also where the exit does not say by which key. */
class ImportedPeopleRouteTest {

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
    void anAddressThatAProfileNoLongerHasIsSaidToStayInTheList() {
        importProfiles();

        delivery.deliver(aChange().ofProfile("p0").by("new0@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("activated created", "failed LEAD_UNKNOWN");

        assertThat(marketo.emailsIn("VIP")).contains("new0@example.com", "person0@example.com");
    }

    @Test
    void aProfileThatExitsWithoutAnyAddressIsSaidToStayInTheList() {
        importProfiles();

        delivery.deliver(aChange().exiting("vip").ofProfile("p0").by().at("2026-11-23T11:00:00Z").build()).endedAs("failed LEAD_UNKNOWN");
    }

    @Test
    void ofTheMembersOfTheListOnlyThoseWhoWereImportedAreLearnt() {
        importProfiles();
        marketo.hasMember(marketo.listNamed("VIP"), marketo.hasLead("somebody@example.com"));
        marketo.hasMember(marketo.listNamed("VIP"), marketo.hasLead("person0@example.com")); // who is two leads now

        for (int i = 0; i < 5; i++) {
            delivery.renewLeases();
            delivery.watchWarmUp();
            landscape.passes(Duration.ofMinutes(1));
        }

        assertThat(delivery.jdbc().sql("select count(*) from lead where lead_id > 0").query(Long.class).single()).isEqualTo(4);
        assertThat(delivery.rows("lead")).isEqualTo(5);
    }

    @Test
    void onceItsLeadIsLearntAnAddressThatAProfileNoLongerHasLeavesTheList() {
        importProfiles();

        learnLeads();
        delivery.deliver(aChange().ofProfile("p0").by("new0@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("activated created", "activated removed");

        assertThat(marketo.emailsIn("VIP")).contains("new0@example.com").doesNotContain("person0@example.com");
    }

    @Test
    void whatIsRemovedFromTheConfigurationDoesNotKeepOthersFromTheirImports() {
        delivery.deliver(people());
        marketo.breaks(Fault.DROPS_AFTER_COMMIT);
        landscape.tick();
        marketo.heals();
        assertThat(landscape.onlyImport().uploads()).isOne();
        delivery.jdbc().sql("update list_import set audience = 'removed'").update();

        landscape.tick();

        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.FAILED);
        assertThat(landscape.onlyImport().message()).contains("removed").contains("may have imported");
    }

    @Test
    void anAnswerThatComesAfterATakeOverChangesNothing() {
        delivery.deliver(people());
        landscape.tick();
        marketo.after("GET /bulk/v1/leads/batch/*.json", () -> delivery.jdbc().sql("update lease set epoch = epoch + 1").update());

        landscape.tick();
        delivery.jdbc().sql("update lease set epoch = epoch - 1").update();

        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.RUNNING);
    }

    /** What the end of the import has asked for. */
    private void learnLeads() {
        for (int i = 0; i < 5; i++) {
            delivery.renewLeases();
            delivery.watchWarmUp();
            landscape.passes(Duration.ofMinutes(1));
        }
        assertThat(delivery.jdbc().sql("select count(*) from lead where lead_id = 0").query(Long.class).single()).isZero();
        assertThat(delivery.rows("lead")).isEqualTo(5);
    }

    private void importProfiles() {
        delivery.deliver(people());
        landscape.importAll();
        landscape.deliverReleased();
        assertThat(marketo.emailsIn("VIP")).hasSize(5);
    }

    private static List<MembershipChange> people() {
        return IntStream.range(0, 5).mapToObj(i -> aChange().ofProfile("p" + i).by("person" + i + "@example.com").build()).toList();
    }
}
