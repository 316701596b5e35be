package io.github.listward.console;

import io.github.listward.delivery.RequestedChecks;
import io.github.listward.destination.Definitions;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.monitoring.Failures;
import io.github.listward.monitoring.InstanceBudgets;
import io.github.listward.monitoring.Overviews;
import io.github.listward.monitoring.Standings;
import java.time.Clock;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jmx.export.MBeanExporter;
import org.springframework.stereotype.Component;

/** An MBean for every Marketo instance, destination and dataflow. */
@Component
class ManagedBeans {

    ManagedBeans(
            ObjectProvider<MBeanExporter> exporter,
            Instances instances,
            Definitions definitions,
            InstanceBudgets budgets,
            Standings standings,
            Overviews overviews,
            RequestedChecks checks,
            AudienceTerms terms,
            DataflowPlans plans,
            Failures failures,
            Clock clock) {
        exporter.ifAvailable(each -> {
            instances.all().stream().map(Instance::munchkinId).forEach(id ->
                    each.registerManagedResource(new InstanceAttributes(id, budgets, standings), name("Instances", id)));
            definitions.destinations().forEach(destination ->
                    each.registerManagedResource(new DestinationAttributes(destination, standings, checks), name("Destinations", destination.id())));
            definitions.dataflows().forEach(dataflow ->
                    each.registerManagedResource(new DataflowAttributes(dataflow, overviews, terms, plans, failures, clock), name("Dataflows", dataflow.id())));
        });
    }

    /** What means something in a name is quoted; the ids the definitions allow have nothing of it. */
    private static ObjectName name(String type, String id) {
        try {
            return new ObjectName("io.github.listward:type=" + type + ",name=" + (id.matches("[\\w.-]+") ? id : ObjectName.quote(id)));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
