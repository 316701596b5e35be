package io.github.listward.monitoring;

import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;

/** What people call an audience. */
final class AudienceNames {

    private AudienceNames() {}

    /**
     * @param list name of the list it feeds, or null
     * @return as it is defined, else as its list is named, else null
     */
    static String of(Definitions definitions, String dataflow, String audience, String list) {
        Activation activation = definitions.activation(dataflow, audience);
        return activation != null && activation.audience().name() != null ? activation.audience().name() : list;
    }
}
