package io.github.listward.console;

import io.github.listward.monitoring.InstanceBudget;
import io.github.listward.monitoring.InstanceBudgets;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jmx.export.MBeanExporter;
import org.springframework.stereotype.Component;

/** An MBean for every Marketo instance. */
@Component
class InstanceBeans {

    InstanceBeans(ObjectProvider<MBeanExporter> exporter, InstanceBudgets budgets) {
        exporter.ifAvailable(each -> budgets.all().stream()
                .map(InstanceBudget::instance)
                .forEach(instance -> each.registerManagedResource(new InstanceAttributes(instance, budgets), name(instance))));
    }

    private static ObjectName name(String instance) {
        try {
            return new ObjectName("io.github.listward:type=Instances,name=" + instance);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e); // a munchkin id has digits, capitals and hyphens
        }
    }
}
