package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.delivery.ListImport;
import io.github.listward.delivery.WarmUps;
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

    private void learnLeads() {
        WarmUps warmUps = delivery.bean(WarmUps.class);
        warmUps.request(marketo.munchkinId(), landscape.marketoTime.instant().minus(Duration.ofDays(2)));
        for (int i = 0; i < 20; i++) {
            delivery.renewLeases();
            delivery.watchWarmUp();
            landscape.passes(Duration.ofMinutes(1));
        }
        assertThat(warmUps.of(marketo.munchkinId())).hasValueSatisfying(each -> assertThat(each.remembered()).isGreaterThanOrEqualTo(5));
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
