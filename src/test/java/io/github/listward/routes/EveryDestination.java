package io.github.listward.routes;

import io.github.listward.sandbox.MarketoSandbox;
import java.time.Clock;

/** A destination of every kind, as {@code definitions/every-destination.yaml} has them, and a sandbox with what they name. */
final class EveryDestination {

    private static final MarketoSandbox MARKETO = sandbox();
    private static final DeliveryRoutes DELIVERY = on(MARKETO).start();

    private EveryDestination() {}

    /** The sandbox of {@link #delivery}. */
    static MarketoSandbox marketo() {
        return MARKETO;
    }

    /** Delivery with its routes as they are; kept from test to test, each of which starts it afresh. */
    static DeliveryRoutes delivery() {
        DELIVERY.startAfresh();
        return DELIVERY;
    }

    /** Workspace Europe sees partition Default, too. */
    static MarketoSandbox sandbox() {
        return sandbox(Clock.systemUTC());
    }

    static MarketoSandbox sandbox(Clock clock) {
        MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().clock(clock).workspace("Europe", "Europe", "Default").start();
        marketo.hasField("customerNumber", "string", 50, true, true);
        marketo.hasField("biography", "text", null, true, false);
        return marketo;
    }

    /** Not started yet. */
    static DeliveryRoutes on(MarketoSandbox marketo) {
        return DeliveryRoutes.to(marketo, "definitions/every-destination.yaml");
    }
}
