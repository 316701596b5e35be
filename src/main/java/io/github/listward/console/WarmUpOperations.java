package io.github.listward.console;

import io.github.listward.delivery.WarmUpStatus;
import io.github.listward.delivery.WarmUps;
import io.github.listward.marketo.Instances;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The same for Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=WarmUps", description = "Lead ids learnt in advance")
public class WarmUpOperations {

    private final WarmUps warmUps;
    private final Instances instances;

    WarmUpOperations(WarmUps warmUps, Instances instances) {
        this.warmUps = warmUps;
        this.instances = instances;
    }

    @ManagedAttribute(description = "The last warm-up of each instance, a line each")
    public String[] getWarmUps() {
        return warmUps.all().stream().map(WarmUpOperations::line).toArray(String[]::new);
    }

    @ManagedOperation(description = "Has the lead ids of an instance learnt in advance, from Marketo's Bulk Lead Extract; takes hours")
    @ManagedOperationParameter(name = "instance", description = "Munchkin id of the instance")
    @ManagedOperationParameter(name = "since", description = "First day of the leads' creation, e.g. 2015-01-01; earlier ones are not learnt")
    public String warmUp(String instance, String since) {
        return line(warmUps.request(instances.get(instance).munchkinId(), LocalDate.parse(since.strip()).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private static String line(WarmUpStatus status) {
        return "%s since %s %s: %d of %d exports, %d leads, %d people known by it, %d several leads, %d bytes of exports today%s".formatted(status.instance(),
                status.since(), status.state(), status.windowsDone(), status.windows(), status.leads(), status.remembered(), status.ambiguous(),
                status.bytesToday(), status.message() == null ? "" : ". " + status.message());
    }
}
