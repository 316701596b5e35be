package io.github.listward.console;

import io.github.listward.delivery.Settling;
import java.util.List;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The same for Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=Audiences", description = "Pauses, resumes and settles audiences")
public class SettlingOperations {

    private final AudienceTerms terms;

    SettlingOperations(AudienceTerms terms) {
        this.terms = terms;
    }

    @ManagedOperation(description = "Lets nobody into the audience's list any more; who exits still leaves it")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    public void pause(String dataflow, String audience) {
        terms.pause(dataflow, audience);
    }

    @ManagedOperation(description = "Ends the pause, and lets in who came meanwhile and is still in the audience")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    public void resume(String dataflow, String audience) {
        terms.resume(dataflow, audience);
    }

    @ManagedOperation(description = "Holds all that is remembered of the audience against what was delivered, and delivers the difference")
    @ManagedOperationParameter(name = "dataflow", description = "Id of the dataflow")
    @ManagedOperationParameter(name = "audience", description = "Id of the audience")
    public void settle(String dataflow, String audience) {
        terms.settle(dataflow, audience);
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
