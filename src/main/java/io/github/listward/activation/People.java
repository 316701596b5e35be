package io.github.listward.activation;

import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Requires that a profile has people, as the dataflow identifies them. */
@Component("people")
class People {

    private final Exclusions exclusions;
    private final Matching matching;

    People(Exclusions exclusions, Matching matching) {
        this.exclusions = exclusions;
        this.matching = matching;
    }

    /**
     * Excludes a profile that none of the match keys finds a value in. One that is known by its key passes all the same: those it once
     * had exit, which delivery knows of.
     */
    void require(MembershipEvent event, Exchange exchange) {
        event.people(matching.people(event));
        if (event.people().isEmpty() && event.profile().profile().isEmpty()) {
            exclusions.exclude(exchange, event, Reason.MISSING_IDENTITY);
        }
    }
}
