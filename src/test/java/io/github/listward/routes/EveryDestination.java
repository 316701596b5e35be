package io.github.listward.routes;

import io.github.listward.sandbox.MarketoSandbox;

/** A destination of every kind, as {@code definitions/every-destination.yaml} has them, and a sandbox with what they name. */
final class EveryDestination {

    private EveryDestination() {}

    /** Workspace Europe sees partition Default, too. */
    static MarketoSandbox sandbox() {
        MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().workspace("Europe", "Europe", "Default").start();
        marketo.hasField("customerNumber", "string", 50, true, true);
        return marketo;
    }

    static DeliveryRoutes on(MarketoSandbox marketo) {
        return DeliveryRoutes.to(marketo, "definitions/every-destination.yaml");
    }
}
