package io.github.listward.console;

import io.github.listward.delivery.Holds;
import io.github.listward.delivery.ListImports;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The holds in Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=Holds", description = "What waits for its list or its destination")
public class HoldOperations {

    private static final int MOST_IMPORTS = 50;

    private final Holds holds;
    private final ListImports imports;

    HoldOperations(Holds holds, ListImports imports) {
        this.holds = holds;
        this.imports = imports;
    }

    @ManagedAttribute(description = "The holds, a line each")
    public String[] getHolds() {
        return holds.all().stream()
                .map(hold -> "%d %s: %s/%s, %d changes, %d released, since %s, %s: %s".formatted(hold.number(), hold.state(), hold.dataflow(),
                        hold.audience(), hold.changes(), hold.released(), hold.since(), hold.reason(), hold.message()))
                .toArray(String[]::new);
    }

    @ManagedAttribute(description = "The newest bulk imports, a line each")
    public String[] getImports() {
        return imports.newest(MOST_IMPORTS).stream()
                .map(each -> "%d %s: %s/%s, hold %d, batch %s, %d people, %d processed, %d failed, %d warned. %s".formatted(each.number(), each.state(),
                        each.dataflow(), each.audience(), each.hold(), each.batchId(), each.people(), each.processed(), each.failed(), each.warned(),
                        each.message()))
                .toArray(String[]::new);
    }

    @ManagedOperation(description = "Has the changes of a hold queued again, in order; later ones are delivered again")
    @ManagedOperationParameter(name = "number", description = "Number of the hold")
    public String release(long number) {
        return holds.release(number).map(hold -> "Hold " + number + " is being released").orElse("There is no hold " + number + ", or it is over");
    }
}
