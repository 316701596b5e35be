package io.github.listward.console;

import io.github.listward.delivery.Pauses;
import io.github.listward.delivery.Settling;
import io.github.listward.delivery.Settlings;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import java.util.List;
import org.springframework.stereotype.Component;

/** What an operator does about an audience, over REST and over JMX alike. */
@Component
class AudienceTerms {

    private static final int MOST = 1_000;

    private final Definitions definitions;
    private final Pauses pauses;
    private final Settlings settlings;

    AudienceTerms(Definitions definitions, Pauses pauses, Settlings settlings) {
        this.definitions = definitions;
        this.pauses = pauses;
        this.settlings = settlings;
    }

    void pause(String dataflow, String audience) {
        pauses.pause(activation(dataflow, audience));
    }

    void resume(String dataflow, String audience) {
        pauses.resume(activation(dataflow, audience));
    }

    void settle(String dataflow, String audience) {
        settle(activation(dataflow, audience));
    }

    /** @return how many audiences will be settled */
    int settleAll() {
        List<Activation> all = definitions.activations().toList();
        all.forEach(this::settle);
        return all.size();
    }

    private void settle(Activation activation) {
        settlings.request(activation.dataflow().id(), activation.audience().id(), activation.destination().instance(), Settlings.REQUESTED);
    }

    /** Newest first. */
    List<Settling> settlings() {
        return settlings.newest(MOST);
    }

    private Activation activation(String dataflow, String audience) {
        Activation activation = definitions.activation(dataflow, audience);
        if (activation == null) {
            throw new UnknownAudienceException(dataflow, audience);
        }
        return activation;
    }
}
