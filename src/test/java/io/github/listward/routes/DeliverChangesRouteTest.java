package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.sandbox.MarketoSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliverChangesRouteTest {

    private static final MarketoSandbox MARKETO = EveryDestination.sandbox();
    private static final DeliveryRoutes DELIVERY = EveryDestination.on(MARKETO).start();

    @BeforeEach
    void startAfresh() {
        DELIVERY.startAfresh();
    }

    @AfterAll
    static void stop() {
        DELIVERY.close();
        MARKETO.close();
    }

    @Test
    void putsWhoQualifiedOnTheList() {
        DELIVERY.deliver(aChange().qualifying("vip").by("ada@example.com").build()).endedAs("activated created").withCalls(3);

        assertThat(MARKETO.emailsIn("VIP")).containsExactly("ada@example.com");
    }
}
