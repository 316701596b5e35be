package io.github.listward.console;

import io.github.listward.monitoring.Alert;
import io.github.listward.monitoring.Alerts;
import java.util.List;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The alerts in Hawtio. */
@Component
@ManagedResource(objectName = "io.github.listward:type=Alerts", description = "What somebody has to know of")
public class AlertAttributes {

    private static final int MOST = 100;

    private final Alerts alerts;

    AlertAttributes(Alerts alerts) {
        this.alerts = alerts;
    }

    @ManagedAttribute(description = "How many alerts are open")
    public long getOpenCount() {
        return alerts.countOpen();
    }

    @ManagedAttribute(description = "The open alerts, a line each, newest first")
    public String[] getOpen() {
        return lines(alerts.newest(true, null, MOST));
    }

    @ManagedAttribute(description = "The alerts resolved last, a line each")
    public String[] getResolved() {
        return lines(alerts.newest(false, null, MOST));
    }

    private static String[] lines(List<Alert> alerts) {
        return alerts.stream()
                .map(alert -> "%d %s, %s, since %s%s: %s".formatted(alert.id(), alert.rule(), alert.subject(), alert.since(),
                        alert.resolvedAt() == null ? "" : ", resolved " + alert.resolvedAt(), alert.message()))
                .toArray(String[]::new);
    }
}
