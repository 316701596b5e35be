package io.github.listward.console;

import io.github.listward.delivery.Settling;
import java.util.List;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The settlings in Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=Settlings", description = "Settles all audiences; a dataflow's or one of its own: type=Dataflows")
public class SettlingOperations {

    private final AudienceTerms terms;

    SettlingOperations(AudienceTerms terms) {
        this.terms = terms;
    }

    @ManagedOperation(description = "Settles every audience of every dataflow; returns how many there are")
    public int settleAll() {
        return terms.settleAll();
    }

    @ManagedOperation(description = "Settlings, newest first")
    public List<String> settlings() {
        return terms.settlings().stream().map(SettlingOperations::line).toList();
    }

    private static String line(Settling settling) {
        return "%s/%s %s, requested %s: %s, %d memberships".formatted(settling.dataflow(), settling.audience(), settling.state(), settling.requestedAt(),
                settling.reason(), settling.memberships());
    }
}
