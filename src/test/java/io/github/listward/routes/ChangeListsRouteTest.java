package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.sandbox.MarketoSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which static list an audience feeds, under which name. */
class ChangeListsRouteTest {

    private static final String ADD = "POST /rest/v1/lists/*/leads.json";
    private static final String REMOVE = "DELETE /rest/v1/lists/*/leads.json";

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    @Test
    void createsTheListUnderTheAudiencesName() {
        delivery.deliver(aChange().by("ada@example.com").build()).withCalls(3);

        assertThat(marketo.listNamed("VIP", "Default")).isNotNull();
    }

    @Test
    void adoptsAListOfThatNameAndTrustsNothingItKnewOfIt() {
        long list = marketo.hasList("VIP");

        delivery.deliver(aChange().by("ada@example.com").build()).endedAs("activated created").withCalls(4);

        assertThat(marketo.emailsIn(list)).containsExactly("ada@example.com");
    }

    @Test
    void usesTheListOfAnIdWhateverItsName() {
        long list = marketo.hasList("Picked by hand");
        assertThat(list).isEqualTo(1001);

        delivery.deliver(aChange().qualifying("by-id").named("Another name").by("ada@example.com").build()).endedAs("activated created").withCalls(3);
        delivery.deliver(aChange().qualifying("by-id").named("Yet another").by("eve@example.com").build()).endedAs("activated created").withCalls(2);

        assertThat(marketo.emailsIn("Picked by hand")).hasSize(2);
    }

    @Test
    void namesTheListAsTheNewestEventDoesAndRenamesItLater() {
        delivery.deliver(
                aChange().qualifying("unnamed").named("Old name").by("ada@example.com").build(),
                aChange().qualifying("unnamed").named("Best customers, Europe").by("eve@example.com").at("2026-11-23T11:00:00Z").build());
        long list = marketo.listNamed("Best customers  Europe");

        delivery.deliver(aChange().qualifying("unnamed").named("Finest customers").by("joan@example.com").at("2026-11-23T11:30:00Z").build()).withCalls(3);
        delivery.deliver(aChange().qualifying("unnamed").named("Finest customers").by("mary@example.com").at("2026-11-23T11:30:00Z").build()).withCalls(2);

        assertThat(marketo.listNamed("Finest customers")).isEqualTo(list);
        assertThat(marketo.membersOf(list)).hasSize(4);
    }

    @Test
    void anOlderEventThatComesLateDoesNotRenameTheListBack() {
        delivery.deliver(aChange().qualifying("unnamed").named("New name").by("ada@example.com").at("2026-11-23T11:00:00Z").build());

        delivery.deliver(aChange().qualifying("unnamed").named("Old name").by("eve@example.com").at("2026-11-23T10:00:00Z").build()).withCalls(2);

        assertThat(marketo.emailsIn("New name")).hasSize(2);
    }

    @Test
    void keepsItsNameWhenMarketoDoesNotWantTheNewOne() {
        delivery.deliver(aChange().qualifying("unnamed").named("One name").by("ada@example.com").build());
        marketo.hasList("Taken name");

        delivery.deliver(aChange().qualifying("unnamed").named("Taken name").by("eve@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("activated created").withCalls(3);
        delivery.deliver(aChange().qualifying("unnamed").named("Taken name").by("joan@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("activated created").withCalls(2);

        assertThat(marketo.emailsIn("One name")).hasSize(3);
    }

    @Test
    void aNameOfCommasIsNoName() {
        delivery.deliver(aChange().qualifying("unnamed").named(" , ,").by("ada@example.com").build()).endedAs("activated created");

        assertThat(marketo.emailsIn("unnamed")).hasSize(1);
    }

    @Test
    void createsNoListForSomebodyToLeave() {
        marketo.hasLead("ada@example.com");

        delivery.deliver(aChange().exiting("vip").by("ada@example.com").build()).endedAs("excluded NOT_IN_LIST").withCalls(2);

        assertThat(marketo.listNamed("VIP")).isNull();
    }

    @Test
    void findsTheOneLeadAWholeCallIsRefusedFor() {
        delivery.deliver(aChange().by("zoe@example.com").build());
        marketo.answersNextTo(ADD, "1003", 2);

        DeliveryRoutes.Flushed flushed = delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build());

        flushed.endedAs("failed REFUSED", "activated created").withCalls(4);
        assertThat(marketo.emailsIn("VIP")).hasSize(2);
    }

    @Test
    void findsTheOneLeadARemovalIsRefusedFor() {
        delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build());
        marketo.answersNextTo(REMOVE, "1003", 2);

        delivery.deliver(
                        aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().exiting("vip").by("eve@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("failed REFUSED", "activated removed").withCalls(3);
        assertThat(marketo.emailsIn("VIP")).hasSize(1);
    }

    @Test
    void aLeadRefusedInAListCostsOnlyItself() {
        delivery.deliver(aChange().by("ada@example.com").build(), aChange().by("eve@example.com").build());
        long ada = (Long) marketo.leadsWith("email", "ada@example.com").get(0).get("id");
        marketo.skipsRow("id", ada, "1021");

        delivery.deliver(
                        aChange().exiting("vip").by("ada@example.com").at("2026-11-23T11:00:00Z").build(),
                        aChange().exiting("vip").by("eve@example.com").at("2026-11-23T11:00:00Z").build())
                .endedAs("failed REFUSED", "activated removed").withCalls(1);
    }
}
